#include "knowledge/match/metrics.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace knowledge::match;

namespace {

outcome named(std::size_t rank, double score) {
    return {true, true, rank, score};
}
outcome any(double score) {
    return {true, false, 0, score};
}
outcome none(double score) {
    return {false, false, 0, score};
}
outcome unheard(bool answerable) {
    return {answerable, answerable, 0, std::nullopt};
}

} // namespace

TEST_CASE("measures of a small set, worked out by hand", "[match]") {
    // Answered at 50: right, wrong entry, right, none → 2 right of 4 answers, 5 answerable.
    const std::vector<outcome> all = {named(1, 90), named(3, 80), named(1, 60), none(55),
                                      named(2, 40), none(10),     unheard(true)};
    const metrics m = measure(all, 50);
    CHECK(m.n_answerable == 5);
    CHECK(m.n_none == 2);
    CHECK(*m.hit1 == Approx(2.0 / 5));
    CHECK(*m.hit3 == Approx(4.0 / 5));
    CHECK(*m.mrr10 == Approx((1 + 1.0 / 3 + 1 + 0.5 + 0) / 5));
    CHECK(m.threshold == 50);
    CHECK(m.precision == Approx(0.5));
    CHECK(m.recall == Approx(0.4));
    CHECK(m.f1 == Approx(4.0 / 9));
    CHECK(*m.false_answers == Approx(0.5));
    // Cutting behind the third: 2 of 3 right, 2 of 5 found: F1 = 2*(2/3)*(2/5)/(16/15) = 0.5.
    CHECK(m.best_f1 == Approx(0.5));
    // Pairs: 90, 80, 60 beat both; 40 beats one; no score beats none: 7 of 10.
    CHECK(*m.auroc == Approx(0.7));
    CHECK(m.cov95 == 0);
}

TEST_CASE("equal scores are cut together and count half", "[match]") {
    const std::vector<outcome> all = {named(1, 70), none(70), named(1, 20)};
    const metrics m = measure(all, 70);
    CHECK(m.precision == Approx(0.5));
    // Cuts: {70, 70}: P 1/2, R 1/2; all: P 2/3, R 1 → F1 0.8. A cut between the two of 70 would give 2/3.
    CHECK(m.best_f1 == Approx(0.8));
    CHECK(*m.auroc == Approx((0.5 + 0) / 2));
}

TEST_CASE("a rank past ten counts nothing", "[match]") {
    const std::vector<outcome> all = {named(10, 5), named(11, 5)};
    CHECK(*measure(all, 50).mrr10 == Approx(0.05));
}

TEST_CASE("coverage at 95% precision needs five answers and counts wrong ones as answered", "[match]") {
    std::vector<outcome> all(4, named(1, 90));
    CHECK(measure(all, 50).cov95 == 0); // four answers are too few
    all.push_back(named(1, 80));
    CHECK(measure(all, 50).cov95 == Approx(1));
    all.assign(19, named(1, 90));
    all.push_back(named(2, 80)); // 19 of 20 right: exactly 0.95
    all.push_back(named(2, 70)); // 19 of 21: not enough
    CHECK(measure(all, 50).cov95 == Approx(20.0 / 21));
}

TEST_CASE("questions to be answered by any entry", "[match]") {
    const std::vector<outcome> all = {any(80), any(30), none(60), none(20)};
    const metrics m = measure(all, 50);
    CHECK_FALSE(m.hit1);
    CHECK_FALSE(m.hit3);
    CHECK_FALSE(m.mrr10);
    CHECK(m.precision == Approx(0.5));
    CHECK(m.recall == Approx(0.5));
    CHECK(*m.auroc == Approx(0.75));
}

TEST_CASE("one-sided and empty sets have no measure that needs both sides", "[match]") {
    const std::vector<outcome> only_answerable = {named(1, 80)};
    CHECK_FALSE(measure(only_answerable, 50).auroc);
    CHECK_FALSE(measure(only_answerable, 50).false_answers);
    const std::vector<outcome> only_none = {none(80)};
    CHECK(measure(only_none, 50).precision == 0);
    CHECK(measure(only_none, 50).f1 == 0);
    CHECK(*measure(only_none, 50).false_answers == 1);
    const metrics nothing = measure({}, 50);
    CHECK(nothing.n_answerable == 0);
    CHECK(nothing.best_f1 == 0);
    CHECK_FALSE(nothing.hit1);
}
