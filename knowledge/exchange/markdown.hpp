// The little Markdown the exchange formats need: questions are plain text that was written as Markdown, answers stay
// Markdown and are only tidied. Both directions live here, so that what one writes the other reads back.
// Nothing here renders; adapters do that for their platform.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::exchange {

// [text](url), ![text](url) or <url>, found at the start of a text.
struct inline_link {
    std::string text;
    std::string url;
    bool image = false;
    std::size_t length = 0; // bytes it takes in the source
};
std::optional<inline_link> read_link(std::string_view at);

// A line of Markdown as plain text: links become "text url" (just the text where that is an
// address itself), bold goes,
// escapes and entities are resolved, code spans stay as they are. Pictures are left out and counted in `images`.
std::string plain_from_markdown(std::string_view line, int& images);

// A line of plain text as Markdown that shows it literally. plain_from_markdown() gives the line back.
std::string markdown_from_plain(std::string_view line);

// The line with its first character written as a numeric entity: whatever it would have started, it now is that
// character and text. literal_line() undoes it, for any line that starts with a numeric entity.
std::string with_first_as_entity(std::string_view line);
std::string literal_line(std::string_view line);
bool starts_with_entity(std::string_view line);

// A line of Markdown without the bold marks that do not pair up, and without unpaired runs of three and more.
std::string without_broken_bold(std::string_view line);
// A line of Markdown without any bold mark.
std::string without_bold(std::string_view line);

int count_images(std::string_view line);

// Zero-width marks and control characters go, no-break spaces become spaces, the end of the line is trimmed.
std::string scrub(std::string_view line);

// Without white space on both ends, including the ideographic space.
std::string_view trim(std::string_view text);

// Questions are plain text, answers are Markdown.
enum class text_kind { plain, markdown };

// Scrubs every line and keeps at most one empty line in a row and none at the ends; in Markdown also drops <br> at line
// ends and broken bold. Inside code fences lines are only scrubbed. Idempotent.
std::vector<std::string> tidy_lines(const std::vector<std::string>& lines, text_kind kind);
std::vector<std::string> lines_of(std::string_view text);
std::string join(const std::vector<std::string>& lines);

// Without <br>, <br/>, </br> and their like at either end.
std::string_view without_breaks(std::string_view line);

// When lines[first] opens a code fence that is closed further down: the index of the closing line. A fence that
// nobody closes is just a line.
std::optional<std::size_t> fence_end(const std::vector<std::string>& lines, std::size_t first);

} // namespace knowledge::exchange
