// The close look at one candidate: the features that need its terms. Those of the message and of its rank among the
// others are added by index.cpp.
#pragma once

#include "knowledge/match/features.hpp"
#include "knowledge/match/ranking.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace knowledge::match {

// Of one question: what is the same for all candidates is reckoned once.
class examiner {
  public:
    // All are kept by reference.
    examiner(const query_terms& own, const said_before* before, float greatest_rarity);

    [[nodiscard]] feature_vector examine(const inverted& index, const ranking& all, const ranked& candidate);

  private:
    // Of the whole question, in weight.
    struct totals {
        double latin = 0, phrases = 0, meanings = 0, heaviest = 0;
        double rare = 0, names = 0; // weight x rarity, of terms the index knows
        int numbers = 0;            // that the index knows
    };
    // Weight by what it is part of, and weight times rarity. Added all together, zeros as well: faster than asking what
    // a term is each time one is found.
    struct parts {
        double weight = 0, latin = 0, phrases = 0, meanings = 0, rare = 0, names = 0;

        void add(const parts& more) {
            weight += more.weight;
            latin += more.latin;
            phrases += more.phrases;
            meanings += more.meanings;
            rare += more.rare;
            names += more.names;
        }
    };
    struct what_it_is {
        parts in;
        double rarity = 0; // 0 of a function word
        std::size_t latin = 0;
        int number = 0;
    };
    struct overlap;
    [[nodiscard]] overlap overlap_with(std::span<const found_term> found);

    const query_terms& own_;
    const said_before* before_;
    double greatest_rarity_;
    totals all_;
    std::vector<what_it_is> terms_;
    feature_vector same_{};               // features that are the same for every candidate
    std::vector<std::uint64_t> heaviest_; // weight and place of terms the index knows, the heaviest first
    std::vector<std::uint8_t> is_found_;  // per term, while a candidate is looked at
};

} // namespace knowledge::match
