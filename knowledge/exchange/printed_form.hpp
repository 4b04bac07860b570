// Whether two editions print the same: a text without what changes from one printing to the next.
#pragma once

#include <string>
#include <string_view>

namespace knowledge::exchange {

// Without width, case, white space, punctuation, a repeated "A：", how a link is written and where in the text it
// stands. Equal for texts that say the same. Throws std::runtime_error where ICU has no data.
[[nodiscard]] std::string printed_form(std::string_view text);

} // namespace knowledge::exchange
