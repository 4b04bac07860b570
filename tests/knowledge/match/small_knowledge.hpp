// What tests of the match make their small knowledge of, and what they ask it.
#pragma once

#include "knowledge/match/index.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tests {

// Its external id is "e" and the number.
inline knowledge::match::document entry_of(std::int64_t id, std::vector<std::string> phrasings, std::string answer) {
    knowledge::match::document one;
    one.id = {id};
    one.external_id = "e" + std::to_string(id);
    one.phrasings = std::move(phrasings);
    one.answer = std::move(answer);
    return one;
}

inline knowledge::match::query asking(std::string text) {
    knowledge::match::query one;
    one.text = std::move(text);
    return one;
}

} // namespace tests
