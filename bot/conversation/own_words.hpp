// What a community may put in the place of the bot's own texts: any text of the catalogue under its key, and the help
// line of any command under "help_" and its English name. Pure.
#pragma once

#include <string>
#include <string_view>

namespace bot::conversation {

// "" when there is such a text and it may be changed, otherwise what is wrong.
[[nodiscard]] std::string unknown_text(std::string_view key);
// "" when the words use no other arguments in braces than the text has, otherwise what is wrong.
[[nodiscard]] std::string wrong_words(std::string_view key, std::string_view words);

} // namespace bot::conversation
