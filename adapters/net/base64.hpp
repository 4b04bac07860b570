// Base64 with the standard alphabet and padding (RFC 4648, section 4), as DingTalk signs with it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace adapters::net {

[[nodiscard]] std::string to_base64(std::string_view bytes);

// Strict, so that one value has one spelling: nullopt for line breaks, blanks, missing or superfluous padding, and bits
// set behind the last byte.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

} // namespace adapters::net
