// Whether a question is worded as the next of a conversation ("那上报呢", "and at run time?") and says little without
// what was asked before, so that whoever is shown it should be shown that as well. Pure.
#pragma once

#include <string_view>

namespace bot::conversation {

[[nodiscard]] bool goes_on(std::string_view text);

} // namespace bot::conversation
