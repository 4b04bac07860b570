// How a button names the question it is about: "q" and the question's id in base 36, with ":2" behind it for the second
// of the candidates it offers. Short enough to be said aloud in a group, where a button can only speak for its member.
#pragma once

#include "knowledge/model.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace bot::conversation {

struct reference {
    knowledge::question_id question;
    std::size_t place = 0; // from 1; 0: the question as a whole

    bool operator==(const reference&) const = default;
};

[[nodiscard]] std::string to_string(const reference& what);
// nullopt for anything that to_string() does not write.
[[nodiscard]] std::optional<reference> reference_from(std::string_view text);

} // namespace bot::conversation
