// Fits the calibration to labelled examples: logistic regression with an L2 penalty, by Newton's method. Deterministic.
#pragma once

#include "knowledge/match/calibration.hpp"

#include <span>

namespace knowledge::match {

struct example {
    feature_vector features{};
    bool right = false;  // the candidate was the right entry
    double weight = 1.0; // >= 0
};

// Keeps a feature that only few examples show from being believed too much; found by cross-validation.
inline constexpr double usual_penalty = 10.0;

// One column. `penalty` is on the squared coefficients of the features scaled to unit deviation. A feature that never
// varies gets the weight 0. When all examples are right (or wrong), or there are none, the model says so for every
// candidate: 99.9, 0.1, or 50.
[[nodiscard]] coefficients fit(std::span<const example> examples, double penalty = usual_penalty);

// What the group's own log says (feature::for_us) is left out of these, so that they are the same with and without one.
// Every column, each from its own examples (`other` also a little from those of `practised`); from all of them when it
// has fewer than 100.
[[nodiscard]] columns fit_columns(std::span<const example> examples, double penalty = usual_penalty);

// What the group's own log is worth beside `model`: one weight for all columns and no intercept, so that nothing moves
// where nothing is learnt. 0 when no example has the feature.
[[nodiscard]] double fit_for_us(std::span<const example> examples, const columns& model,
                                double penalty = usual_penalty);

} // namespace knowledge::match
