// Questions about characters that the readers of several forms ask. ASCII only, whatever the locale.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace knowledge::exchange {

inline bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

inline bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// How many times `of` stands at the start of `text`.
inline std::size_t run_length(std::string_view text, char of) {
    return std::min(text.find_first_not_of(of), text.size());
}

} // namespace knowledge::exchange
