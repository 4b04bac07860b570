#include "knowledge/exchange/row.hpp"

#include "knowledge/day.hpp"

#include <algorithm>
#include <string_view>

namespace knowledge::exchange {

std::optional<entry_state> state_named(std::string_view name) {
    for (const entry_state state : {entry_state::draft, entry_state::canonical, entry_state::retired}) {
        if (to_string(state) == name) return state;
    }
    return std::nullopt;
}

std::string trouble_with_validity(const row& one) {
    if (one.valid_until && !one.valid_until->empty() && !day_from(*one.valid_until))
        return "'valid_until' must be a day like 2026-12-31, not '" + *one.valid_until + "'";
    if (!one.variants) return {};
    for (const answer_variant& variant : *one.variants)
        if (variant.language != "zh" && variant.language != "en")
            return "answers can be given in zh and en besides, not in '" + variant.language + "'";
    return {};
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
