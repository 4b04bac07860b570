// Ids and numbers in base 36, as buttons and references name things: 64 bits are thirteen letters, short enough to be
// said aloud.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bot::conversation {

[[nodiscard]] std::string short_number(std::int64_t number);

// nullopt for anything that short_number() does not write of a number above 0.
[[nodiscard]] std::optional<std::int64_t> from_short_number(std::string_view text);

} // namespace bot::conversation
