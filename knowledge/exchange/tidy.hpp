// Texts as lines, cleaned of what nobody meant: invisible marks, white space at the ends, heaps of empty lines. Shared
// by readers and writers, so that a text that was written comes back the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace knowledge::exchange {

// Zero-width marks and control characters go, no-break spaces become spaces, the end of the line is trimmed.
std::string scrub(std::string_view line);

// Without white space on both ends, including the ideographic space.
std::string_view trim(std::string_view text);

// Names of columns, categories and files as formats compare them: ASCII letters small.
std::string in_small_letters(std::string_view name);

// Questions are plain text, answers are Markdown.
enum class text_kind { plain, markdown };

// Scrubs every line and keeps at most one empty line in a row and none at the ends; in Markdown also drops <br> at line
// ends and broken bold. Inside code fences lines are only scrubbed. Idempotent.
std::vector<std::string> tidy_lines(const std::vector<std::string>& lines, text_kind kind);
std::vector<std::string> lines_of(std::string_view text);
std::string join(const std::vector<std::string>& lines);

// Without <br>, <br/>, </br> and their like at either end.
std::string_view without_breaks(std::string_view line);

} // namespace knowledge::exchange
