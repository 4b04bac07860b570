// The exact scores of a few entries: BM25F over what the postings say of each of their terms.
#pragma once

#include "knowledge/match/impact_table.hpp"
#include "knowledge/match/ranking.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace knowledge::match {

// Of one question; keeps the memory of one thread busy, so there is one at a time in each.
class exact_scores {
  public:
    // All are kept by reference.
    exact_scores(const inverted& index, const asked& question, std::span<const bonus> bonuses);

    // Appends the score of each of `documents`, which ascend and are at most impact_table::most_rows, and to `found`
    // what each term counts in it.
    void score(std::span<const std::uint32_t> documents, std::vector<ranked>& scores, std::vector<found_term>& found);

  private:
    struct term_weights {
        float wording, answer, context;
    };
    struct scratch;
    static scratch& of_this_thread();

    void score_wordings(std::span<const std::uint32_t> documents);
    [[nodiscard]] ranked score(std::uint32_t document, std::size_t row, std::vector<found_term>& found);
    [[nodiscard]] float bonus_of(std::uint32_t document) const;

    const inverted& index_;
    const asked& question_;
    std::span<const bonus> bonuses_;
    scratch& mine_;
};

} // namespace knowledge::match
