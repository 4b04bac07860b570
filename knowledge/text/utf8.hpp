// UTF-8 read and written one code point at a time; what is not UTF-8 reads as U+FFFD. For anything that needs Unicode
// properties, normalise first.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace knowledge::text {

// The code point at `at`, which moves behind it. Precondition: at < bytes.size().
[[nodiscard]] char32_t next_code_point(std::string_view bytes, std::size_t& at);

void append_code_point(std::string& bytes, char32_t code_point);

// Characters written without spaces between words: Han, kana, Hangul. They are cut into single characters and pairs.
[[nodiscard]] bool is_unspaced_script(char32_t c);

} // namespace knowledge::text
