#include "knowledge/match/closeness.hpp"

#include <algorithm>
#include <cmath>

namespace knowledge::match {

namespace {

// Found on the sofa questions (docs/matching.md): above these nearly every pair is right.
constexpr double least_likeness = 0.4;  // share of the words they have in common …
constexpr double least_evidence = 1.65; // … and that, times how much there is of them
// … or the matcher is as sure of the same entry for both (product of the two in per cent), and they have some words in
// common: where the knowledge has no entry for either, two questions about neighbouring things get the same wrong one.
constexpr double least_sureness = 60, least_likeness_when_sure = 0.2;

// Two questions whose rarest names are each unknown to the other one are seldom the same, however alike the rest is:
// "how do I clear the cache of A", "… of B". Their words alone never join them.
constexpr double other_names_at_most = 0.9;
constexpr float rare_enough = 0.5F; // beside the rarest name they share

double closeness_by_words(double likeness, double in_common) {
    return std::min(likeness / least_likeness, likeness * std::log1p(in_common) / least_evidence);
}

} // namespace

const double closest_by_entry = 100.0 / least_sureness;

double closeness_of(const compared_words& words, double sureness) {
    if (words.in_common <= 0) return 0;
    const double likeness = words.other > 0 && words.own > 0 ? words.in_common / std::sqrt(words.own * words.other) : 0;
    double found = 0;
    if (!words.leans) found = closeness_by_words(likeness, words.in_common);
    if (std::min(words.own_name, words.other_name) > rare_enough * words.common_name)
        found = std::min(found, other_names_at_most);
    // Both name something, and nothing is named by both: what was found is what comes nearest to either.
    const bool apart = words.own_name > 0 && words.other_name > 0 && words.common_name == 0;
    if (!apart) found = std::max(found, std::min(sureness / least_sureness, likeness / least_likeness_when_sure));
    return found;
}

double closeness_of_the_same(double weight) {
    return closeness_by_words(1, weight);
}

double closeness_at_most(double in_common, double own) {
    constexpr double rounding = 1.001; // sums in another order differ a little
    const double likeness = own > 0 ? std::sqrt(in_common / own) : 0;
    return closeness_by_words(likeness, in_common) * rounding;
}

} // namespace knowledge::match
