#include "knowledge/exchange/front_matter.hpp"

#include "knowledge/day.hpp"
#include "knowledge/exchange/tidy.hpp"

namespace knowledge::exchange {
namespace {

std::string unquoted(std::string_view value) {
    value = trim(value);
    if (value.size() < 2 || (value.front() != '"' && value.front() != '\'') || value.back() != value.front()) {
        return std::string(value);
    }
    const char quote = value.front();
    value = value.substr(1, value.size() - 2);
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const bool escape = quote == '"' ? value[i] == '\\' : value.substr(i).starts_with("''");
        if (escape && i + 1 < value.size()) ++i;
        out += value[i];
    }
    return out;
}

// A plain value, or a list in brackets.
std::vector<std::string> list_of(std::string_view value) {
    value = trim(value);
    std::vector<std::string> items;
    if (!value.starts_with('[') || !value.ends_with(']')) {
        if (!value.empty()) items.push_back(unquoted(value));
        return items;
    }
    value = value.substr(1, value.size() - 2);
    while (!trim(value).empty()) {
        const std::size_t comma = std::min(value.find(','), value.size());
        items.push_back(unquoted(value.substr(0, comma)));
        value.remove_prefix(std::min(comma + 1, value.size()));
    }
    return items;
}

} // namespace

std::string day_at_start(std::string_view text) {
    const auto day = text.substr(0, 10);
    return day_from(day) ? std::string(day) : std::string();
}

front_matter read_front_matter(const std::vector<std::string_view>& lines) {
    front_matter found;
    if (lines.empty() || trim(lines[0]) != "---") return found;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const std::string_view line = lines[i];
        if (trim(line) == "---") {
            found.lines = i + 1;
            return found;
        }
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        const std::string_view key = trim(line.substr(0, colon));
        const std::string_view value = line.substr(colon + 1);
        if (key == "title") found.title = unquoted(value);
        if (key == "date") found.date = day_at_start(unquoted(value));
        if (key == "categories") found.categories = list_of(value);
    }
    return {}; // never closed: a rule at the top of the page, not front matter
}

std::string yaml_quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return out + '"';
}

} // namespace knowledge::exchange
