// The Markdown FAQ form: a heading is a question, the text below it its answer, at any depth. A heading with nothing
// below but deeper headings names a group and becomes a tag of their entries, except a first-level one: that is the
// page's title. Front matter is skipped.
// What a question and an answer cannot say (id, phrasings, tags …) may stand in a comment under the heading, as
// <!-- qunda {…} --> with the fields of jsonl.hpp; write_faq() puts it there, readers of the page do not see it.
#pragma once

#include "knowledge/exchange/row.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace knowledge::exchange {

// Unplaced: text above the first heading, a heading with nothing below it. Refused: a comment that is not what it
// claims to be, an id twice.
parsed_file read_faq(std::string_view text, std::string_view file);

// Whether write_faq() made the page: its headings may say anything, also what titles a weekly.
bool is_own_faq(std::string_view text);

std::string write_faq(const std::vector<entry>& entries, std::string_view title);

} // namespace knowledge::exchange
