// Which characters are written otherwise in simplified Chinese: what tells, without loading the rules for it, whether a
// text has to be rewritten at all. Few do.
#pragma once

namespace knowledge::text {

[[nodiscard]] bool is_traditional(char32_t c);

} // namespace knowledge::text
