#include "knowledge/match/fit.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>
#include <vector>

using namespace knowledge::match;

namespace {

// Labelled by a known model, so that the fit can be compared with it.
std::vector<example> drawn_from(const coefficients& truth, std::size_t count, bool chinese) {
    std::mt19937 random(42);
    std::uniform_real_distribution<double> uniform(0, 1);
    std::vector<example> examples(count);
    for (example& e : examples) {
        double sum = truth.intercept;
        for (std::size_t i = 0; i < feature_count; ++i) {
            if (truth.weights[i] == 0) continue;
            e.features[i] = uniform(random);
            sum += truth.weights[i] * e.features[i];
        }
        at(e.features, feature::chinese) = chinese ? 1 : 0;
        e.right = uniform(random) < 1 / (1 + std::exp(-sum));
    }
    return examples;
}

coefficients known_model() {
    coefficients truth;
    truth.intercept = -2;
    at(truth.weights, feature::share) = 5;
    at(truth.weights, feature::lead) = 3;
    at(truth.weights, feature::unseen_share) = -4;
    return truth;
}

} // namespace

TEST_CASE("the fit recovers the coefficients examples were drawn from", "[match]") {
    const coefficients truth = known_model();
    const coefficients found = fit(drawn_from(truth, 40000, false), 1.0);
    CHECK(found.intercept == Approx(truth.intercept).margin(0.2));
    for (std::size_t i = 0; i < feature_count; ++i) {
        INFO(feature_descriptions[i].name);
        CHECK(found.weights[i] == Approx(truth.weights[i]).margin(0.25));
    }
}

TEST_CASE("a fit is the same every time, a heavier penalty makes smaller coefficients", "[match]") {
    const std::vector<example> examples = drawn_from(known_model(), 500, false);
    const coefficients once = fit(examples);
    const coefficients again = fit(examples);
    CHECK(once.intercept == again.intercept);
    CHECK(once.weights == again.weights);
    CHECK(std::abs(at(fit(examples, 100).weights, feature::share)) < std::abs(at(once.weights, feature::share)));
}

TEST_CASE("weight is no evidence: the same examples with more of it give the same model", "[match]") {
    std::vector<example> examples = drawn_from(known_model(), 500, false);
    std::vector<example> heavy = examples;
    for (example& e : heavy)
        e.weight = 2;
    const coefficients a = fit(examples), b = fit(heavy);
    for (std::size_t i = 0; i < feature_count; ++i)
        CHECK(a.weights[i] == Approx(b.weights[i]).margin(1e-6));
}

TEST_CASE("examples of one outcome only, or none", "[match]") {
    std::vector<example> examples = drawn_from(known_model(), 20, false);
    for (example& e : examples)
        e.right = true;
    const feature_vector any{};
    const auto sure = [&] { return confidence({{}, {fit(examples), fit(examples), fit(examples)}}, any); };
    CHECK(sure() > 99);
    for (example& e : examples)
        e.right = false;
    CHECK(sure() < 1);
    examples.clear();
    CHECK(sure() == Approx(50));
}

TEST_CASE("outcomes that a feature separates completely still give finite coefficients", "[match]") {
    std::vector<example> examples(40);
    for (std::size_t i = 0; i < examples.size(); ++i) {
        at(examples[i].features, feature::share) = i < 20 ? 0.1 : 0.9;
        examples[i].right = i >= 20;
    }
    const coefficients found = fit(examples);
    CHECK(std::isfinite(found.intercept));
    CHECK(at(found.weights, feature::share) > 0);
}

TEST_CASE("each language gets its column, a language with few examples that of all", "[match]") {
    coefficients opposite = known_model();
    for (double& w : opposite.weights)
        w = -w;
    std::vector<example> examples = drawn_from(known_model(), 3000, true);
    const std::vector<example> english = drawn_from(opposite, 3000, false);
    examples.insert(examples.end(), english.begin(), english.end());
    const columns both = fit_columns(examples);
    CHECK(at(both.chinese.weights, feature::share) > 0);
    CHECK(at(both.other.weights, feature::share) < 0);

    examples.resize(3000 + 99);
    CHECK(at(fit_columns(examples).other.weights, feature::share) > 0);
}

TEST_CASE("entries with many wordings get their own column and lend a little to the other", "[match]") {
    coefficients opposite = known_model();
    for (double& w : opposite.weights)
        w = -w;
    std::vector<example> examples = drawn_from(known_model(), 1000, false);
    for (example& e : examples)
        at(e.features, feature::learnable) = 1;
    std::vector<example> plain = drawn_from(opposite, 1000, false);
    examples.insert(examples.end(), plain.begin(), plain.end());
    const columns all = fit_columns(examples);
    CHECK(at(all.practised.weights, feature::share) > 0);
    CHECK(at(all.other.weights, feature::share) < 0);
    CHECK(at(all.other.weights, feature::share) > at(fit(plain).weights, feature::share));
}

TEST_CASE("what a log says is weighed beside a model that was fitted without it", "[match]") {
    const coefficients truth = known_model();
    std::vector<example> examples = drawn_from(truth, 20000, false);
    const columns without = fit_columns(examples);
    CHECK(fit_for_us(examples, without) == 0);

    // Half of them come from a group with a log, which is worth a coefficient of 0.5.
    std::mt19937 random(7);
    std::uniform_real_distribution<double> uniform(0, 1);
    for (std::size_t i = 0; i < examples.size(); i += 2) {
        feature_vector& features = examples[i].features;
        at(features, feature::for_us) = 6 * uniform(random) - 3;
        const double sum = sum_of(truth, features) + 0.5 * at(features, feature::for_us);
        examples[i].right = uniform(random) < 1 / (1 + std::exp(-sum));
    }
    const columns beside = fit_columns(examples);
    CHECK(at(beside.other.weights, feature::for_us) == 0);
    CHECK(fit_for_us(examples, beside) == Approx(0.5).margin(0.05));
}
