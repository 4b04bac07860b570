#include "knowledge/exchange/weekly_page.hpp"

#include "knowledge/exchange/fences.hpp"
#include "knowledge/exchange/front_matter.hpp"
#include "knowledge/exchange/text_file.hpp"
#include "knowledge/exchange/tidy.hpp"
#include "knowledge/exchange/weekly_lines.hpp"

#include <algorithm>
#include <filesystem>

namespace knowledge::exchange {
namespace {

// "…20200522…" or "…2020-05-22…" in a file's name.
std::string day_in_name(std::string_view file) {
    const std::string name = std::filesystem::path(file).filename().string();
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t digits = std::min(name.find_first_not_of("0123456789", at), name.size()) - at;
        const std::string rest = name.substr(at);
        if (std::string day = day_at_start(rest); digits == 4 && !day.empty()) return day;
        if (digits == 8) {
            const std::string dashed = rest.substr(0, 4) + "-" + rest.substr(4, 2) + "-" + rest.substr(6, 2);
            if (std::string day = day_at_start(dashed); !day.empty()) return day;
        }
        at += std::max<std::size_t>(digits, 1);
    }
    return {};
}

std::vector<std::optional<std::size_t>> ends_of_quoted_fences(const std::vector<std::string>& lines) {
    std::vector<std::optional<std::size_t>> found(lines.size());
    for (std::size_t first = 0; first < lines.size();) {
        std::size_t end = first + 1;
        const weekly_line line = classify(lines[first]);
        if (line.kind == line_kind::quote) {
            std::vector<std::string> quoted{line.rest};
            for (; end < lines.size() && lines[end].starts_with('>'); ++end)
                quoted.push_back(classify(lines[end]).rest);
            const auto ends = fence_ends(quoted);
            for (std::size_t i = 0; i < ends.size(); ++i) {
                if (ends[i]) found[first + i] = first + *ends[i];
            }
        }
        first = end;
    }
    return found;
}

} // namespace

weekly_page read_weekly_page(std::string_view text, std::string_view file) {
    const std::vector<std::string_view> raw = split_lines(without_byte_order_mark(text));
    front_matter front = read_front_matter(raw);
    weekly_page page;
    page.title = std::move(front.title);
    page.date = front.date.empty() ? day_in_name(file) : std::move(front.date);
    page.first_line = front.lines;
    page.lines.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i].find("-->") != std::string_view::npos) page.last_comment_end = i;
        page.lines.push_back(scrub(raw[i]));
    }
    page.fence_ends = fence_ends(page.lines);
    page.quoted_fence_ends = ends_of_quoted_fences(page.lines);
    return page;
}

} // namespace knowledge::exchange
