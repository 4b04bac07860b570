// Entries as CSV (RFC 4180), for people with a spreadsheet. The first row names the columns, in any order: id,
// question, phrasings, answer, tags, source; also state, collection, previous (an earlier row's id) and context (the
// earlier questions of a chain that is not in the file, on lines of their own), which are written only when some entry
// needs them; and likewise valid_until, valid_for, answer_zh, answer_en, and stale, which names the languages whose
// answer is older than the entry's. Only `question` is required; what has no column is left
// as it is stored. Several phrasings stand on lines of their own
// in their cell, several tags between semicolons, several sources on lines of their own:
//   2020-05-22#1#3|@asker|SOFATracer|https://…|file:weekly.md     (any part may be missing)
// A backslash before a separator keeps it from separating, and \n is a line end inside an item.
//
// Cells that a spreadsheet would take for a formula (=, +, -, @, tab or CR at the start) are written with an apostrophe
// before them, and exactly that apostrophe is removed again when read.
#pragma once

#include "knowledge/exchange/row.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace knowledge::exchange {

// Refused, with the line: no header, no `question` column, a column named twice, a row with more or fewer cells than
// the header, quotes where they do not belong, no question, an id twice, an unknown state or previous row.
parsed_file read_csv(std::string_view text, std::string_view file);

std::string write_csv(const std::vector<entry>& entries);

// The layer below: cells. Line ends are CRLF when written, CRLF or LF when read.
struct csv_record {
    int line = 0; // where it starts
    std::vector<std::string> cells;

    bool operator==(const csv_record&) const = default;
};
std::variant<std::vector<csv_record>, finding> read_csv_cells(std::string_view text, std::string_view file);
std::string write_csv_cells(const std::vector<csv_record>& records);

} // namespace knowledge::exchange
