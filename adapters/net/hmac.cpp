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

} // namespace

std::string hmac_sha256(std::string_view key, std::string_view message) {
    thread_local const std::unique_ptr<EVP_MAC_CTX, free_mac> context(EVP_MAC_CTX_new(fetched()));
    char digest_name[] = "SHA256";
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest_name, 0),
                                     OSSL_PARAM_construct_end()};
    const auto bytes = [](std::string_view text) {
        // A null pointer would mean "keep the last key"; an empty view may be one.
        return reinterpret_cast<const unsigned char*>(text.data() != nullptr ? text.data() : "");
    };
    std::string digest(32, '\0');
    std::size_t length = 0;
    const bool done =
        context && EVP_MAC_init(context.get(), bytes(key), key.size(), parameters) == 1 &&
        EVP_MAC_update(context.get(), bytes(message), message.size()) == 1 &&
        EVP_MAC_final(context.get(), reinterpret_cast<unsigned char*>(digest.data()), &length, digest.size()) == 1;
    if (!done || length != digest.size()) throw std::runtime_error("OpenSSL could not compute an HMAC");
    return digest;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace adapters::net
