#include "knowledge/exchange/csv.hpp"

#include <algorithm>

namespace knowledge::exchange {
namespace {

// A formula to a spreadsheet, or text that only an apostrophe keeps from being one.
bool needs_guard(std::string_view cell) {
    const std::size_t behind = std::min(cell.find_first_not_of('\''), cell.size());
    return behind < cell.size() && std::string_view("=+-@\t\r").find(cell[behind]) != std::string_view::npos;
}

std::string guarded(const std::string& cell) {
    return needs_guard(cell) ? "'" + cell : cell;
}

std::string unguarded(std::string cell) {
    if (cell.starts_with('\'') && needs_guard(cell)) cell.erase(0, 1);
    return cell;
}

class cell_reader {
  public:
    cell_reader(std::string_view text, std::string_view file) : text_(text), file_(file) {}

    std::variant<std::vector<csv_record>, finding> read() {
        std::vector<csv_record> records;
        while (at_ < text_.size()) {
            csv_record record{line_, {}};
            bool quoted = false;
            for (bool more = true; more;) {
                quoted = at_ < text_.size() && text_[at_] == '"';
                std::string cell;
                if (const char* wrong = quoted ? read_quoted(cell) : read_plain(cell)) {
                    return finding{std::string(file_), line_, wrong};
                }
                record.cells.push_back(unguarded(std::move(cell)));
                more = at_ < text_.size() && text_[at_] == ',';
                if (more) ++at_;
            }
            skip_line_end();
            // An empty line is no record; a record with one empty cell is written as "".
            if (record.cells.size() > 1 || quoted || !record.cells[0].empty()) records.push_back(std::move(record));
        }
        return records;
    }

  private:
    // Both return what is wrong, nullptr when nothing is.
    const char* read_plain(std::string& cell) {
        const std::size_t end = std::min(text_.find_first_of(",\n", at_), text_.size());
        std::string_view found = text_.substr(at_, end - at_);
        if (end < text_.size() && text_[end] == '\n' && found.ends_with('\r')) found.remove_suffix(1);
        if (found.find('"') != std::string_view::npos) return "a quote inside a cell that is not quoted";
        cell = found;
        at_ = end;
        return nullptr;
    }

    const char* read_quoted(std::string& cell) {
        const int start = line_;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\n') ++line_;
            if (text_[at_] != '"') {
                cell += text_[at_];
            } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                cell += text_[at_++];
            } else {
                ++at_;
                const std::string_view rest = text_.substr(at_);
                const bool ends = rest.empty() || rest[0] == ',' || rest[0] == '\n' || rest.starts_with("\r\n");
                return ends ? nullptr : "text behind the closing quote of a cell";
            }
        }
        line_ = start;
        return "a quoted cell that is never closed";
    }

    void skip_line_end() {
        if (text_.substr(at_).starts_with("\r\n")) ++at_;
        if (at_ < text_.size()) ++at_;
        ++line_;
    }

    std::string_view text_;
    std::string_view file_;
    std::size_t at_ = 0;
    int line_ = 1;
};

} // namespace

std::variant<std::vector<csv_record>, finding> read_csv_cells(std::string_view text, std::string_view file) {
    return cell_reader(without_byte_order_mark(text), file).read();
}

std::string write_csv_cells(const std::vector<csv_record>& records) {
    std::string out;
    for (const csv_record& record : records) {
        for (std::size_t i = 0; i < record.cells.size(); ++i) {
            if (i > 0) out += ',';
            const std::string cell = guarded(record.cells[i]);
            // A lone empty cell would look like an empty line, and a byte order mark like the file's own.
            const bool lone = record.cells.size() == 1 && cell.empty();
            const bool marked = without_byte_order_mark(cell).size() != cell.size();
            const bool quote = lone || marked || cell.find_first_of("\",\r\n") != std::string::npos;
            if (!quote) {
                out += cell;
                continue;
            }
            out += '"';
            for (const char c : cell)
                out += c == '"' ? "\"\"" : std::string(1, c);
            out += '"';
        }
        out += "\r\n";
    }
    return out;
}

} // namespace knowledge::exchange
