// How close two questions that wait for a person are: from 1 on they ask the same. By the words they share, weighed by
// how rare they are, or because the matcher found the same entry for both and was nearly sure of it. What that is
// worth, and why it is cautious, is in docs/matching.md. Pure; open_questions.hpp finds whom to compare.
#pragma once

namespace knowledge::match {

struct compared_words {
    double own = 0, other = 0; // what the words of either weigh
    double in_common = 0;      // and those of both
    // The weight of the rarest name (of a product, an error, a version) that only one of them has, or both.
    float own_name = 0, other_name = 0, common_name = 0;
    bool leans = false; // one of them says nothing without what was said before
};

// `sureness` in per cent: that the entry found for both is the right one for both, 0 when none was.
[[nodiscard]] double closeness_of(const compared_words& words, double sureness);

// No common entry brings two questions closer than this.
extern const double closest_by_entry;

// Of two questions that consist of the same words, which weigh so much together.
[[nodiscard]] double closeness_of_the_same(double weight);

// By words that weigh so much together, of a question that weighs `own`: nobody who shares no other words comes closer,
// for what the other one weighs is no less than what both have in common.
[[nodiscard]] double closeness_at_most(double in_common, double own);

} // namespace knowledge::match
