#include "knowledge/match/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace knowledge::match {

namespace {

constexpr double furthest_ahead = 6; // in log-odds: 400 to 1, and what a candidate without a rival gets
// Whoever asks in an entry's own words means that entry, not a shorter one with some of them. A rule and no weight: in
// the sets nobody asks so.
constexpr double word_for_word = 20; // in log-odds

// Candidates can only be compared in one column: that of the most demanding among them.
const coefficients& column_of_all(const columns& model, const std::vector<explanation>& candidates) {
    const auto some = [&](feature which) {
        return std::any_of(candidates.begin(), candidates.end(),
                           [&](const explanation& e) { return at(e.features, which) > 0; });
    };
    if (some(feature::learnable)) return model.practised;
    return some(feature::chinese) ? model.chinese : model.other;
}

double within(double log_odds) {
    return std::clamp(log_odds, -furthest_ahead, furthest_ahead);
}

} // namespace

void best_first(std::vector<explanation>& candidates) {
    const auto better = [](const explanation& a, const explanation& b) {
        return a.what.score != b.what.score ? a.what.score > b.what.score : a.what.id < b.what.id;
    };
    if (std::is_sorted(candidates.begin(), candidates.end(), better)) return;
    // Each is moved once: they are large.
    std::vector<std::size_t> order(candidates.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return better(candidates[a], candidates[b]); });
    std::vector<explanation> sorted;
    sorted.reserve(candidates.size());
    for (const std::size_t i : order)
        sorted.push_back(candidates[i]);
    candidates = std::move(sorted);
}

void arrange(const calibration& model, std::vector<explanation>& candidates) {
    if (candidates.empty()) return;
    const coefficients& column = column_of_all(model.order, candidates);
    for (explanation& e : candidates) {
        at(e.features, feature::favoured) = 0;
        at(e.features, feature::ahead) = 0;
        e.what.score = sum_of(column, e.features) + word_for_word * at(e.features, feature::exact);
    }
    best_first(candidates);
    const double first = candidates.front().what.score;
    const double second = candidates.size() > 1 ? candidates[1].what.score : first - furthest_ahead;
    double all = 0;
    for (const explanation& e : candidates)
        all += std::exp(e.what.score - first);
    double ceiling = 100;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        explanation& e = candidates[i];
        const double log_odds = e.what.score;
        at(e.features, feature::ahead) = within(i == 0 ? first - second : log_odds - first);
        e.what.score = std::exp(log_odds - first) / all;
        at(e.features, feature::favoured) = e.what.score;
        ceiling = std::min(ceiling, confidence(model, e.features));
        e.what.confidence = ceiling;
    }
}

} // namespace knowledge::match
