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

// `penalty`: on the squared coefficients of the features scaled to unit deviation; keeps a feature that only few
// examples show from being believed too much. A feature that never varies gets the weight 0. Without examples of both
// outcomes the model is the share of right ones for every candidate (50 without examples).
[[nodiscard]] calibration fit(std::span<const example> examples, double penalty = 1.0);

} // namespace knowledge::match
