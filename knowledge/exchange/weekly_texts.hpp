// The two texts of a turn from the lines of a weekly's page that were found to be theirs. Pictures are counted in
// `images`; those of a question are left out, those of an answer stay.
#pragma once

#include <string>
#include <vector>

namespace knowledge::exchange {

// Plain text, code inside fences as it is; `lines` without the mark of the quote.
std::string question_text(const std::vector<std::string>& lines, int& images);

// Markdown. What the draft guarded (guard_line()) is restored.
std::string answer_text(std::vector<std::string> lines, int& images);

} // namespace knowledge::exchange
