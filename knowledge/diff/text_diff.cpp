#include "knowledge/diff/text_diff.hpp"

#include "knowledge/text/utf8.hpp"

#include <algorithm>
#include <cstdint>

namespace knowledge::diff {

namespace {

using units = std::vector<std::string_view>;

// Two bytes a cell: 8 MB at most, and some milliseconds. Beyond that the middle is one change.
constexpr std::size_t most_cells = 4'000'000;

bool is_word(char32_t c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= 0xC0 && c < 0x2000);
}

units words_of(std::string_view text) {
    units found;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        if (is_word(text::next_code_point(text, at))) {
            for (std::size_t next = at; next < text.size(); at = next)
                if (!is_word(text::next_code_point(text, next))) break;
        }
        found.push_back(text.substr(begin, at - begin));
    }
    return found;
}

units lines_of(std::string_view text) {
    units found;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto size = end == std::string_view::npos ? text.size() : end + 1;
        found.push_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return found;
}

class collector {
  public:
    void add(fate what, std::string_view text) {
        if (text.empty()) return;
        if (what == fate::same) {
            settle();
            append(fate::same, text);
        } else {
            (what == fate::removed ? removed_ : added_) += text;
        }
    }
    pieces take() {
        settle();
        return std::move(all_);
    }

  private:
    void settle() {
        if (!removed_.empty()) append(fate::removed, removed_);
        if (!added_.empty()) append(fate::added, added_);
        removed_.clear();
        added_.clear();
    }
    void append(fate what, std::string_view text) {
        if (!all_.empty() && all_.back().what == what)
            all_.back().text += text;
        else
            all_.push_back({what, std::string(text)});
    }

    pieces all_;
    std::string removed_, added_; // since the last piece that stayed
};

// The longest common subsequence of what lies between the common beginning and the common end.
pieces compared(const units& before, const units& after) {
    collector found;
    std::size_t first = 0, last = 0;
    while (first < before.size() && first < after.size() && before[first] == after[first])
        found.add(fate::same, before[first++]);
    const auto a_end = [&] { return before.size() - last; };
    const auto b_end = [&] { return after.size() - last; };
    while (a_end() > first && b_end() > first && before[a_end() - 1] == after[b_end() - 1])
        ++last;

    const std::size_t rows = a_end() - first, columns = b_end() - first;
    const bool small = rows < UINT16_MAX && columns < UINT16_MAX && (rows + 1) * (columns + 1) <= most_cells;
    if (small && rows > 0 && columns > 0) {
        std::vector<std::uint16_t> common((rows + 1) * (columns + 1), 0); // of what begins at that row and column
        const auto at = [&](std::size_t row, std::size_t column) -> std::uint16_t& {
            return common[row * (columns + 1) + column];
        };
        for (std::size_t row = rows; row-- > 0;)
            for (std::size_t column = columns; column-- > 0;)
                at(row, column) = before[first + row] == after[first + column]
                                      ? static_cast<std::uint16_t>(at(row + 1, column + 1) + 1)
                                      : std::max(at(row + 1, column), at(row, column + 1));
        std::size_t row = 0, column = 0;
        while (row < rows || column < columns) {
            if (row < rows && column < columns && before[first + row] == after[first + column]) {
                found.add(fate::same, before[first + row]);
                ++row, ++column;
            } else if (column == columns || (row < rows && at(row + 1, column) >= at(row, column + 1))) {
                found.add(fate::removed, before[first + row++]);
            } else {
                found.add(fate::added, after[first + column++]);
            }
        }
    } else {
        for (std::size_t i = first; i < a_end(); ++i)
            found.add(fate::removed, before[i]);
        for (std::size_t i = first; i < b_end(); ++i)
            found.add(fate::added, after[i]);
    }
    for (std::size_t i = a_end(); i < before.size(); ++i)
        found.add(fate::same, before[i]);
    return found.take();
}

} // namespace

pieces by_lines(std::string_view before, std::string_view after) {
    return compared(lines_of(before), lines_of(after));
}

pieces by_words(std::string_view before, std::string_view after) {
    collector found;
    const auto lines = by_lines(before, after);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool replaced =
            lines[i].what == fate::removed && i + 1 < lines.size() && lines[i + 1].what == fate::added;
        if (!replaced) {
            found.add(lines[i].what, lines[i].text);
            continue;
        }
        for (const auto& one : compared(words_of(lines[i].text), words_of(lines[i + 1].text)))
            found.add(one.what, one.text);
        ++i;
    }
    return found.take();
}

} // namespace knowledge::diff
