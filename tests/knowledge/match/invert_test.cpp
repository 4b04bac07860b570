#include "knowledge/match/index.hpp"
#include "knowledge/text/hash.hpp"
#include "tests/knowledge/match/small_knowledge.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace knowledge::match;
using tests::entry_of;

namespace {

// Letters that the stemmer leaves as they are.
std::string word(std::size_t number) {
    std::string made = "k";
    for (std::size_t left = number + 1; left > 0; left /= 8)
        made += "bcdfghmp"[left % 8];
    return made + "oz";
}

} // namespace

// Enough text for two threads, several parts, and several pieces a part; words in one entry and words in thousands.
TEST_CASE("an index of many entries knows in how many of them each word is", "[match]") {
    constexpr std::size_t entries = 6000, words = 4000;
    std::mt19937 random(1);
    const auto any_word = [&] {
        const std::size_t common = 1 + random() % words;
        return random() % common; // the lower the number, the commoner the word
    };
    std::vector<std::set<std::size_t>> within(words);
    std::vector<document> documents;
    for (std::size_t e = 0; e < entries; ++e) {
        std::vector<std::string> texts(3); // two wordings and an answer
        for (std::string& text : texts)
            for (int n = 0; n < 8; ++n) {
                const std::size_t one = any_word();
                within[one].insert(e);
                text += word(one) + ' ';
            }
        documents.push_back(entry_of(static_cast<std::int64_t>(e) + 1, {texts[0], texts[1]}, texts[2]));
    }
    const auto index = index::build(documents);
    std::size_t different = 0;
    for (std::size_t one = 0; one < words; ++one)
        if (index->entries_with(knowledge::text::hash_of(word(one))) != within[one].size()) ++different;
    CHECK(different == 0);
    CHECK(within[0].size() > entries / 50);

    // The order in which they are given changes nothing, the halves that two threads read included.
    const auto bytes_of = [](const auto& from) {
        return std::vector<std::byte>(from->bytes().begin(), from->bytes().end());
    };
    std::shuffle(documents.begin(), documents.end(), random);
    CHECK(bytes_of(index::build(documents)) == bytes_of(index));
}
