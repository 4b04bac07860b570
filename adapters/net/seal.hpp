// Small secrets made unreadable for whoever only has the database: AES-256-GCM under a key that is kept elsewhere. What
// a sealed text belongs to is part of the seal, so that nobody moves one token to another workspace's row.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::net {

// 32 bytes. Made by: openssl rand -base64 32
inline constexpr std::size_t seal_key_bytes = 32;
// nullopt unless it is base64 of exactly that many bytes.
[[nodiscard]] std::optional<std::string> seal_key_from_base64(std::string_view text);

// `key`: seal_key_bytes raw bytes; `belongs_to` must be the same when it is opened. Each call gives another text, in
// ASCII. Throws std::runtime_error only when OpenSSL itself cannot.
[[nodiscard]] std::string seal(std::string_view key, std::string_view plain, std::string_view belongs_to);
// nullopt for another key, another belongs_to, and any change of the text.
[[nodiscard]] std::optional<std::string> unseal(std::string_view key, std::string_view sealed,
                                                std::string_view belongs_to);

// From the system's generator, for what nobody may guess.
[[nodiscard]] std::string random_bytes(std::size_t count);

} // namespace adapters::net
