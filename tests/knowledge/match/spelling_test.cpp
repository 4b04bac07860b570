#include "knowledge/match/spelling.hpp"

#include <catch2/catch.hpp>

using namespace knowledge::match;

TEST_CASE("slips between two words", "[match]") {
    auto [a, b, slips] = GENERATE(table<const char*, const char*, std::size_t>({
        {"gate", "gate", 0},
        {"gate", "gtae", 1},
        {"gate", "gates", 1},
        {"gate", "gat", 1},
        {"gate", "game", 1},
        {"gate", "tage", 2},
        {"gate", "cron", 3},
        {"", "ab", 2},
    }));
    CAPTURE(a, b);
    CHECK(slips_between(a, b, 2) == slips);
    CHECK(slips_between(b, a, 2) == slips);
}

TEST_CASE("a mistyped word stands for the known one it resembles most", "[match]") {
    spelling words;
    words.add("pigeon", 1, 5);
    words.add("pidgin", 2, 9);
    words.add("scheduler", 3, 1);
    words.add("gate", 4, 1);
    words.add("gale", 5, 7);
    words.add("cat", 6, 100);
    const auto meant = [&](const char* word) {
        const auto found = words.suggest(word, 1);
        return found.empty() ? unknown_term : found.front().term;
    };
    CHECK(meant("pigoen") == 1);
    CHECK(meant("schedular") == 3);
    CHECK(meant("shceduelr") == 3);      // two slips in a long word
    CHECK(meant("scheduling") == 3);     // most pieces in common
    CHECK(meant("gaze") == 5);           // of two equally like the commoner
    CHECK(meant("cet") == unknown_term); // too short to tell
    CHECK(meant("zebra") == unknown_term);
    CHECK(words.suggest("gaze", 5).size() == 2);
    CHECK(spelling().suggest("gate", 1).empty());
}
