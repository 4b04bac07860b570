#include "knowledge/text/word_characters.hpp"

#include "knowledge/text/utf8.hpp"

#include <unicode/uchar.h>

namespace knowledge::text {

bool is_letter_beyond_ascii(char32_t c) {
    return !is_unspaced_script(c) && u_isalnum(static_cast<UChar32>(c)) != 0;
}

} // namespace knowledge::text
