// How an index reads the terms of a question, for people. What a search makes of them is query_terms.hpp.
#pragma once

#include "knowledge/match/inverted.hpp"
#include "knowledge/match/trace.hpp"

#include <string_view>
#include <vector>

namespace knowledge::match {

// Each term once, heaviest first. `changes` are the entries beside the index, or none.
[[nodiscard]] std::vector<read_term> read_terms(const inverted& index, const inverted* changes,
                                                std::string_view question);

} // namespace knowledge::match
