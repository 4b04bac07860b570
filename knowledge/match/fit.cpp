#include "knowledge/match/fit.hpp"

#include "knowledge/match/newton.hpp"

#include <array>
#include <cmath>
#include <vector>

namespace knowledge::match {

namespace {

// Questions about entries with many wordings also teach how English questions are asked, but less than the others: few
// sets have only one wording an entry, and what one of them happens to lack (a question that is no question) would
// otherwise be taken for a law.
constexpr double weight_of_borrowed = 0.3;

struct scaling {
    feature_vector mean{}, deviation{}; // deviation 0: never varies
};

scaling scale_of(std::span<const example> examples, double total) {
    scaling s;
    for (const example& e : examples)
        for (std::size_t i = 0; i < feature_count; ++i)
            s.mean[i] += e.weight * e.features[i] / total;
    for (const example& e : examples)
        for (std::size_t i = 0; i < feature_count; ++i) {
            const double off = e.features[i] - s.mean[i];
            s.deviation[i] += e.weight * off * off / total;
        }
    for (double& d : s.deviation)
        d = d > 1e-12 ? std::sqrt(d) : 0;
    at(s.deviation, feature::for_us) = 0; // fit_for_us() asks what it adds to the rest
    return s;
}

column scaled_row(const example& e, const scaling& s) {
    column row{1.0};
    for (std::size_t i = 0; i < feature_count; ++i)
        row[i + 1] = s.deviation[i] > 0 ? (e.features[i] - s.mean[i]) / s.deviation[i] : 0;
    return row;
}

double sigmoid(double x) {
    return 1.0 / (1.0 + std::exp(-x));
}

double dot(const column& a, const column& b) {
    double sum = 0;
    for (std::size_t i = 0; i < parameters; ++i)
        sum += a[i] * b[i];
    return sum;
}

// The penalised loss, which every step must lower.
double loss(std::span<const example> examples, const scaling& s, const column& beta, double penalty) {
    double sum = 0;
    for (std::size_t i = 1; i < parameters; ++i)
        sum += 0.5 * penalty * beta[i] * beta[i];
    for (const example& e : examples) {
        const double z = dot(scaled_row(e, s), beta);
        const double margin = e.right ? z : -z;
        sum += e.weight * (margin > 0 ? std::log1p(std::exp(-margin)) : -margin + std::log1p(std::exp(margin)));
    }
    return sum;
}

column newton_step(std::span<const example> examples, const scaling& s, const column& beta, double penalty) {
    matrix curvature{};
    column slope{};
    for (const example& e : examples) {
        const column row = scaled_row(e, s);
        const double p = sigmoid(dot(row, beta));
        const double bend = e.weight * p * (1 - p);
        for (std::size_t i = 0; i < parameters; ++i) {
            slope[i] += e.weight * ((e.right ? 1.0 : 0.0) - p) * row[i];
            for (std::size_t j = 0; j <= i; ++j)
                curvature[i][j] += bend * row[i] * row[j];
        }
    }
    for (std::size_t i = 0; i < parameters; ++i) {
        if (i > 0) slope[i] -= penalty * beta[i];
        curvature[i][i] += i > 0 ? penalty : 1e-9;
    }
    return solve(curvature, slope);
}

} // namespace

coefficients fit(std::span<const example> examples, double penalty) {
    double total = 0, squares = 0, right = 0;
    for (const example& e : examples) {
        total += e.weight;
        squares += e.weight * e.weight;
        if (e.right) right += e.weight;
    }
    coefficients model;
    if (total <= 0) return model;
    // A hundred examples with tenfold weight are still a hundred: the penalty is weighed against the number of equal
    // ones that would say as much.
    penalty *= squares / total;
    if (right <= 0 || right >= total) {
        constexpr double sure = 7; // about 99.9 in 100
        model.intercept = right <= 0 ? -sure : sure;
        return model;
    }
    const scaling s = scale_of(examples, total);
    column beta{std::log(right / (total - right))};
    double current = loss(examples, s, beta, penalty);
    constexpr int most_steps = 100;
    constexpr double close_enough = 1e-10;
    for (int step = 0; step < most_steps; ++step) {
        const column direction = newton_step(examples, s, beta, penalty);
        double length = 1;
        column next = beta;
        double reached = current;
        for (; length > 1e-6; length /= 2) {
            for (std::size_t i = 0; i < parameters; ++i)
                next[i] = beta[i] + length * direction[i];
            reached = loss(examples, s, next, penalty);
            if (reached <= current) break;
        }
        const double gained = current - reached;
        if (gained < 0) break;
        beta = next;
        current = reached;
        if (gained < close_enough * total) break;
    }
    model.intercept = beta[0];
    for (std::size_t i = 0; i < feature_count; ++i) {
        if (s.deviation[i] == 0) continue;
        model.weights[i] = beta[i + 1] / s.deviation[i];
        model.intercept -= model.weights[i] * s.mean[i];
    }
    return model;
}

columns fit_columns(std::span<const example> examples, double penalty) {
    constexpr std::size_t fewest_of_a_column = 100;
    const auto learnable = [](const example& e) { return at(e.features, feature::learnable) > 0; };
    const auto chinese = [](const example& e) { return at(e.features, feature::chinese) > 0; };
    const auto fitted = [&](auto weight_of, bool by_youth = false) {
        std::vector<example> own;
        for (example e : examples) {
            e.weight *= weight_of(e);
            if (!by_youth) at(e.features, feature::youth) = 0;
            if (e.weight > 0) own.push_back(e);
        }
        return fit(own.size() >= fewest_of_a_column ? std::span<const example>(own) : examples, penalty);
    };
    // The number of entries tells something only where there are examples with few and with many. All sets with many
    // wordings for each have few entries: what that says would be taken for a law where a large knowledge has a few
    // such entries.
    constexpr bool by_youth = true;
    return {
        .chinese = fitted([&](const example& e) { return chinese(e) && !learnable(e) ? 1.0 : 0.0; }),
        .other = fitted([&](const example& e) { return chinese(e)     ? 0.0
                                                       : learnable(e) ? weight_of_borrowed
                                                                      : 1.0; },
                        by_youth),
        .practised = fitted([&](const example& e) { return learnable(e) ? 1.0 : 0.0; }),
    };
}

double fit_for_us(std::span<const example> examples, const columns& model, double penalty) {
    double total = 0, squares = 0, spread = 0;
    for (const example& e : examples) {
        const double said = at(e.features, feature::for_us);
        if (said == 0) continue;
        total += e.weight;
        squares += e.weight * e.weight;
        spread += e.weight * said * said;
    }
    if (spread <= 0) return 0;
    penalty *= squares / total * spread / total; // as in fit(): of equal examples, scaled to unit deviation
    double weight = 0;
    constexpr int steps = 50; // of Newton's method in one dimension, where the loss is convex
    for (int step = 0; step < steps; ++step) {
        double slope = -penalty * weight, bend = penalty;
        for (const example& e : examples) {
            const double said = at(e.features, feature::for_us);
            if (said == 0) continue;
            const double p = sigmoid(sum_of(column_of(model, e.features), e.features) + weight * said);
            slope += e.weight * ((e.right ? 1.0 : 0.0) - p) * said;
            bend += e.weight * p * (1 - p) * said * said;
        }
        weight += slope / bend;
    }
    return weight;
}

} // namespace knowledge::match
