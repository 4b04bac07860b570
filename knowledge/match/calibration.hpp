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

// Three columns. Two, because the two languages are cut differently: a Chinese word is three or four terms, some of
// them found by chance, an English one is one. With one column for both, each costs the other 3 to 9 points of F1. A
// third for entries with many wordings, whatever their language: what was learnt from the wordings says more than any
// overlap.
struct calibration {
    coefficients chinese; // when feature::chinese is 1
    coefficients other;
    coefficients practised; // when feature::learnable is 1
};

extern const calibration shipped_calibration;

[[nodiscard]] const coefficients& column_of(const calibration& model, const feature_vector& features);

// 0..100.
[[nodiscard]] double confidence(const calibration& model, const feature_vector& features);

} // namespace knowledge::match
