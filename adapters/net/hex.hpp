// Hexadecimal, as signatures are written in headers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace adapters::net {

// Lower case, two digits a byte.
[[nodiscard]] std::string to_hex(std::string_view bytes);

// Upper and lower case are read; nullopt for an odd number of digits or anything that is not one.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);

} // namespace adapters::net
