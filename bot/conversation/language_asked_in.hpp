// The language a question is answered in, where a group wants that of the question. Pure.
#pragma once

#include "adapters/chat/incoming.hpp"
#include "bot/config/settings.hpp"

#include <string_view>

namespace bot::conversation {

// zh with a Han letter in it, en with another one, otherwise `usual`: a number or a sign is in no language.
[[nodiscard]] config::language language_of(std::string_view text, config::language usual);
// Of what was said or written; whoever only presses is spoken to in the group's usual one.
[[nodiscard]] config::language language_asked_in(const adapters::chat::happening& what, config::language usual);

} // namespace bot::conversation
