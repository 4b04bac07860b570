// UTF-8 from outside, one character after the other, for the log and the terminal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bot::observe {

struct character {
    std::int32_t code = 0; // code point; below 0: one byte that is no UTF-8
    std::size_t bytes = 0;
};

// The character `text` begins with; `text` is not empty.
character first_character(std::string_view text);

// True for what a terminal or a log reader would obey instead of show: controls, line separators, marks that turn the
// direction of text around, invisible format characters. Joiners that emoji are built with are not among them.
bool is_unsafe(std::int32_t code);

// Columns a terminal gives it: 0 for combining marks, 2 for Chinese characters and emoji, else 1.
int width_of(std::int32_t code);

} // namespace bot::observe
