// The pieces of words a classifier learns from: three and four letters in a row, also over the space between two words.
// What two spellings of a word, or two forms of it, have in common.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace knowledge::match {

inline constexpr std::size_t shortest_piece = 3;
inline constexpr std::size_t longest_piece = 4;

// Folded Latin letters and digits, words separated by one space, a space at both ends; everything else is a space.
// Empty when there are none.
[[nodiscard]] std::string spelled_out(std::string_view text);

// Calls `use` with every piece, repeated ones as often as they occur.
template <class Use>
void each_piece(std::string_view spelled, Use use) {
    for (std::size_t length = shortest_piece; length <= longest_piece; ++length)
        for (std::size_t i = 0; i + length <= spelled.size(); ++i)
            use(spelled.substr(i, length));
}

} // namespace knowledge::match
