#include "knowledge/text/stem.hpp"

#include <catch2/catch.hpp>
#include <libstemmer.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

using knowledge::text::stem;

TEST_CASE("forms of a word have one stem", "[text]") {
    auto [word, expected] = GENERATE(table<const char*, const char*>({
        {"configuring", "configur"},
        {"configures", "configur"},
        {"hopped", "hop"},
        {"hoping", "hope"},
        {"nodes", "node"},
        {"generation", "generat"},
        {"happily", "happili"},
        {"skies", "sky"},
        {"proceeding", "proceed"},
        {"news", "news"},
        {"dns", "dns"},       // too short
        {"ping", "ping"},     // no vowel before the ending
        {"v8s", "v8s"},       // not a-z alone
        {"naïves", "naïves"}, // the same
        {"", ""},
    }));
    CHECK(stem(word) == expected);
}

// Real beginnings and endings, put together at random: every rule is met, in and out of its region.
TEST_CASE("stems are those of Snowball's library", "[text]") {
    constexpr std::array<std::string_view, 48> pieces{
        "a",   "e",   "i",    "o",     "u",     "y",      "b",   "c",    "d",    "l",    "n",       "s",
        "t",   "w",   "x",    "ing",   "ed",    "ly",     "eed", "ies",  "ied",  "sses", "us",      "er",
        "al",  "ful", "ness", "ive",   "bl",    "at",     "iz",  "tt",   "ous",  "li",   "ent",     "ment",
        "ion", "ogi", "ical", "icate", "gener", "commun", "iti", "ance", "able", "ism",  "ization", "ational"};
    const std::unique_ptr<sb_stemmer, void (*)(sb_stemmer*)> library(sb_stemmer_new("english", "UTF_8"),
                                                                     &sb_stemmer_delete);
    REQUIRE(library);
    std::uint64_t luck = 1;
    const auto next = [&luck](std::uint64_t below) {
        luck = luck * 6364136223846793005ULL + 1442695040888963407ULL;
        return (luck >> 33U) % below;
    };
    std::size_t different = 0;
    for (int i = 0; i < 200'000; ++i) {
        std::string word;
        for (auto left = 2 + next(4); left > 0; --left)
            word += pieces[next(pieces.size())];
        if (word.size() < 4) continue;
        const auto* const stemmed = reinterpret_cast<const char*>(sb_stemmer_stem(
            library.get(), reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size())));
        const std::string_view theirs(stemmed, static_cast<std::size_t>(sb_stemmer_length(library.get())));
        if (stem(word) == theirs) continue;
        ++different;
        UNSCOPED_INFO(word << ": " << stem(word) << ", in the library " << theirs);
    }
    CHECK(different == 0);
}
