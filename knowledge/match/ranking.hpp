// The quick pass over all entries: term at a time over the postings, with impacts rounded up to bytes, which bounds
// what an entry can score. Then the exact scores of the few whose bound is high enough to matter: what comes out is
// what scoring every entry exactly would give.
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

// A question with the lists of its terms in the index that is searched.
struct asked {
    const query_terms& own;
    const said_before* before; // nullptr when nothing was
    std::vector<posting_list> own_lists, before_lists;

    // Over both, the own ones first.
    [[nodiscard]] std::size_t terms() const { return own_lists.size() + before_lists.size(); }
    [[nodiscard]] const posting_list& list(std::size_t term) const {
        return term < own_lists.size() ? own_lists[term] : before_lists[term - own_lists.size()];
    }
};

// What a term counts in one candidate, per field; 0 where it does not occur.
struct found_term {
    std::uint32_t term; // place in the question's terms
    float wording = 0, answer = 0, context = 0;
};

struct ranked {
    std::uint32_t document = 0;
    std::uint32_t wording = 0; // the best one's number in the index
    double score = 0;
    double agreement = 0; // mean score of the entry's best wordings / score of its best; 0 for a single wording
    std::size_t found = 0, found_before = 0, found_end = 0; // its part of ranking::found
};

struct ranking {
    std::vector<ranked> best; // best first, ties by document
    std::vector<found_term> found;

    // What of the question is in a candidate, ascending by term, and what of that which was said before.
    [[nodiscard]] std::span<const found_term> found_in(const ranked& one) const {
        return std::span(found).subspan(one.found, one.found_before - one.found);
    }
    [[nodiscard]] std::span<const found_term> found_before_in(const ranked& one) const {
        return std::span(found).subspan(one.found_before, one.found_end - one.found_before);
    }
};

// Which documents may be found: of some collections only, and none that was changed since. An empty span means all.
struct wanted_documents {
    std::span<const std::uint32_t> collection_of; // per document
    std::vector<bool> collections;                // per collection
    std::span<const std::uint64_t> gone;          // one bit a document

    [[nodiscard]] bool has(std::uint32_t document) const {
        if (!collections.empty() && !collections[collection_of[document]]) return false;
        return gone.empty() || (gone[document / 64] >> (document % 64) & 1U) == 0;
    }
};

// With fewer postings than that the lists of the commonest terms are not left out of the quick pass: making up for it
// would take longer.
inline constexpr std::uint64_t usual_few_postings = 65536;

// At most `limit` documents with a positive score. What comes out does not depend on `few_postings`.
[[nodiscard]] ranking rank(const inverted& index, const asked& question, std::span<const bonus> bonuses,
                           const wanted_documents& wanted, std::size_t limit,
                           std::uint64_t few_postings = usual_few_postings);

} // namespace knowledge::match
