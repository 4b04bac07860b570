#include "knowledge/match/calibration.hpp"
#include "knowledge/match/fit_order.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <vector>

using namespace knowledge;
using namespace knowledge::match;

namespace {

explanation candidate_with(std::int64_t id, double share) {
    explanation e;
    e.what.id = {id};
    at(e.features, feature::share) = share;
    return e;
}

calibration by_share() {
    calibration model;
    for (coefficients* column : {&model.order.chinese, &model.order.other, &model.order.practised})
        at(column->weights, feature::share) = 4;
    for (coefficients* column : {&model.certainty.chinese, &model.certainty.other, &model.certainty.practised})
        at(column->weights, feature::share) = 10;
    return model;
}

feature_vector features_of(double alike, double length) {
    feature_vector values{};
    at(values, feature::alike) = alike;
    at(values, feature::answer_length) = length;
    return values;
}

} // namespace

TEST_CASE("candidates are put in the order of the model, ties by id", "[match]") {
    std::vector<explanation> all = {candidate_with(5, 0.2), candidate_with(9, 0.7), candidate_with(3, 0.2)};
    arrange(by_share(), all);
    CHECK(all[0].what.id.value == 9);
    CHECK(all[1].what.id.value == 3);
    CHECK(all[2].what.id.value == 5);
}

TEST_CASE("who asks in an entry's own words gets that entry", "[match]") {
    std::vector<explanation> all = {candidate_with(1, 0.9), candidate_with(2, 0.1)};
    at(all[1].features, feature::exact) = 1;
    arrange(by_share(), all);
    CHECK(all[0].what.id.value == 2);
}

TEST_CASE("scores are chances, and the order's features say the same", "[match]") {
    std::vector<explanation> all = {candidate_with(1, 0.2), candidate_with(2, 0.7)};
    arrange(by_share(), all);
    CHECK(all[0].what.score + all[1].what.score == Approx(1));
    CHECK(at(all[0].features, feature::favoured) == all[0].what.score);
    CHECK(at(all[0].features, feature::ahead) == Approx(2.0)); // 4 x (0.7 - 0.2)
    CHECK(at(all[1].features, feature::ahead) == Approx(-2.0));
}

TEST_CASE("arranging twice changes nothing", "[match]") {
    std::vector<explanation> once = {candidate_with(1, 0.2), candidate_with(2, 0.7), candidate_with(3, 0.6)};
    arrange(by_share(), once);
    std::vector<explanation> twice = once;
    arrange(by_share(), twice);
    for (std::size_t i = 0; i < once.size(); ++i) {
        CHECK(once[i].what.id == twice[i].what.id);
        CHECK(once[i].what.confidence == twice[i].what.confidence);
        CHECK(once[i].features == twice[i].features);
    }
}

TEST_CASE("a lone candidate has no rival, none is no trouble", "[match]") {
    std::vector<explanation> none;
    arrange(by_share(), none);
    CHECK(none.empty());
    std::vector<explanation> one = {candidate_with(1, 0.5)};
    arrange(by_share(), one);
    CHECK(one.front().what.score == 1);
    CHECK(at(one.front().features, feature::ahead) > 0);
}

TEST_CASE("no candidate is surer than the one before it", "[match]") {
    calibration model = by_share();
    at(model.certainty.other.weights, feature::share) = -10;
    std::vector<explanation> all = {candidate_with(1, 0.9), candidate_with(2, 0.1)};
    arrange(model, all);
    CHECK(all[1].what.confidence <= all[0].what.confidence);
}

TEST_CASE("the order learns what right candidates have", "[match]") {
    // The right one is more alike; the length of the answer says nothing.
    std::vector<contest> contests;
    for (int i = 0; i < 60; ++i) {
        const double noise = std::sin(i * 12.9898);
        contests.push_back({{features_of(0.4 + 0.2 * noise, i % 7), features_of(0.6 + 0.2 * noise, (i * 3) % 7)}, 1});
    }
    const coefficients model = fit_order(contests);
    CHECK(at(model.weights, feature::alike) > 1);
    CHECK(std::abs(at(model.weights, feature::answer_length)) < 0.2);
    CHECK(model.intercept == 0);
    CHECK(at(model.weights, feature::share) == 0); // never varies
}

TEST_CASE("the order does not learn from itself, nor from nothing", "[match]") {
    std::vector<contest> contests(40);
    for (contest& c : contests) {
        c.candidates = {feature_vector{}, feature_vector{}};
        at(c.candidates[0], feature::favoured) = 1;
        at(c.candidates[0], feature::ahead) = 3;
    }
    const coefficients model = fit_order(contests);
    CHECK(at(model.weights, feature::favoured) == 0);
    CHECK(at(model.weights, feature::ahead) == 0);
    CHECK(fit_order({}).weights == feature_vector{});
}

TEST_CASE("weight is no evidence: ten times the same questions' weight gives the same order", "[match]") {
    std::vector<contest> contests, heavy;
    for (int i = 0; i < 40; ++i)
        contests.push_back({{features_of(0.2, 1), features_of(i % 4 == 0 ? 0.1 : 0.7, 1)}, 1});
    heavy = contests;
    for (contest& c : heavy)
        c.weight = 10;
    CHECK(at(fit_order(heavy).weights, feature::alike) == Approx(at(fit_order(contests).weights, feature::alike)));
}
