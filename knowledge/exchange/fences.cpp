#include "knowledge/exchange/fences.hpp"

#include "knowledge/exchange/characters.hpp"
#include "knowledge/exchange/tidy.hpp"

#include <algorithm>
#include <string_view>

namespace knowledge::exchange {
namespace {

// How many marks open a code fence on this line; 0 when none is opened.
std::size_t opening_marks(std::string_view trimmed) {
    if (!trimmed.starts_with("```") && !trimmed.starts_with("~~~")) return 0;
    const char mark = trimmed[0];
    const std::size_t marks = run_length(trimmed, mark);
    const bool code_span = mark == '`' && trimmed.find('`', marks) != std::string_view::npos;
    return code_span ? 0 : marks;
}

} // namespace

std::vector<std::optional<std::size_t>> fence_ends(const std::vector<std::string>& lines) {
    struct closer {
        std::size_t marks;
        std::size_t line;
    };
    // From the last line up. Of the closing lines below, those behind a longer one can no longer be met: what stays has
    // more marks the further down it stands, nearest at the back.
    std::vector<closer> backticks, tildes;
    std::vector<std::optional<std::size_t>> ends(lines.size());
    for (std::size_t i = lines.size(); i-- > 0;) {
        const std::string_view line = trim(lines[i]);
        if (!line.starts_with("```") && !line.starts_with("~~~")) continue;
        std::vector<closer>& below = line[0] == '`' ? backticks : tildes;
        if (const std::size_t marks = opening_marks(line); marks > 0) {
            const auto nearest = std::lower_bound(below.rbegin(), below.rend(), marks,
                                                  [](const closer& c, std::size_t wanted) { return c.marks < wanted; });
            if (nearest != below.rend()) ends[i] = nearest->line;
        }
        if (run_length(line, line[0]) != line.size()) continue;
        while (!below.empty() && below.back().marks <= line.size())
            below.pop_back();
        below.push_back({line.size(), i});
    }
    return ends;
}

std::vector<bool> lines_of_code(const std::vector<std::string>& lines) {
    std::vector<bool> code(lines.size());
    const auto ends = fence_ends(lines);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto end = ends[i];
        if (!end) continue;
        for (; i < *end; ++i)
            code[i] = true;
        code[i] = true;
    }
    return code;
}

} // namespace knowledge::exchange
