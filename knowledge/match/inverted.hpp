// Term → where it occurs and how much that counts. Three fields: the wordings of an entry, each a unit of its own, its
// answer, and the earlier questions of its chain. Built once, then read from any thread.
//
// The score of BM25F is additive over terms but saturates over fields together: s(x) = x / (x + k1) with
// x = 2.0 wording + 0.7 answer + 0.6 context. It is stored in shares that add up to exactly that: the answer's posting
// holds s(answer), the context's s(answer + context) - s(answer), and the wording's the rest. So one pass over the
// postings gives, for each wording, the BM25F score as if the entry had that wording only.
#pragma once

#include "knowledge/match/index.hpp"
#include "knowledge/match/sketch.hpp"
#include "knowledge/match/spelling.hpp"
#include "knowledge/match/vocabulary.hpp"
#include "knowledge/text/tokenise.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace knowledge::match {

struct posting {
    std::uint32_t unit; // number of a wording, or of a document
    float impact;       // share of s(x), 0..1
};

// The postings of all terms of one field, those of a term ascending by unit.
class field_postings {
  public:
    struct entry {
        term_id term;
        posting what;
    };
    field_postings() = default;
    // `entries` ascending by unit.
    field_postings(const std::vector<entry>& entries, std::size_t terms);

    [[nodiscard]] std::span<const posting> of(term_id term) const {
        return {all_.data() + starts_[term], all_.data() + starts_[term + 1]};
    }
    // The impact in that unit, 0 when the term does not occur there.
    [[nodiscard]] float impact(term_id term, std::uint32_t unit) const;

  private:
    std::vector<std::uint32_t> starts_{0};
    std::vector<posting> all_;
};

struct inverted {
    vocabulary terms;
    spelling words;
    std::vector<float> rarity; // per term: ln(1 + (N - n + 0.5) / (n + 0.5)), n = entries it occurs in
    float unseen_rarity = 0;   // of a term that occurs nowhere
    field_postings wordings, answers, contexts;
    std::vector<std::uint32_t> first_wording; // per document, and one past the last
    std::vector<std::uint32_t> document_of;   // per wording
    std::vector<bool> wording_in_han;         // per wording: it has Han characters
    std::vector<float> wording_weight;        // per wording: sum of kind weight x rarity of its terms
    std::vector<sketch> wording_letters;      // per wording
    std::vector<float> answer_tokens;         // per document
};

// How much a term of this kind counts, before rarity.
[[nodiscard]] float kind_weight(text::token_kind kind);

[[nodiscard]] inverted invert(std::span<const document> documents);

} // namespace knowledge::match
