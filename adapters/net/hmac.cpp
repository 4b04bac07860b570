#include "adapters/net/hmac.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <memory>
#include <stdexcept>

namespace adapters::net {

namespace {

struct free_mac {
    void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

// Fetching looks through OpenSSL's providers, which costs more than a whole HMAC: once a program.
EVP_MAC* fetched() {
    static const std::unique_ptr<EVP_MAC, free_mac> mac(EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr));
    return mac.get();
}

// A context and the key it is set up for. Nearly always the next message has the same one, and setting up costs as much
// as half a message.
struct keyed_context {
    std::unique_ptr<EVP_MAC_CTX, free_mac> mac{EVP_MAC_CTX_new(fetched())};
    std::string key;
    bool ready = false;

    bool begin(std::string_view with) {
        if (!mac) return false;
        if (ready && with == key) return EVP_MAC_init(mac.get(), nullptr, 0, nullptr) == 1;
        char digest_name[] = "SHA256";
        const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest_name, 0),
                                         OSSL_PARAM_construct_end()};
        key = with; // a string of its own, never a null pointer: that would mean "keep the last key"
        ready =
            EVP_MAC_init(mac.get(), reinterpret_cast<const unsigned char*>(key.data()), key.size(), parameters) == 1;
        return ready;
    }
};

} // namespace

std::string hmac_sha256(std::string_view key, std::string_view message) {
    return hmac_sha256(key, {message});
}

std::string hmac_sha256(std::string_view key, std::initializer_list<std::string_view> pieces) {
    thread_local keyed_context context;
    std::string digest(32, '\0');
    std::size_t length = 0;
    bool done = context.begin(key);
    for (const auto piece : pieces) {
        if (piece.empty()) continue; // and perhaps a null pointer
        const auto* const bytes = reinterpret_cast<const unsigned char*>(piece.data());
        done = done && EVP_MAC_update(context.mac.get(), bytes, piece.size()) == 1;
    }
    done = done && EVP_MAC_final(context.mac.get(), reinterpret_cast<unsigned char*>(digest.data()), &length,
                                 digest.size()) == 1;
    if (!done || length != digest.size()) {
        context.ready = false;
        throw std::runtime_error("OpenSSL could not compute an HMAC");
    }
    return digest;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace adapters::net
