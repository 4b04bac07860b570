#include "adapters/net/seal.hpp"

#include "adapters/net/base64.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <memory>
#include <stdexcept>

namespace adapters::net {

namespace {

// First byte of what is sealed: another way to seal would get another one.
constexpr char version = 1;
constexpr std::size_t nonce_bytes = 12, tag_bytes = 16;

struct free_context {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using context = std::unique_ptr<EVP_CIPHER_CTX, free_context>;

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data() != nullptr ? text.data() : "");
}
unsigned char* bytes(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}
int length(std::string_view text) {
    return static_cast<int>(text.size());
}

void must(bool done) {
    if (!done) throw std::runtime_error("OpenSSL could not seal");
}

} // namespace

std::optional<std::string> seal_key_from_base64(std::string_view text) {
    auto key = from_base64(text);
    if (key && key->size() != seal_key_bytes) key.reset();
    return key;
}

std::string random_bytes(std::size_t count) {
    std::string out(count, '\0');
    must(RAND_bytes(bytes(out), static_cast<int>(count)) == 1);
    return out;
}

std::string seal(std::string_view key, std::string_view plain, std::string_view belongs_to) {
    must(key.size() == seal_key_bytes);
    const std::string nonce = random_bytes(nonce_bytes);
    std::string hidden(plain.size(), '\0'), tag(tag_bytes, '\0');
    int written = 0, rest = 0;
    const context with(EVP_CIPHER_CTX_new());
    must(with && EVP_EncryptInit_ex(with.get(), EVP_aes_256_gcm(), nullptr, bytes(key), bytes(nonce)) == 1 &&
         EVP_EncryptUpdate(with.get(), nullptr, &rest, bytes(belongs_to), length(belongs_to)) == 1 &&
         EVP_EncryptUpdate(with.get(), bytes(hidden), &written, bytes(plain), length(plain)) == 1 &&
         EVP_EncryptFinal_ex(with.get(), bytes(hidden) + written, &rest) == 1 &&
         EVP_CIPHER_CTX_ctrl(with.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, tag.data()) == 1);
    return to_base64(std::string(1, version) + nonce + hidden + tag);
}

std::optional<std::string> unseal(std::string_view key, std::string_view sealed, std::string_view belongs_to) {
    const auto raw = from_base64(sealed);
    if (key.size() != seal_key_bytes || !raw || raw->size() < 1 + nonce_bytes + tag_bytes || raw->front() != version)
        return std::nullopt;
    const std::string_view whole = *raw;
    const auto nonce = whole.substr(1, nonce_bytes);
    const auto hidden = whole.substr(1 + nonce_bytes, whole.size() - 1 - nonce_bytes - tag_bytes);
    std::string tag(whole.substr(whole.size() - tag_bytes)), plain(hidden.size(), '\0');
    int written = 0, rest = 0;
    const context with(EVP_CIPHER_CTX_new());
    must(with && EVP_DecryptInit_ex(with.get(), EVP_aes_256_gcm(), nullptr, bytes(key), bytes(nonce)) == 1 &&
         EVP_DecryptUpdate(with.get(), nullptr, &rest, bytes(belongs_to), length(belongs_to)) == 1 &&
         EVP_DecryptUpdate(with.get(), bytes(plain), &written, bytes(hidden), length(hidden)) == 1 &&
         EVP_CIPHER_CTX_ctrl(with.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1);
    // Only here it shows whether it is what was sealed.
    if (EVP_DecryptFinal_ex(with.get(), bytes(plain) + written, &rest) != 1) return std::nullopt;
    return plain;
}

} // namespace adapters::net
