// What people are told of the words of a question.
#include "knowledge/match/index.hpp"
#include "knowledge/match/noted_words.hpp"
#include "knowledge/match/trace.hpp"
#include "knowledge/text/synonyms.hpp"
#include "tests/knowledge/match/small_knowledge.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <memory>
#include <string>
#include <vector>

using namespace knowledge::match;
namespace match = knowledge::match;
using tests::asking;
using tests::entry_of;

namespace {

using words = std::vector<std::string>;
using others = std::vector<noted_words::other>;

std::vector<document> darkroom() {
    return {
        entry_of(1, {"How long do I fix a print?"}, "Four minutes; see the manual of the enlarger."),
        entry_of(2, {"显影液要配置多浓"}, "一比九，看文档。"),
        entry_of(3, {"Where is the StopBath v1.2 kept?"}, "Under the sink."),
        entry_of(4, {"安全灯用什么颜色"}, "红色。"),
    };
}

noted_words noted(const match::index& all, const std::string& question) {
    noted_words found{.unknown = {"left over"}, .otherwise = {}};
    (void)all.explain(asking(question), 1, &found);
    return found;
}

} // namespace

TEST_CASE("the words that no entry has are told as they are written", "[match][words]") {
    const auto all = match::index::build(darkroom());
    auto [question, expected] = GENERATE(table<std::string, words>({
        {"How long do I fix a print?", {}},
        {"Fixing prints with Rodinal, which policies?", {"Rodinal", "policies"}},
        {"Kodak, what is Kodak?", {"Kodak"}},
        {"is StopBath v2.7.1 in the CoolBox", {"2.7.1", "CoolBox"}},
        {"冰箱怎么显影", {"冰箱"}},
        {"冰箱Rodinal暗袋", {"冰箱", "Rodinal", "暗袋"}},
        {"Rodinal", {"Rodinal"}}, // nothing is found for it
        {"安全灯颜色", {}},       // 灯颜 stands in no entry, but each word of it does
        {"what is it, and how?", {}},
    }));
    INFO(question);
    CHECK(noted(*all, question).unknown == expected);
}

TEST_CASE("the words that were read as others are told with them", "[match][words]") {
    const auto own = std::make_shared<const knowledge::text::synonyms>(
        std::vector<std::vector<std::string>>{{"enlarger", "light cannon", "放大机"}});
    const auto all = match::index::build(darkroom(), own);
    auto [question, expected] = GENERATE(table<std::string, others>({
        {"where is the enlargre", {{"enlargre", "enlarg"}}},           // mistyped
        {"documentation of the enlarger", {{"documentation", "doc"}}}, // by the shipped glossary
        {"where is the setup", {{"setup", "config"}}},                 // the same, and only in Chinese there
        {"手册在哪", {{"手册", "doc"}}},                               // the same in Chinese
        {"the light cannon is broken", {{"light cannon", "enlarg"}}},  // a community's own
        {"放大机坏了", {{"放大机", "enlarg"}}},                        // the same in Chinese
        {"the enlarger and the manual", {}},                           // as it is written there
    }));
    INFO(question);
    CHECK(noted(*all, question).otherwise == expected);
}

TEST_CASE("what an entry says that was added is known as well", "[match][words]") {
    const auto before = match::index::build(darkroom());
    CHECK(noted(*before, "Rodenstock, and rodenstok").unknown == words{"Rodenstock", "rodenstok"});
    const auto all =
        before->with_changes({entry_of(5, {"Is the Rodenstock broken?"}, "Yes.")}, std::array{knowledge::entry_id{5}});
    CHECK(noted(*all, "Rodenstock, and rodenstok").unknown.empty());
    CHECK(noted(*all, "Rodenstock, and rodenstok").otherwise == others{{"rodenstok", "rodenstock"}});
}

TEST_CASE("of a long message little is told, and that it is not all", "[match][words]") {
    std::string question;
    for (int i = 0; i < 300; ++i)
        question += "unheardof" + std::string(static_cast<std::size_t>(i % 60), 'x') + std::to_string(i) + " 闻所未闻 ";
    const auto all = match::index::build(darkroom());
    const auto told = noted(*all, question);
    constexpr std::size_t names_of_the_lists = 14; // ,"u":[],"m":{}
    CHECK(to_json({.words = told}, {}).size() - to_json({}, {}).size() <= most_noted_bytes + names_of_the_lists);
    CHECK(told.unknown.size() >= 3);
    CHECK(told.unknown.back() == "…");
    const auto one_long = noted(*all, std::string(60, 'q'));
    REQUIRE(one_long.unknown.size() == 1);
    CHECK(one_long.unknown[0].size() <= most_noted_bytes / 3);
}
