#include "knowledge/match/regression.hpp"

#include <catch2/catch.hpp>

using namespace knowledge::match;
namespace match = knowledge::match;
using Catch::Contains;
using knowledge::decision;
using knowledge::entry_id;

namespace {

constexpr thresholds usual{.answer_at = 45, .suggest_at = 20};

std::shared_ptr<const match::index> tea() {
    return match::index::build({{.id = entry_id{1},
                                 .external_id = "steep",
                                 .phrasings = {"How long does green tea steep?"},
                                 .answer = "Two minutes."},
                                {.id = entry_id{2},
                                 .external_id = "kettle",
                                 .phrasings = {"How do I descale the kettle?"},
                                 .answer = "With vinegar."}});
}

constexpr auto good = R"({"q":"How long does green tea steep?","expect":"steep"}
{"q":"How do I descale the kettle?","expect":["other","kettle"],"context":["hello"],"note":"asked weekly"}

{"q":"Thank you very much!","expect":"silence"}
)";

std::string why_not(const std::string& text) {
    try {
        (void)read_expectations(text, "tests.jsonl");
    } catch (const input_error& why) {
        return why.what();
    }
    return "nothing wrong";
}

} // namespace

TEST_CASE("a regression file names questions and what is expected", "[match]") {
    const auto all = read_expectations(good, "tests.jsonl");
    REQUIRE(all.size() == 3);
    CHECK(all[0].entries == std::vector<std::string>{"steep"});
    CHECK(all[1].entries == std::vector<std::string>{"other", "kettle"});
    CHECK(all[1].context == std::vector<std::string>{"hello"});
    CHECK(all[1].note == "asked weekly");
    CHECK(all[2].entries.empty());
    CHECK(all[2].line == 4);
}

TEST_CASE("a bad line of a regression file is named with the reason", "[match]") {
    auto [line, expected] = GENERATE(table<const char*, const char*>({
        {"{", "tests.jsonl:2: not JSON"},
        {"[]", "tests.jsonl:2: not a JSON object"},
        {R"({"expect":"a"})", "tests.jsonl:2: q: a text is needed"},
        {R"({"q":" ","expect":"a"})", "tests.jsonl:2: q: a text is needed"},
        {R"({"q":7,"expect":"a"})", "tests.jsonl:2: q: a text is needed"},
        {R"({"q":"a"})", "tests.jsonl:2: expect: "},
        {R"({"q":"a","expect":[]})", "tests.jsonl:2: expect: "},
        {R"({"q":"a","expect":[1]})", "tests.jsonl:2: expect: "},
        {R"({"q":"a","expect":null})", "tests.jsonl:2: expect: "},
        {R"({"q":"a","expect":"b","context":"c"})", "tests.jsonl:2: context: "},
        {R"({"q":"a","expect":"b","note":1})", "tests.jsonl:2: note: "},
        {R"({"q":"a","expct":"b"})", "tests.jsonl:2: there is no key \"expct\""},
    }));
    CHECK_THAT(why_not(R"({"q":"fine","expect":"x"})" + std::string("\n") + line), Catch::StartsWith(expected));
    CHECK(why_not("\n \n") == "tests.jsonl: no questions");
}

TEST_CASE("a question is right when it is answered with what is expected, or met with silence where that is",
          "[match]") {
    auto expected = read_expectations(good, "tests.jsonl");
    expected.push_back({.line = 5, .text = "How long does green tea steep?", .entries = {"kettle"}});
    expected.push_back({.line = 6, .text = "How long does green tea steep?", .entries = {}});
    expected.push_back({.line = 7, .text = "Thank you very much!", .entries = {"kettle"}});
    const auto run = check(*tea(), expected, {{}, usual});
    REQUIRE(run.size() == 6);
    CHECK(run[0].right);
    CHECK(run[0].got == decision::answer);
    CHECK(run[0].got_id == "steep");
    CHECK(run[0].confidence > 45);
    CHECK(run[1].right);
    CHECK(run[2].right);
    CHECK_FALSE(run[3].right);
    CHECK_FALSE(run[4].right);
    CHECK_FALSE(run[5].right);
    CHECK_FALSE(check(*tea(), expected, {{"elsewhere"}, usual})[0].right);

    const auto told =
        check(*tea(), expected, {{}, usual, [](std::string_view text) { return text.empty() ? 0.0 : -5.0; }});
    CHECK(told[0].got_id == run[0].got_id);
    CHECK(told[0].confidence < run[0].confidence);
}

TEST_CASE("a run is compared with the one before, question by question", "[match]") {
    auto run = check(*tea(), read_expectations(good, "tests.jsonl"), {{}, usual});
    const auto noted = write_last_run(run, "group brewing");
    const auto last = read_last_run(noted, "tests.jsonl.last");
    CHECK(last.under == "group brewing");
    CHECK(last.right.size() == 3);

    compare(run, last);
    CHECK(run[1].change == since_last::same);
    run[1].right = false;
    compare(run, last);
    CHECK(run[1].change == since_last::regressed);

    const auto broken = read_last_run(write_last_run(run, "group brewing"), "tests.jsonl.last");
    run[1].right = true;
    compare(run, broken);
    CHECK(run[1].change == since_last::mended);

    // A line that expects something else now is a new one.
    run[0].change = since_last::unknown;
    run[0].expected.entries = {"kettle"};
    compare(run, last);
    CHECK(run[0].change == since_last::unknown);
}

TEST_CASE("what is no last run is refused", "[match]") {
    auto [text, expected] = GENERATE(table<const char*, const char*>({
        {"", "x.last: this is no file of a last run"},
        {"{\"q\":\"a\"}", "x.last:1: this is no file of a last run"},
        {"{\"under\":\"g\"}\n{\"q\":\"a\",\"expect\":\"b\"}", "x.last:2: this is no line of a last run"},
        {"{\"under\":\"g\"}\nnonsense", "x.last:2: not JSON"},
    }));
    CHECK_THROWS_WITH(read_last_run(text, "x.last"), expected);
}
