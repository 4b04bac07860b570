// From features to a confidence: a logistic model. The shipped coefficients are a table in calibration.cpp; others can
// be fitted (fit.hpp).
#pragma once

#include "knowledge/match/features.hpp"
#include "knowledge/match/index.hpp"

namespace knowledge::match {

struct calibration {
    double intercept = 0;
    feature_vector weights{}; // per unit of the feature
};

extern const calibration shipped_calibration;

// 0..100.
[[nodiscard]] double confidence(const calibration& model, const feature_vector& features);

} // namespace knowledge::match
