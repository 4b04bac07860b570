#include "bot/observe/table.hpp"

#include "bot/observe/terminal.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace bot::observe {

namespace {

constexpr std::size_t gap = 2;            // blanks between columns
constexpr std::size_t narrowest_cell = 8; // a shrinking column keeps four Chinese characters

std::string padded(std::string cell, std::size_t width, align side) {
    const auto used = display_width(cell);
    const std::string blanks(width > used ? width - used : 0, ' ');
    return side == align::left ? std::move(cell) + blanks : blanks + cell;
}

} // namespace

table::table(std::vector<column> columns) : columns_(std::move(columns)) {
    std::vector<std::string> titles;
    for (const auto& one : columns_)
        titles.push_back(printable(one.title));
    rows_.push_back(std::move(titles));
}

void table::add(std::vector<std::string> cells) {
    if (cells.size() > columns_.size()) throw std::invalid_argument("more cells than columns");
    cells.resize(columns_.size());
    for (auto& cell : cells)
        cell = printable(cell);
    rows_.push_back(std::move(cells));
}

std::string table::to_string(std::size_t columns) const {
    std::vector<std::size_t> widths(columns_.size());
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], display_width(row[i]));
    }
    std::size_t total = columns_.empty() ? 0 : gap * (columns_.size() - 1);
    for (const auto width : widths)
        total += width;
    while (total > columns) { // a column a time from the widest that still may
        std::size_t* widest = nullptr;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            const bool may = columns_[i].shrinks && widths[i] > narrowest_cell;
            if (may && (widest == nullptr || widths[i] > *widest)) widest = &widths[i];
        }
        if (widest == nullptr) break;
        --*widest;
        --total;
    }

    std::string out;
    const auto append = [&](const std::vector<std::string>& cells) {
        std::string line;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0) line.append(gap, ' ');
            line += padded(fitted(cells[i], widths[i]), widths[i], columns_[i].side);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + "\n";
    };
    append(rows_.front());
    std::vector<std::string> rule;
    for (const auto width : widths)
        rule.emplace_back(width, '-');
    append(rule);
    for (auto row = rows_.begin() + 1; row != rows_.end(); ++row)
        append(*row);
    return out;
}

} // namespace bot::observe
