#include "knowledge/text/stem.hpp"
#include "knowledge/text/stem_pair.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

using namespace knowledge::text;

namespace {

// "" where the pair must be stemmed as a whole.
std::string stem_of_pair(const std::string& first, const std::string& second) {
    const word_beginning beginning = beginning_of(first);
    if (beginning == word_beginning::unknown) return {};
    const word_ending ending = ending_behind(beginning, second);
    REQUIRE(ending.is_known());
    if (!ending.is_the_same_behind_all()) return {};
    const bool letters =
        beginning != word_beginning::not_letters && beginning_of(second) != word_beginning::not_letters;
    const std::string behind(readable_behind, '?');
    const std::string padded_first = first + behind, padded_second = second + behind;
    std::array<char, 200> into{};
    return {into.data(), stem_together({padded_first.data(), first.size()}, {padded_second.data(), second.size()},
                                       ending, letters, into.data())};
}

} // namespace

TEST_CASE("the end of a pair is what it is behind any first word alike", "[text]") {
    auto [what, first, second, expected] = GENERATE(table<const char*, const char*, const char*, const char*>({
        {"an ending is lost", "gate", "opening", "gateopen"},
        {"a letter comes back", "http", "hoped", "httphope"},
        {"it does not where another rule takes it", "hash", "sizes", "hashsiz"},
        {"a letter is exchanged", "search", "query", "searchqueri"},
        {"two letters are exchanged", "data", "portability", "dataport"},
        {"digits are left as they are", "http2", "streams", "http2streams"},
        {"behind them too", "streams", "v8s", "streamsv8s"},
        {"too short a first word", "a", "rates", ""},
        {"the first word would have to be looked at", "red", "ed", ""},
        {"y is a vowel or none by the letter before", "clean", "yields", ""},
        {"a pair no longer than the stemmer's exceptions", "ear", "rings", ""},
        {"a beginning that is an exception", "gene", "rating", ""},
    }));
    INFO(what << ": " << first << ' ' << second);
    CHECK(stem_of_pair(first, second) == expected);
}

TEST_CASE("a pair of words is stemmed by its parts as it is as a whole", "[text]") {
    constexpr std::array<std::string_view, 56> pieces{
        "a",    "e",   "i",   "o",     "u",      "y",    "b",    "c",    "d",     "l",    "n",   "s",    "t",    "w",
        "x",    "ing", "ed",  "ly",    "eed",    "ies",  "ied",  "sses", "us",    "er",   "al",  "ful",  "ss",   "ive",
        "bl",   "at",  "iz",  "tt",    "ous",    "li",   "ent",  "ment", "ion",   "ogi",  "gen", "ar",   "sen",  "com",
        "ical", "iti", "ism", "gener", "commun", "ance", "able", "7",    "ation", "ness", "mun", "skis", "proc", "out"};
    std::mt19937 random(2026);
    const auto word = [&] {
        std::string made;
        for (auto left = 1 + random() % 4; left > 0; --left)
            made += pieces[random() % pieces.size()];
        return made;
    };
    std::size_t by_parts = 0;
    std::string different;
    constexpr std::size_t all = 300'000;
    for (std::size_t i = 0; i < all; ++i) {
        const std::string first = word(), second = word(), stemmed = stem_of_pair(first, second);
        if (stemmed.empty()) continue;
        ++by_parts;
        if (stemmed == stem(first + second)) continue;
        different += first + ' ' + second + ": " + stemmed + ", as a whole " + stem(first + second) + '\n';
    }
    CHECK(different == "");
    CHECK(by_parts > all / 4);
}
