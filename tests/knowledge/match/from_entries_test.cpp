#include "knowledge/match/from_entries.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace knowledge::match;

TEST_CASE("only canonical entries with an answer become documents", "[match]") {
    auto [what, state, answer, taken] = GENERATE(table<const char*, entry_state, const char*, bool>({
        {"canonical", entry_state::canonical, "yes", true},
        {"draft", entry_state::draft, "yes", false},
        {"retired", entry_state::retired, "yes", false},
        {"canonical without an answer", entry_state::canonical, "", false},
        {"canonical with a blank answer", entry_state::canonical, " \n", false},
    }));
    INFO(what);
    entry e;
    e.id = {7};
    e.external_id = "x";
    e.collection = "mail";
    e.state = state;
    e.question = "附件大小";
    e.phrasings = {"attachment size"};
    e.answer = answer;
    e.context = {"邮件"};
    e.previous = {6};
    const std::vector<entry> entries = {e};
    const std::vector<document> documents = from_entries(entries);
    REQUIRE(documents.size() == (taken ? 1 : 0));
    if (!taken) return;
    CHECK(documents[0].id == e.id);
    CHECK(documents[0].external_id == "x");
    CHECK(documents[0].collection == "mail");
    CHECK(documents[0].phrasings == std::vector<std::string>{"附件大小", "attachment size"});
    CHECK(documents[0].answer == "yes");
    CHECK(documents[0].context == e.context);
    CHECK(documents[0].previous == e.previous);
}
