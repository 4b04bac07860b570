#include "knowledge/text/word_parts.hpp"

#include "knowledge/text/word_characters.hpp"

#include <algorithm>
#include <cstddef>

namespace knowledge::text {

bool is_version(const std::vector<std::string_view>& pieces) {
    if (pieces.size() < 2) return false;
    std::string_view first = pieces.front();
    if (first.size() > 1 && (first[0] == 'v' || first[0] == 'V')) first.remove_prefix(1);
    return is_number(first) && std::all_of(pieces.begin() + 1, pieces.end(), is_number);
}

void split_piece(std::string_view piece, std::vector<std::string_view>& parts) {
    std::size_t from = 0;
    for (std::size_t i = 1; i <= piece.size(); ++i) {
        if (i < piece.size()) {
            const char before = piece[i - 1];
            const char here = piece[i];
            const bool hump = is_lower(before) && is_upper(here);
            const bool acronym_ends =
                is_upper(before) && is_upper(here) && i + 1 < piece.size() && is_lower(piece[i + 1]) && i > from + 1;
            const bool digits = is_digit(before) != is_digit(here);
            if (!hump && !acronym_ends && !digits) continue;
        }
        parts.push_back(piece.substr(from, i - from));
        from = i;
    }
    if (parts.size() >= 2 && parts[parts.size() - 2] == "v" && is_number(parts.back())) parts.erase(parts.end() - 2);
}

} // namespace knowledge::text
