// The quick pass over all entries: term at a time over the postings, the best wordings of an entry deciding.
#pragma once

#include "knowledge/match/inverted.hpp"
#include "knowledge/match/query_terms.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace knowledge::match {

// What was said before, and how much of it counts: 0 nothing, 1 as much as the question itself.
struct said_before {
    query_terms terms;
    double weight = 0;
};

// How much a term of what was said before counts in each field of a candidate. Most in the earlier questions of its
// chain: that is where a follow-up's entry has it.
inline constexpr float before_in_wording = 0.3F;
inline constexpr float before_in_answer = 0.3F;
inline constexpr float before_in_context = 2.0F;

// What speaks for a document besides the terms it shares with the question; added to its score.
struct bonus {
    std::uint32_t document;
    float score; // >= 0
};

struct ranked {
    std::uint32_t document = 0;
    std::uint32_t wording = 0; // the best one's number in the index
    double score = 0;
    double agreement = 0; // mean score of the entry's best wordings / score of its best; 0 for a single wording
};

// At most `limit` documents with a positive score, best first, ties by document. `before` may be nullptr. Documents
// whose `wanted` is false are left out; an empty `wanted` means all.
[[nodiscard]] std::vector<ranked> rank(const inverted& index, const query_terms& own, const said_before* before,
                                       std::span<const bonus> bonuses, const std::vector<bool>& wanted,
                                       std::size_t limit);

} // namespace knowledge::match
