#include "bot/cli/announcement.hpp"

#include "adapters/chat/text.hpp"
#include "knowledge/exchange/front_matter.hpp"

#include <algorithm>
#include <vector>

namespace bot::cli {

namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

// One that is never closed reaches to the end: what stands behind it was not meant for readers.
std::string without_comments(std::string_view text) {
    constexpr std::string_view opens = "<!--", closes = "-->";
    std::string out;
    while (true) {
        const auto begin = text.find(opens);
        out += text.substr(0, begin);
        if (begin == std::string_view::npos) return out;
        const auto end = text.find(closes, begin + opens.size());
        if (end == std::string_view::npos) return out;
        text.remove_prefix(end + closes.size());
    }
}

std::string_view heading_in(std::string_view line) {
    const auto behind = line.find_first_not_of('#');
    const bool heading = behind != std::string_view::npos && behind >= 1 && behind <= 6 && line[behind] == ' ';
    return heading ? adapters::chat::trimmed(line.substr(behind)) : std::string_view{};
}

} // namespace

announcement announcement_of(std::string_view page) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (page.starts_with(byte_order_mark)) page.remove_prefix(byte_order_mark.size());
    const auto lines = lines_of(page);
    const auto front = knowledge::exchange::read_front_matter(lines);
    std::string body;
    for (auto at = front.lines; at < lines.size(); ++at)
        body.append(lines[at]).append("\n");
    body = without_comments(body);
    announcement made{.title = front.title, .markdown = std::string(adapters::chat::trimmed(body))};
    for (const auto line : lines_of(made.markdown)) {
        if (!made.title.empty()) break;
        made.title = heading_in(line);
    }
    return made;
}

} // namespace bot::cli
