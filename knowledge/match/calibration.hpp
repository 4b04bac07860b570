// From features to an order and a confidence: two linear models. The shipped coefficients are a table in
// calibration.cpp; others can be fitted (fit.hpp, fit_order.hpp).
#pragma once

#include "knowledge/match/features.hpp"
#include "knowledge/match/index.hpp"

#include <vector>

namespace knowledge::match {

struct coefficients {
    double intercept = 0;
    feature_vector weights{}; // per unit of the feature
};

// Intercept and weighted sum, in log-odds.
[[nodiscard]] double sum_of(const coefficients& column, const feature_vector& features);

// Three columns. Two, because the two languages are cut differently: a Chinese word is three or four terms, some of
// them found by chance, an English one is one. With one column for both, each costs the other 3 to 9 points of F1. A
// third for entries with many wordings, whatever their language: what was learnt from the wordings says more than any
// overlap.
struct columns {
    coefficients chinese; // when feature::chinese is 1
    coefficients other;
    coefficients practised; // when feature::learnable is 1
};

[[nodiscard]] const coefficients& column_of(const columns& model, const feature_vector& features);

struct calibration {
    columns order;     // which candidate is the best; one column for all candidates of a question
    columns certainty; // whether it is right; each candidate by its own column
};

extern const calibration shipped_calibration;

// 0..100. Reads every feature, those of the order included.
[[nodiscard]] double confidence(const calibration& model, const feature_vector& features);

// By score, ties by id.
void best_first(std::vector<explanation>& candidates);

// Puts the candidates of one question into their final order, best first, sets the features of the order (favoured,
// ahead), scores (the chance to be the best of them) and confidences: no candidate is surer than the one before it.
// What an earlier call left behind is overwritten.
void arrange(const calibration& model, std::vector<explanation>& candidates);

} // namespace knowledge::match
