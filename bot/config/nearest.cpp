#include "bot/config/nearest.hpp"

#include <algorithm>
#include <vector>

namespace bot::config {

std::size_t slips(std::string_view a, std::string_view b) {
    const auto same = [](char x, char y) {
        const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
        return lower(x) == lower(y);
    };
    std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                cost[i][j] = i + j;
                continue;
            }
            const bool equal = same(a[i - 1], b[j - 1]);
            cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (equal ? 0 : 1)});
            if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    }
    return cost[a.size()][b.size()];
}

std::string nearest(std::string_view typed, std::span<const std::string> choices) {
    constexpr std::size_t longest_typed = 100; // the comparison is quadratic
    if (typed.size() > longest_typed) return {};
    const std::string* best = nullptr;
    std::size_t fewest = std::max<std::size_t>(1, typed.size() / 3) + 1;
    for (const auto& choice : choices) {
        const auto found = slips(typed, choice);
        if (found < fewest) {
            fewest = found;
            best = &choice;
        }
    }
    return best == nullptr ? std::string{} : *best;
}

} // namespace bot::config
