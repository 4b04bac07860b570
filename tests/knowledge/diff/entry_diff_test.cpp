#include "knowledge/diff/entry_diff.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace knowledge::diff;
namespace diff = knowledge::diff;

TEST_CASE("only the fields that changed are told, in the order people read an entry", "[diff]") {
    entry before;
    before.question = "几点开门？";
    before.answer = "九点。";
    before.phrasings = {"营业时间", "什么时候开"};
    before.tags = {"时间"};
    auto after = before;
    CHECK(compare(before, after).empty());

    after.state = entry_state::retired;
    after.phrasings = {"什么时候开", "开门时间"};
    after.answer = "八点。";
    after.valid_until = "2031-01-31";
    after.variants = {{.language = "en", .answer = "At eight.", .made_for = "x"}};
    const auto changes = compare(before, after);
    REQUIRE(changes.size() == 5);
    CHECK(changes[0].what == diff::field::state);
    CHECK(changes[1].what == diff::field::phrasings);
    CHECK(changes[1].removed == std::vector<std::string>{"营业时间"});
    CHECK(changes[1].added == std::vector<std::string>{"开门时间"});
    CHECK(changes[2].what == diff::field::answer);
    CHECK(changes[2].before == "九点。");
    CHECK(changes[2].after == "八点。");
    CHECK(changes[3].what == diff::field::variant);
    CHECK(changes[3].language == "en");
    CHECK(changes[4].what == diff::field::valid_until);
}

TEST_CASE("another order of a list is no change", "[diff]") {
    entry before, after;
    before.tags = {"a", "b"};
    after.tags = {"b", "a"};
    CHECK(compare(before, after).empty());
}

TEST_CASE("a source is one line of what is known of it", "[diff]") {
    CHECK(as_line({.edition = "2031-01-02",
                   .thread = 1,
                   .turn = 3,
                   .asker = "小王",
                   .label = "Kettle",
                   .url = "https://example.org",
                   .file = {}}) == "2031-01-02 #1 #3, 小王, Kettle, https://example.org");
    CHECK(as_line({}).empty());
}
