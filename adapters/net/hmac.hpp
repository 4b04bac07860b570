// HMAC-SHA256, with which both platforms sign, and the comparison that does not tell a forger how far he got.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace adapters::net {

// 32 raw bytes; to_hex() and to_base64() are the neighbours that make text of them. Any thread. Throws
// std::runtime_error only when OpenSSL itself cannot (no memory, no HMAC in its providers).
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view message);
// Of a message in pieces, as if they stood one behind the other.
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::initializer_list<std::string_view> pieces);

// The time it takes depends on the lengths alone.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

} // namespace adapters::net
