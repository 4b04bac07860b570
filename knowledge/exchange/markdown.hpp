// The little Markdown the exchange formats need, a line at a time: questions are plain text that was written as
// Markdown, answers stay Markdown. Both directions live here, so that what one writes the other reads back.
// Nothing here renders; adapters do that for their platform. Whole texts are tidied by tidy.hpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace knowledge::exchange {

// [text](url), ![text](url) or <url>, found at the start of a text.
struct inline_link {
    std::string text;
    std::string url;
    bool image = false;
    std::size_t length = 0; // bytes it takes in the source
};
std::optional<inline_link> read_link(std::string_view at);

// A line of Markdown as plain text: links become "text url" (just the text where that is an address itself), bold
// goes, escapes and entities are resolved, code spans stay as they are. Pictures are left out and counted in `images`.
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

} // namespace knowledge::exchange
