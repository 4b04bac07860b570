#include "knowledge/match/calibration.hpp"
#include "knowledge/match/trace.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace knowledge::match;
namespace match = knowledge::match;
using Catch::Contains;
using knowledge::entry_id;

namespace {

std::shared_ptr<const match::index> two_teas() {
    return match::index::build({{.id = entry_id{1ll << 60},
                                 .external_id = "steep",
                                 .phrasings = {"How long does green tea steep?", "minutes for green tea leaves"},
                                 .answer = "Two minutes."},
                                {.id = entry_id{2},
                                 .external_id = "煮\"茶\"",
                                 .phrasings = {"How long does black tea steep?"},
                                 .answer = "Four."},
                                {.id = entry_id{3},
                                 .external_id = "kettle",
                                 .phrasings = {"How do I descale the kettle?"},
                                 .answer = "Vinegar."}});
}

const query minutes{.text = "how many minutes does green tea steep"};

double log_odds(double confidence) {
    return std::log(confidence / (100 - confidence));
}

} // namespace

TEST_CASE("the parts of a confidence add up to it, biggest first", "[match]") {
    const auto found = two_teas()->explain(minutes);
    REQUIRE_FALSE(found.empty());
    const auto best = traced(found.front(), feature_count);
    double sum = best.base;
    for (const auto& part : best.parts)
        sum += part.amount;
    CHECK(sum == Approx(log_odds(best.confidence)).margin(0.1)); // the smallest parts are left out
    CHECK(std::ranges::is_sorted(best.parts, std::ranges::greater{},
                                 [](const auto& part) { return std::abs(part.amount); }));
    CHECK(traced(found.front(), 3).parts.size() == 3);
}

TEST_CASE("a trace is kept in one short line and read back", "[match]") {
    const auto all = two_teas();
    const auto found = all->explain(minutes);
    REQUIRE(found.size() >= 2);
    const trace head{
        .revision = 77,
        .at = {.answer_at = 45, .suggest_at = 20.5},
        .leant = true,
        .before = {1234567890123},
        .recent = entry_id{3},
        .words = {.unknown = {"Oolong", "乌龙茶", "…"}, .otherwise = {{"ketle", "kettl"}, {"文档", "doc"}}}};
    const auto text = to_json(head, found);
    INFO(text);
    CHECK(text.size() < 700);
    CHECK(text.find('\n') == std::string::npos);
    CHECK_THAT(text, !Contains("many minutes"));
    const auto read = trace_from_json(text);
    REQUIRE(read);
    CHECK(read->revision == 77);
    CHECK(read->at.answer_at == 45);
    CHECK(read->at.suggest_at == 20.5);
    CHECK(read->leant);
    CHECK(read->before == head.before);
    CHECK(read->recent == head.recent);
    CHECK(read->words == head.words);
    REQUIRE(read->candidates.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        const auto expected = traced(found[i], most_parts);
        CHECK(read->candidates[i].id == expected.id);
        CHECK(read->candidates[i].wording == expected.wording);
        CHECK(read->candidates[i].confidence == Approx(expected.confidence).margin(0.0051));
        REQUIRE(read->candidates[i].parts.size() == expected.parts.size());
        for (std::size_t p = 0; p < expected.parts.size(); ++p) {
            CHECK(read->candidates[i].parts[p].name == expected.parts[p].name);
            CHECK(read->candidates[i].parts[p].value.has_value() == (i == 0));
            CHECK(read->candidates[i].parts[p].amount == Approx(expected.parts[p].amount).margin(0.0051));
        }
    }
}

TEST_CASE("a question without candidates has a trace too", "[match]") {
    const auto read = trace_from_json(to_json({.revision = 1, .at = shipped_thresholds}, {}));
    REQUIRE(read);
    CHECK(read->candidates.empty());
    CHECK(read->words == noted_words{});
    CHECK_FALSE(read->leant);
}

TEST_CASE("no word of a question spoils its trace", "[match]") {
    trace head{.revision = 1, .at = shipped_thresholds};
    head.words = {.unknown = {"a\"b\\c\n", ""}, .otherwise = {}};
    const auto read = trace_from_json(to_json(head, {}));
    REQUIRE(read);
    CHECK(read->words.unknown == std::vector<std::string>{"abc", ""});
}

TEST_CASE("what is no trace is none", "[match]") {
    const auto* const text =
        GENERATE("", "{", "[]", "{}", "{\"v\":2}", R"({"v":1,"r":1,"t":[45],"c":[]})",
                 R"({"v":1,"r":1,"t":[45,20],"c":[{"e":1}]})", R"({"v":1,"r":"x","t":[45,20],"c":[]})");
    INFO(text);
    CHECK_FALSE(trace_from_json(text));
}

TEST_CASE("the terms of a question are told with what the index makes of them", "[match]") {
    const auto terms = two_teas()->read("怎么 descale the ketle of Qunda 茶");
    const auto term = [&](std::string_view text) {
        const auto found = std::ranges::find(terms, text, &read_term::text);
        return found == terms.end() ? read_term{.text = "missing"} : *found;
    };
    CHECK(term("ketl").meant == "kettl");
    CHECK(term("ketl").known);
    CHECK(term("descal").known);
    CHECK(term("descal").kind == "word");
    CHECK(term("descal").meant.empty());
    CHECK_FALSE(term("qunda").known);
    CHECK(term("茶").kind == "han");
    CHECK(term("怎么").kind == "function word");
    CHECK(std::ranges::is_sorted(terms, std::ranges::greater{}, &read_term::weight));
    CHECK(two_teas()->read("").empty());
}
