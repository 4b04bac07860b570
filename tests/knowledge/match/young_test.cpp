#include "knowledge/match/evaluation.hpp"
#include "knowledge/match/young.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace match = knowledge::match;
using knowledge::entry_id;

namespace {

// Forty entries, a question about each, and forty questions about nothing.
match::eval_set forty() {
    match::eval_set set;
    set.name = "forty";
    for (std::int64_t i = 1; i <= 40; ++i) {
        match::document one;
        one.id = entry_id{i};
        one.phrasings = {fmt::format("How do I wind clock number{}?", i)};
        one.answer = "With its key.";
        if (i > 1) one.previous = entry_id{i - 1};
        set.documents.push_back(std::move(one));
        set.queries.push_back({.ask = {.text = fmt::format("winding of number{}", i)}, .gold = {entry_id{i}}});
        set.queries.push_back({.ask = {.text = fmt::format("what is owl{} like", i)}});
    }
    return set;
}

} // namespace

TEST_CASE("a young set knows few entries, and questions about others have no answer", "[match]") {
    const auto whole = forty();
    const auto drawn = match::young_sets(whole);
    std::set<std::size_t> sizes;
    for (const auto& [set, entries, of_whole] : drawn) {
        INFO(set.name);
        sizes.insert(entries);
        CHECK(set.documents.size() == entries);
        std::set<entry_id> known;
        for (const auto& document : set.documents)
            known.insert(document.id);
        for (const auto& document : set.documents)
            CHECK((!document.previous || known.contains(document.previous)));
        std::size_t answerable = 0;
        REQUIRE(of_whole.size() == set.queries.size());
        for (std::size_t i = 0; i < of_whole.size(); ++i) {
            CHECK(set.queries[i].ask.text == whole.queries[of_whole[i]].ask.text);
            const auto& gold = whole.queries[of_whole[i]].gold;
            const bool is_known = !gold.empty() && known.contains(gold.front());
            CHECK(set.queries[i].answerable() == is_known);
            answerable += is_known ? 1 : 0;
        }
        CHECK(answerable >= (entries + 1) / 2);
    }
    CHECK(sizes == std::set<std::size_t>{5, 10}); // 30 are more than half of 40
    REQUIRE(drawn.size() == 12);
    CHECK(drawn[0].of_whole != drawn[1].of_whole);
    CHECK(match::young_sets(whole)[3].of_whole == drawn[3].of_whole);
}

TEST_CASE("a set that names no entries has no young form", "[match]") {
    auto set = forty();
    set.queries.front().any = true;
    CHECK(match::young_sets(set).empty());
}

TEST_CASE("what a set is worth while it is young is reported by size", "[match]") {
    const auto reports = match::evaluate_young(forty());
    REQUIRE(reports.size() == 2);
    CHECK(reports[0].name == "forty, 5");
    CHECK(reports[1].name == "forty, 10");
    CHECK(reports[0].all.n_none > 0);
    CHECK(reports[0].all.hit1 == 1.0);
}
