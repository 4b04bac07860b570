#include "knowledge/diff/text_diff.hpp"
#include "tests/knowledge/exchange/nasty.hpp"

#include <catch2/catch.hpp>

using namespace knowledge::diff;

namespace {

std::string without(const pieces& all, fate what) {
    std::string text;
    for (const auto& one : all)
        if (one.what != what) text += one.text;
    return text;
}

} // namespace

TEST_CASE("Chinese is compared by characters and English by words", "[diff]") {
    CHECK(by_words("早上九点开门。", "早上八点开门。") ==
          pieces{{fate::same, "早上"}, {fate::removed, "九"}, {fate::added, "八"}, {fate::same, "点开门。"}});
    CHECK(by_words("set it once", "set it twice") ==
          pieces{{fate::same, "set it "}, {fate::removed, "once"}, {fate::added, "twice"}});
    CHECK(by_words("", "new") == pieces{{fate::added, "new"}});
    CHECK(by_words("same", "same") == pieces{{fate::same, "same"}});
    CHECK(by_words("", "").empty());
}

TEST_CASE("lines are compared whole", "[diff]") {
    CHECK(by_lines("a\nb\nc\n", "a\nx\nc\n") ==
          pieces{{fate::same, "a\n"}, {fate::removed, "b\n"}, {fate::added, "x\n"}, {fate::same, "c\n"}});
}

TEST_CASE("put together again, the pieces are the two texts", "[diff]") {
    nasty::source random(11);
    for (int round = 0; round < 500; ++round) {
        const auto before = random.text(), after = random.text();
        for (const auto& all : {by_words(before, after), by_lines(before, after)}) {
            REQUIRE(without(all, fate::added) == before);
            REQUIRE(without(all, fate::removed) == after);
        }
    }
}

TEST_CASE("texts too long to be compared piece by piece are one change", "[diff]") {
    std::string before, after;
    for (int i = 0; i < 30'000; ++i) {
        before += std::to_string(i) + " ";
        after += std::to_string(i + 100'000) + " ";
    }
    const auto all = by_words(before, after);
    CHECK(without(all, fate::added) == before);
    CHECK(without(all, fate::removed) == after);
}
