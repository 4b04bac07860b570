// Tells a mistyped command from a question. A message is only taken for one when nothing else is in it: the first words
// are nearly a command's name, and the rest is just what that command wants. Pure.
//
// A wrong guess costs a member an answer, a missed one costs a moderator a second try, so the rules are narrow: the
// first letter is right; a name of four letters has two of them swapped, one missing or one doubled ("mutex" is a word,
// "muet" is none); plurals and other forms of a word ("answers") are words. Of a Chinese name of
// two or three characters one may be wrong only where a number follows, otherwise two are swapped at most.
#pragma once

#include "bot/conversation/command.hpp"

#include <optional>
#include <string_view>

namespace bot::conversation {

// `text` is trimmed and no command.
[[nodiscard]] std::optional<mistyped> typing_mistake(std::string_view text);

} // namespace bot::conversation
