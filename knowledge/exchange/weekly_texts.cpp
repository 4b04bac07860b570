#include "knowledge/exchange/weekly_texts.hpp"

#include "knowledge/exchange/fences.hpp"
#include "knowledge/exchange/markdown.hpp"
#include "knowledge/exchange/tidy.hpp"
#include "knowledge/exchange/weekly_lines.hpp"

#include <algorithm>
#include <string_view>

namespace knowledge::exchange {

std::string question_text(const std::vector<std::string>& lines, int& images) {
    std::vector<std::string> plain;
    const auto code = lines_of_code(lines);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (code[i]) {
            plain.push_back(lines[i]);
            continue;
        }
        std::string_view line = lines[i];
        while (trim(line).starts_with('>'))
            line = trim(line).substr(1); // a quote in the quote
        const bool first = std::all_of(plain.begin(), plain.end(), [](const std::string& p) { return p.empty(); });
        if (first) line = without_question_mark(line);
        const std::string_view bare = without_breaks(line);
        plain.push_back(plain_from_markdown(bare.size() < trim(line).size() ? bare : line, images));
    }
    return join(tidy_lines(plain, text_kind::plain));
}

// The draft guards single lines of a tidy text, so they are restored before anything is tidied.
std::string answer_text(std::vector<std::string> lines, int& images) {
    const auto code = lines_of_code(lines);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!code[i]) lines[i] = literal_line(lines[i]);
    }
    const std::vector<std::string> tidy = tidy_lines(lines, text_kind::markdown);
    const auto tidy_code = lines_of_code(tidy);
    for (std::size_t i = 0; i < tidy.size(); ++i) {
        if (!tidy_code[i]) images += count_images(tidy[i]);
    }
    return join(tidy);
}

} // namespace knowledge::exchange
