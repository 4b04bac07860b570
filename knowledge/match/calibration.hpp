// From features to a confidence: a logistic model. The shipped coefficients are a table in calibration.cpp; others can
// be fitted (fit.hpp).
#pragma once

#include "knowledge/match/features.hpp"
#include "knowledge/match/index.hpp"

namespace knowledge::match {

struct coefficients {
    double intercept = 0;
    feature_vector weights{}; // per unit of the feature
};

// Two columns, because the two languages are cut differently: a Chinese word is three or four terms, some of them found
// by chance, an English one is one. With one column for both, each costs the other 3 to 9 points of F1.
struct calibration {
    coefficients chinese; // when feature::chinese is 1
    coefficients other;
};

extern const calibration shipped_calibration;

// 0..100.
[[nodiscard]] double confidence(const calibration& model, const feature_vector& features);

} // namespace knowledge::match
