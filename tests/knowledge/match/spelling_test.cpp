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
    spelling_writer writer;
    writer.add("pigeon", 1, 5);
    writer.add("pidgin", 2, 9);
    writer.add("scheduler", 3, 1);
    writer.add("gate", 4, 1);
    writer.add("gale", 5, 7);
    writer.add("cat", 6, 100);
    image_writer to;
    writer.write(to);
    const image all = to.finish();
    const spelling words(all, 7);
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
