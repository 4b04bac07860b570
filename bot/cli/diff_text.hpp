// The difference between two versions of an entry for a terminal: word by word, red and green, or in marks where there
// is no colour: [-gone-] {+new+}.
#pragma once

#include "knowledge/diff/entry_diff.hpp"

#include <span>
#include <string>

namespace bot::cli {

// Ends with a line end; "" without changes. Nothing in it is obeyed by a terminal but our own colours.
[[nodiscard]] std::string diff_text(std::span<const knowledge::diff::field_change> changes, bool colour);

} // namespace bot::cli
