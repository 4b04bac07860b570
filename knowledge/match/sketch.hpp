// The letters of a text, sketched: one bit of 512 for every three letters in a row, and for every two or three Han
// characters. How alike two sketches are tells of shared forms and misspellings that shared terms do not show, at the
// price of a few instructions and 64 bytes a wording.
#pragma once

#include <bitset>
#include <string_view>

namespace knowledge::match {

using sketch = std::bitset<512>;

// `normalised` as text::normalise leaves it, letters folded.
[[nodiscard]] sketch sketch_of(std::string_view normalised);

// Share of common bits, 0..1; 0 when either is empty.
[[nodiscard]] double alike(const sketch& a, const sketch& b);

} // namespace knowledge::match
