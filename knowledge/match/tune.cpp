#include "knowledge/match/tune.hpp"

#include "knowledge/match/metrics.hpp"

#include <algorithm>
#include <cmath>

namespace knowledge::match {

namespace {

// A list of candidates where fewer than one in five holds what was meant is noise.
constexpr double worth_suggesting = 0.2;
constexpr double lowest_suggestion = 5;
constexpr std::size_t looked_at_together = 20; // a list costs little, so this need not be proven, only not be luck

double weight_of(std::span<const judged> labels) {
    double sum = 0;
    for (const judged& one : labels)
        sum += one.weight;
    return sum;
}

// From `answer_at` down, so many labels at a time, as far as enough of their lists hold what was meant.
std::optional<double> lowest_worth_suggesting(std::span<const judged> labels, double answer_at) {
    std::vector<const judged*> below;
    for (const judged& one : labels)
        if (one.complete && one.confidence < answer_at && one.confidence > 0) below.push_back(&one);
    std::sort(below.begin(), below.end(), [](auto* a, auto* b) { return a->confidence > b->confidence; });

    std::optional<double> lowest;
    for (std::size_t first = 0; first < below.size();) {
        double all = 0, useful = 0;
        std::size_t end = first;
        // Those of one confidence go together.
        while (end < below.size() &&
               (end < first + looked_at_together || below[end]->confidence == below[end - 1]->confidence)) {
            all += below[end]->weight;
            if (below[end]->right_at) useful += below[end]->weight;
            ++end;
        }
        if (end < first + looked_at_together || useful < worth_suggesting * all) break;
        // The middle: below it stand those that may be carried by the ones above.
        lowest = std::max(lowest_suggestion, std::floor(below[(first + end) / 2]->confidence));
        const double confidence = below[first]->confidence;
        while (first < below.size() && below[first]->confidence == confidence)
            ++first;
    }
    return lowest;
}

std::array<reliability_bin, 10> bins_of(std::span<const judged> labels) {
    std::array<reliability_bin, 10> bins;
    std::array<double, 10> weights{};
    for (const judged& one : labels) {
        const auto at = std::min<std::size_t>(9, static_cast<std::size_t>(std::max(0.0, one.confidence) / 10));
        ++bins[at].questions;
        weights[at] += one.weight;
        bins[at].confidence += one.weight * one.confidence;
        bins[at].right += one.right ? one.weight : 0;
    }
    for (std::size_t i = 0; i < bins.size(); ++i) {
        if (weights[i] <= 0) continue;
        bins[i].range = wilson(bins[i].right, weights[i], surely_within);
        bins[i].confidence /= weights[i];
        bins[i].right /= weights[i];
    }
    return bins;
}

} // namespace

tuned at_thresholds(std::span<const judged> labels, const thresholds& at) {
    tuned result{.at = at};
    double answered = 0, right = 0;
    for (const judged& one : labels) {
        if (one.confidence >= at.answer_at) {
            ++result.answers;
            answered += one.weight;
            ++(one.right ? result.right : result.wrong);
            if (one.right) right += one.weight;
        } else if (one.confidence >= at.suggest_at) {
            ++result.suggested;
            if (one.right_at && *one.right_at >= at.suggest_at) ++result.useful;
        } else {
            ++result.silent;
        }
    }
    if (answered > 0) {
        result.precision = right / answered;
        result.proven = wilson(right, answered, surely_above).low;
    }
    return result;
}

tuning tune(std::span<const judged> labels, const thresholds& in_force, double precision) {
    tuning result{.labels = labels.size(),
                  .weight = weight_of(labels),
                  .in_force = at_thresholds(labels, in_force),
                  .bins = bins_of(labels)};
    for (double answer_at = 10; answer_at <= 90; answer_at += 10)
        result.ladder.push_back(at_thresholds(labels, {answer_at, std::min(in_force.suggest_at, answer_at)}));

    // Whole numbers: finer ones would be fitted to single questions.
    for (double answer_at = 1; answer_at < 100 && !result.proposed; ++answer_at) {
        const tuned here = at_thresholds(labels, {answer_at, std::min(in_force.suggest_at, answer_at)});
        if (here.answers < fewest_answers) break;
        if (!result.as_counted && here.precision >= precision) result.as_counted = here;
        if (here.proven >= precision) result.proposed = here;
    }
    if (!result.proposed) return result;
    if (const auto lowest = lowest_worth_suggesting(labels, result.proposed->at.answer_at)) {
        result.suggest_proven = true;
        result.proposed = at_thresholds(labels, {result.proposed->at.answer_at, *lowest});
    }
    return result;
}

} // namespace knowledge::match
