#include "knowledge/match/fit_order.hpp"

#include "knowledge/match/newton.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace knowledge::match {

namespace {

bool of_the_order(std::size_t i) {
    return i == static_cast<std::size_t>(feature::favoured) || i == static_cast<std::size_t>(feature::ahead);
}

// How much each feature varies between the candidates of a question.
feature_vector deviations(std::span<const contest> contests) {
    feature_vector sum{};
    double total = 0;
    for (const contest& c : contests) {
        const double share = c.weight / static_cast<double>(c.candidates.size());
        for (std::size_t i = 0; i < feature_count; ++i) {
            double mean = 0;
            for (const feature_vector& x : c.candidates)
                mean += x[i] / static_cast<double>(c.candidates.size());
            for (const feature_vector& x : c.candidates)
                sum[i] += share * (x[i] - mean) * (x[i] - mean);
        }
        total += c.weight;
    }
    for (std::size_t i = 0; i < feature_count; ++i)
        sum[i] = of_the_order(i) || sum[i] <= 1e-12 * total ? 0 : std::sqrt(sum[i] / total);
    return sum;
}

struct slope {
    double loss = 0;
    column gradient{}; // of the gain; place 0, the intercept, stays 0
    matrix curvature{};
};

// The chances of one question's candidates, and what they say about the weights.
void add(const contest& c, const column& weights, const feature_vector& deviation, bool curvature, slope& to) {
    std::vector<column> rows(c.candidates.size(), column{});
    std::vector<double> chance(rows.size());
    double highest = -1e300;
    for (std::size_t k = 0; k < rows.size(); ++k) {
        for (std::size_t i = 0; i < feature_count; ++i)
            rows[k][i + 1] = deviation[i] > 0 ? c.candidates[k][i] / deviation[i] : 0;
        for (std::size_t i = 1; i < parameters; ++i)
            chance[k] += weights[i] * rows[k][i];
        highest = std::max(highest, chance[k]);
    }
    const double right = chance[c.right];
    double all = 0;
    for (double& each : chance) {
        each = std::exp(each - highest);
        all += each;
    }
    to.loss += c.weight * (std::log(all) + highest - right);
    if (!curvature) return;
    column mean{};
    for (std::size_t k = 0; k < rows.size(); ++k)
        for (std::size_t i = 1; i < parameters; ++i)
            mean[i] += chance[k] / all * rows[k][i];
    for (std::size_t i = 1; i < parameters; ++i)
        to.gradient[i] += c.weight * (rows[c.right][i] - mean[i]);
    for (std::size_t k = 0; k < rows.size(); ++k)
        for (std::size_t i = 1; i < parameters; ++i) {
            const double off = c.weight * chance[k] / all * (rows[k][i] - mean[i]);
            for (std::size_t j = 1; j <= i; ++j)
                to.curvature[i][j] += off * (rows[k][j] - mean[j]);
        }
}

slope slope_at(std::span<const contest> contests, const column& weights, const feature_vector& deviation,
               double penalty, bool curvature) {
    slope all;
    for (const contest& c : contests)
        add(c, weights, deviation, curvature, all);
    all.curvature[0][0] = 1;
    for (std::size_t i = 1; i < parameters; ++i) {
        all.loss += 0.5 * penalty * weights[i] * weights[i];
        all.gradient[i] -= penalty * weights[i];
        all.curvature[i][i] += penalty;
    }
    return all;
}

} // namespace

coefficients fit_order(std::span<const contest> contests, double penalty) {
    coefficients model;
    double total = 0, squares = 0;
    for (const contest& c : contests) {
        total += c.weight;
        squares += c.weight * c.weight;
    }
    if (total <= 0) return model;
    // A hundred questions with tenfold weight are still a hundred questions: the penalty is weighed against the number
    // of equal ones that would say as much.
    penalty *= squares / total;
    const feature_vector deviation = deviations(contests);
    column weights{};
    constexpr int most_steps = 50;
    constexpr double close_enough = 1e-9;
    for (int step = 0; step < most_steps; ++step) {
        slope here = slope_at(contests, weights, deviation, penalty, true);
        const column direction = solve(here.curvature, here.gradient);
        double length = 1;
        column next = weights;
        double reached = here.loss;
        for (; length > 1e-6; length /= 2) {
            for (std::size_t i = 1; i < parameters; ++i)
                next[i] = weights[i] + length * direction[i];
            reached = slope_at(contests, next, deviation, penalty, false).loss;
            if (reached <= here.loss) break;
        }
        const double gained = here.loss - reached;
        if (gained < 0) break;
        weights = next;
        if (gained < close_enough * total) break;
    }
    for (std::size_t i = 0; i < feature_count; ++i)
        if (deviation[i] > 0) model.weights[i] = weights[i + 1] / deviation[i];
    return model;
}

columns fit_order_columns(std::span<const contest> contests, double penalty) {
    constexpr std::size_t fewest_of_a_column = 30;
    const auto some = [](const contest& c, feature which) {
        return std::any_of(c.candidates.begin(), c.candidates.end(),
                           [&](const feature_vector& x) { return at(x, which) > 0; });
    };
    const auto fitted = [&](auto belongs) {
        std::vector<contest> own;
        std::copy_if(contests.begin(), contests.end(), std::back_inserter(own), belongs);
        return fit_order(own.size() >= fewest_of_a_column ? std::span<const contest>(own) : contests, penalty);
    };
    const auto learnable = [&](const contest& c) { return some(c, feature::learnable); };
    const auto chinese = [&](const contest& c) { return some(c, feature::chinese); };
    return {
        .chinese = fitted([&](const contest& c) { return !learnable(c) && chinese(c); }),
        .other = fitted([&](const contest& c) { return !learnable(c) && !chinese(c); }),
        .practised = fitted(learnable),
    };
}

} // namespace knowledge::match
