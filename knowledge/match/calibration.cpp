#include "knowledge/match/calibration.hpp"

#include <cmath>

namespace knowledge::match {

const thresholds shipped_thresholds = {.answer_at = 50, .suggest_at = 20};

const calibration shipped_calibration = {0, {}};

double confidence(const calibration& model, const feature_vector& features) {
    double sum = model.intercept;
    for (std::size_t i = 0; i < feature_count; ++i)
        sum += model.weights[i] * features[i];
    return 100.0 / (1.0 + std::exp(-sum));
}

decision decide(std::span<const candidate> ranked, const thresholds& at) {
    if (ranked.empty()) return decision::silent;
    if (ranked.front().confidence >= at.answer_at) return decision::answer;
    return ranked.front().confidence >= at.suggest_at ? decision::suggest : decision::silent;
}

} // namespace knowledge::match
