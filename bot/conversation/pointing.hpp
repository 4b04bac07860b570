// Messages that say nothing of their own but that what stands above them is meant. Pure.
#pragma once

#include <string_view>

namespace bot::conversation {

// "？", "👆", "同问", "这个怎么办", "any ideas?": nothing else, whatever its case, width and marks at the end. Nothing
// that praises or thanks, and no command but "?".
[[nodiscard]] bool only_points(std::string_view text);

} // namespace bot::conversation
