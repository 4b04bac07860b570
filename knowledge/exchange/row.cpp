#include "knowledge/exchange/row.hpp"

#include <algorithm>
#include <string_view>

namespace knowledge::exchange {

std::optional<entry_state> state_named(std::string_view name) {
    for (const entry_state state : {entry_state::draft, entry_state::canonical, entry_state::retired}) {
        if (to_string(state) == name) return state;
    }
    return std::nullopt;
}

std::vector<std::string> distinct_phrasings(const std::vector<std::string>& phrasings, std::string_view question) {
    std::vector<std::string> kept;
    for (const std::string& phrasing : phrasings) {
        const bool known = std::find(kept.begin(), kept.end(), phrasing) != kept.end();
        if (!phrasing.empty() && phrasing != question && !known) kept.push_back(phrasing);
    }
    return kept;
}

} // namespace knowledge::exchange
