// What is different between two texts: which pieces stayed, went and came. Pure. For the fields of an entry see
// entry_diff.hpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace knowledge::diff {

enum class fate { same, removed, added };

struct piece {
    fate what = fate::same;
    std::string text;

    bool operator==(const piece&) const = default;
};

// The removed and the same pieces put together are `before`, the added and the same ones `after`, byte for byte.
// Neighbours of one fate are one piece; what was removed stands before what was added in its place.
using pieces = std::vector<piece>;

// By lines, each with its line end.
[[nodiscard]] pieces by_lines(std::string_view before, std::string_view after);
// By words; Han, kana and Hangul by characters. Long texts are compared by lines first, and only the lines that changed
// by words.
[[nodiscard]] pieces by_words(std::string_view before, std::string_view after);

} // namespace knowledge::diff
