// Columns that line up, for Chinese and English mixed. Cells may hold outside text: it is made printable here.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace bot::observe {

enum class align { left, right };

struct column {
    std::string title;
    align side = align::left; // right for numbers
    bool shrinks = false;     // gives up width, cut with "…", when the table is wider than the terminal
};

class table {
  public:
    explicit table(std::vector<column> columns);

    // As many cells as columns; missing ones are empty. More is std::invalid_argument.
    void add(std::vector<std::string> cells);

    // Title line, rule and rows, each ended by a newline and without blanks at its end. Wider than `columns` only when
    // the columns that do not shrink are.
    [[nodiscard]] std::string to_string(std::size_t columns = 80) const;

  private:
    std::vector<column> columns_;
    std::vector<std::vector<std::string>> rows_; // printable; the titles first
};

} // namespace bot::observe
