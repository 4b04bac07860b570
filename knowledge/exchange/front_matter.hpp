// The YAML block at the top of a Markdown page, as far as the exchange formats use it: keys with a plain or quoted
// value on one line. Anything else in it is skipped.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::exchange {

struct front_matter {
    std::string title;
    std::string date; // the day, "2020-05-22"; empty when there is none that looks like one
    std::vector<std::string> categories;
    std::size_t lines = 0; // how many lines of the page it takes, with both fences; 0 when there is none
};

// `lines` are those of the page, without its byte order mark.
front_matter read_front_matter(const std::vector<std::string_view>& lines);

// "2020-05-22" from the start of a text when it is a day of the calendar, otherwise empty.
std::string day_at_start(std::string_view text);

// `text` between double quotes, as YAML wants it.
std::string yaml_quoted(std::string_view text);

} // namespace knowledge::exchange
