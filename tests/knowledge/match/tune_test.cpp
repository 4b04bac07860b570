#include "knowledge/match/reliability_plot.hpp"
#include "knowledge/match/tune.hpp"

#include <catch2/catch.hpp>

using namespace knowledge::match;
using Catch::Contains;

namespace {

// `count` labels of that confidence, of which `right` are right.
void add(std::vector<judged>& to, double confidence, int count, int right, double weight = 1) {
    for (int i = 0; i < count; ++i) {
        const bool is_right = i < right;
        to.push_back({.confidence = confidence,
                      .right = is_right,
                      .right_at = is_right ? std::optional(confidence) : std::nullopt,
                      .weight = weight});
    }
}

// Right as often as the confidence says, but for the top, where nothing is wrong.
std::vector<judged> many() {
    std::vector<judged> labels;
    add(labels, 95, 200, 200);
    add(labels, 75, 60, 45);
    add(labels, 45, 60, 27);
    add(labels, 25, 60, 30);
    add(labels, 15, 60, 30);
    add(labels, 8, 60, 1);
    return labels;
}

constexpr thresholds in_force{.answer_at = 45, .suggest_at = 20};

} // namespace

TEST_CASE("Wilson's interval is wide for few cases and narrow for many", "[match]") {
    CHECK(wilson(0, 0, surely_within).low == 0);
    CHECK(wilson(0, 0, surely_within).high == 1);
    CHECK(wilson(5, 5, surely_above).low == Approx(0.649).margin(0.001));
    CHECK(wilson(500, 500, surely_above).low == Approx(0.9946).margin(0.001));
    CHECK(wilson(45, 50, surely_within).low == Approx(0.786).margin(0.001));
    CHECK(wilson(45, 50, surely_within).high == Approx(0.957).margin(0.001));
    const double enough = fewest_to_prove(0.95, surely_above);
    CHECK(wilson(enough, enough, surely_above).low == Approx(0.95));
}

TEST_CASE("what comes out at thresholds is counted", "[match]") {
    std::vector<judged> labels;
    add(labels, 80, 4, 3);
    add(labels, 45, 1, 0); // at the threshold: answered
    add(labels, 30, 5, 2);
    add(labels, 10, 2, 1);
    const auto row = at_thresholds(labels, in_force);
    CHECK(row.answers == 5);
    CHECK(row.right == 3);
    CHECK(row.wrong == 2);
    CHECK(row.precision == Approx(0.6));
    CHECK(row.suggested == 5);
    CHECK(row.useful == 2);
    CHECK(row.silent == 2);
}

TEST_CASE("a member's word counts half", "[match]") {
    std::vector<judged> labels;
    add(labels, 80, 10, 10);
    add(labels, 80, 10, 0, 0.5);
    const auto row = at_thresholds(labels, in_force);
    CHECK(row.answers == 20);
    CHECK(row.wrong == 10);
    CHECK(row.precision == Approx(10.0 / 15));
}

TEST_CASE("the lowest threshold with a proven precision is proposed", "[match]") {
    const auto found = tune(many(), in_force, 0.95);
    REQUIRE(found.proposed);
    CHECK(found.proposed->at.answer_at == 76); // with those at 75 it would be .94
    CHECK(found.proposed->proven >= 0.95);
    CHECK(found.in_force.precision < 0.95);
    CHECK(tune(many(), in_force, 0.90).proposed->at.answer_at == 46);
}

TEST_CASE("suggestions go down to where lists stop being worth it", "[match]") {
    const auto found = tune(many(), in_force, 0.95);
    REQUIRE(found.proposed);
    CHECK(found.suggest_proven);
    CHECK(found.proposed->at.suggest_at == 15); // at 8 nearly every list is useless
    std::vector<judged> only_the_top;
    add(only_the_top, 95, 200, 200);
    const auto top = tune(only_the_top, in_force, 0.95);
    REQUIRE(top.proposed);
    CHECK_FALSE(top.suggest_proven);
    CHECK(top.proposed->at.suggest_at <= in_force.suggest_at);
}

TEST_CASE("few labels propose nothing", "[match]") {
    auto [what, count, weight, counted] = GENERATE(table<const char*, int, double, bool>({
        {"none", 0, 1.0, false},
        {"five right ones", 5, 1.0, true},
        {"one less than it takes", 51, 1.0, true},
        {"as many as it takes, by members", 52, 0.5, true},
    }));
    INFO(what);
    std::vector<judged> labels;
    add(labels, 90, count, count, weight);
    const auto found = tune(labels, in_force, 0.95);
    CHECK_FALSE(found.proposed);
    CHECK(found.as_counted.has_value() == counted);
}

TEST_CASE("as many right answers as it takes propose a threshold", "[match]") {
    std::vector<judged> labels;
    add(labels, 90, 52, 52);
    CHECK(tune(labels, in_force, 0.95).proposed);
}

TEST_CASE("where answers are wrong at every threshold nothing is proposed", "[match]") {
    std::vector<judged> labels;
    add(labels, 99, 300, 200);
    const auto found = tune(labels, in_force, 0.95);
    CHECK_FALSE(found.proposed);
    CHECK_FALSE(found.as_counted);
}

TEST_CASE("confidences are held against what was right, ten points at a time", "[match]") {
    const auto bins = tune(many(), in_force, 0.95).bins;
    CHECK(bins[9].questions == 200);
    CHECK(bins[9].right == Approx(1));
    CHECK(bins[4].right == Approx(0.45));
    CHECK(bins[4].range.low < 0.45);
    CHECK(bins[4].range.high > 0.45);
    CHECK(bins[5].questions == 0);
    std::vector<judged> full;
    add(full, 100, 3, 3);
    CHECK(tune(full, in_force, 0.95).bins[9].questions == 3);
}

TEST_CASE("the plot shows every bin with its count, and the thresholds", "[match]") {
    const auto plot = reliability_plot(tune(many(), in_force, 0.95));
    CHECK_THAT(plot, Catch::StartsWith("<svg ") && Catch::EndsWith("</svg>\n"));
    CHECK_THAT(plot, Contains(">200<") && Contains("answer_at in force 45") && Contains("answer_at proposed 76") &&
                         Contains("500 labelled questions"));
    CHECK_THAT(reliability_plot(tune({}, in_force, 0.95)), Contains("0 labelled questions"));
}
