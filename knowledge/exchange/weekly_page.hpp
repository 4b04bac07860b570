// The page of a weekly as lines, before anybody reads questions in it: scrubbed, with what it says of itself and where
// code and comments end. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::exchange {

struct weekly_page {
    std::string title;
    std::string date; // from the front matter, else a day in the file's name, else empty
    std::vector<std::string> lines;
    std::size_t first_line = 0; // behind the front matter
    // Of lines that open a code fence, where it is closed: of plain ones, and inside a quote.
    std::vector<std::optional<std::size_t>> fence_ends, quoted_fence_ends;
    std::optional<std::size_t> last_comment_end; // the last line with "-->"
};

weekly_page read_weekly_page(std::string_view text, std::string_view file);

} // namespace knowledge::exchange
