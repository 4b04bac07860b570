// What stands in the place of a member's id once they have been forgotten.
#pragma once

#include <string>
#include <string_view>

namespace bot::conversation {

inline constexpr std::string_view pseudonym_begins = "forgotten-"; // no platform's ids begin so

[[nodiscard]] inline bool is_pseudonym(std::string_view member) {
    return member.starts_with(pseudonym_begins);
}
// A new one each time, made of nothing but chance.
[[nodiscard]] std::string make_pseudonym();

} // namespace bot::conversation
