// Code fences of Markdown: what stands between ``` or ~~~ is code, whatever it looks like. A fence that nobody closes
// is just a line. One pass over the lines, however many open a fence that nobody closes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace knowledge::exchange {

// For each line: when it opens a code fence that is closed further down, the index of the closing line. Lines inside a
// fence are looked at as well.
std::vector<std::optional<std::size_t>> fence_ends(const std::vector<std::string>& lines);

// For each line whether it is code, the fences around it included.
std::vector<bool> lines_of_code(const std::vector<std::string>& lines);

} // namespace knowledge::exchange
