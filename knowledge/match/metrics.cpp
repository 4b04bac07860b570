#include "knowledge/match/metrics.hpp"

#include <algorithm>
#include <vector>

namespace knowledge::match {

namespace {

constexpr std::size_t deepest_rank = 10;
constexpr double demanded_precision = 0.95;

double ratio(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

double f1_of(double precision, double recall) {
    return precision + recall == 0 ? 0.0 : 2 * precision * recall / (precision + recall);
}

void measure_ranking(std::span<const outcome> outcomes, metrics& result) {
    std::size_t named = 0, first = 0, in_three = 0;
    double reciprocal = 0;
    for (const outcome& o : outcomes) {
        if (!o.answerable || !o.names_entry) continue;
        ++named;
        if (o.rank == 1) ++first;
        if (o.rank >= 1 && o.rank <= 3) ++in_three;
        if (o.rank >= 1 && o.rank <= deepest_rank) reciprocal += 1.0 / static_cast<double>(o.rank);
    }
    if (named == 0) return;
    result.hit1 = ratio(first, named);
    result.hit3 = ratio(in_three, named);
    result.mrr10 = reciprocal / static_cast<double>(named);
}

void measure_decision(std::span<const outcome> outcomes, metrics& result) {
    std::size_t answers = 0, right = 0, answered_none = 0;
    for (const outcome& o : outcomes) {
        if (!o.score || *o.score < result.threshold) continue;
        ++answers;
        if (o.right_if_answered()) ++right;
        if (!o.answerable) ++answered_none;
    }
    result.precision = ratio(right, answers);
    result.recall = ratio(right, result.n_answerable);
    result.f1 = f1_of(result.precision, result.recall);
    if (result.n_none > 0) result.false_answers = ratio(answered_none, result.n_none);
}

std::vector<outcome> by_falling_score(std::span<const outcome> outcomes) {
    std::vector<outcome> sorted;
    std::copy_if(outcomes.begin(), outcomes.end(), std::back_inserter(sorted),
                 [](const outcome& o) { return o.score.has_value(); });
    std::sort(sorted.begin(), sorted.end(), [](const outcome& a, const outcome& b) { return *a.score > *b.score; });
    return sorted;
}

// Every threshold that separates different scores, from the highest down.
void measure_all_thresholds(std::span<const outcome> outcomes, metrics& result) {
    const std::vector<outcome> sorted = by_falling_score(outcomes);
    std::size_t right = 0, answered_answerable = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (sorted[i].right_if_answered()) ++right;
        if (sorted[i].answerable) ++answered_answerable;
        if (i + 1 < sorted.size() && *sorted[i + 1].score == *sorted[i].score) continue;
        const std::size_t answers = i + 1;
        const double precision = ratio(right, answers);
        result.best_f1 = std::max(result.best_f1, f1_of(precision, ratio(right, result.n_answerable)));
        if (answers >= fewest_answers && precision >= demanded_precision)
            result.cov95 = std::max(result.cov95, ratio(answered_answerable, result.n_answerable));
    }
}

// No candidate at all is the lowest score there is; two such questions tie.
void measure_separation(std::span<const outcome> outcomes, metrics& result) {
    if (result.n_answerable == 0 || result.n_none == 0) return;
    std::vector<outcome> sorted(outcomes.begin(), outcomes.end());
    std::sort(sorted.begin(), sorted.end(), [](const outcome& a, const outcome& b) { return a.score < b.score; });
    double wins = 0;
    std::size_t none_below = 0;
    for (std::size_t i = 0; i < sorted.size();) {
        std::size_t answerable = 0, none = 0;
        std::size_t j = i;
        for (; j < sorted.size() && sorted[j].score == sorted[i].score; ++j)
            ++(sorted[j].answerable ? answerable : none);
        wins += static_cast<double>(answerable) * (static_cast<double>(none_below) + 0.5 * static_cast<double>(none));
        none_below += none;
        i = j;
    }
    result.auroc = wins / (static_cast<double>(result.n_answerable) * static_cast<double>(result.n_none));
}

} // namespace

metrics measure(std::span<const outcome> outcomes, double threshold) {
    metrics result;
    result.threshold = threshold;
    for (const outcome& o : outcomes)
        ++(o.answerable ? result.n_answerable : result.n_none);
    measure_ranking(outcomes, result);
    measure_decision(outcomes, result);
    measure_all_thresholds(outcomes, result);
    measure_separation(outcomes, result);
    return result;
}

} // namespace knowledge::match
