// Fits the order of candidates to labelled questions: the chance of each candidate to be the right one among those of
// its question (conditional logit) with an L2 penalty, by Newton's method. Deterministic.
#pragma once

#include "knowledge/match/calibration.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace knowledge::match {

// One question whose right entry is among its candidates.
struct contest {
    std::vector<feature_vector> candidates; // at least two; the features of the order itself are ignored
    std::size_t right = 0;
    double weight = 1.0; // >= 0
};

inline constexpr double usual_order_penalty = 5.0;

// No intercept: it would be the same for all candidates. All weights are 0 without contests. A feature that is the same
// for all candidates of every question gets the weight 0.
[[nodiscard]] coefficients fit_order(std::span<const contest> contests, double penalty = usual_order_penalty);

// Every column from its own contests; from all of them when it has fewer than 30.
[[nodiscard]] columns fit_order_columns(std::span<const contest> contests, double penalty = usual_order_penalty);

} // namespace knowledge::match
