// Entries as JSON lines, one object a line: {id, question, phrasings, answer, tags, sources, context, previous, state,
// collection, valid_until, valid_for, variants}. Only `question` is required; an absent or null field leaves what is
// stored. Read as well: `alternates` for phrasings, `source` (one or a list) for sources, `project` for the label of a
// source; other fields are ignored. A source is text (an address or a label) or {edition, thread, turn, asker, label,
// url, file}. A variant is {language, answer, made_for}: the answer in "zh" or "en". Without made_for it says what the
// answer says now; with one, which is the answer's fingerprint (entry_rules.hpp), only as long as that is the same.
// `previous` is the id of an earlier row that this one follows up; without it, a row whose last `context` text is the
// question of an earlier row follows the nearest such row.
#pragma once

#include "knowledge/exchange/row.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace knowledge::exchange {

// Refused, with the line: not JSON, no object, a field of the wrong type, no question, an id twice, an unknown state or
// previous row, more than 32 levels.
parsed_file read_jsonl(std::string_view text, std::string_view file);

// The entries in the given order; `previous` names another of them.
std::string write_jsonl(const std::vector<entry>& entries);

// For the FAQ form, which keeps in one such object what its heading and text cannot say.
struct json_row {
    row value;
    std::string previous_id;
};
std::variant<json_row, std::string> read_json_object(std::string_view object); // the string says what is wrong
enum class json_fields { all, beside_answer, beside_text };
std::string write_json_fields(const entry& value, std::string_view previous_id, json_fields which);

// What every reader of such rows does last: refuses those without a question, canonical ones without an answer and
// taken ids, follows `previous_id` and `context` to earlier rows, and leaves no rows in a file with refusals.
void finish_rows(parsed_file& parsed, std::vector<json_row> rows, std::string_view file);

// The external ids of the entries' predecessors, aligned with `entries`; empty where there is none among them.
std::vector<std::string> previous_ids(const std::vector<entry>& entries);

} // namespace knowledge::exchange
