#include "knowledge/text/hash.hpp"
#include "knowledge/text/plain_words.hpp"
#include "knowledge/text/word_characters.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <string_view>

using namespace knowledge::text;

TEST_CASE("words are found eight bytes at a time as they are byte by byte", "[text]") {
    std::mt19937 random(3);
    constexpr std::string_view near = "@AZ[`az{/09:. -\x7F\xE7\xBD\x91\x80\xFF";
    for (int i = 0; i < 20000; ++i) {
        std::string text;
        for (auto left = random() % 30; left > 0; --left)
            text += random() % 4 == 0
                        ? near[random() % near.size()]
                        : static_cast<char>(random() % 2 == 0 ? 'a' + random() % 26 : '0' + random() % 10);
        std::size_t behind = text.size() < 3 ? 0 : random() % 3;
        const std::size_t from = behind;
        while (behind < text.size() && is_ascii_word_character(text[behind]))
            ++behind;
        CAPTURE(text, from);
        REQUIRE(behind_ascii_word(text, from) == behind);
    }
}

TEST_CASE("what is found ahead is what is found at its turn, also when a turn is left out", "[text]") {
    const word_memory memory;
    const std::string padded = "one two don't three sofa-rpc four  five C++ six 7 eight\xE7\xBD\x91 nine ten" +
                               std::string(readable_behind, 'x');
    const auto text = std::string_view(padded).substr(0, padded.size() - readable_behind);
    std::mt19937 random(5);
    for (int i = 0; i < 300; ++i) {
        plain_words ahead(text, memory);
        for (std::size_t at = 0; at < text.size(); ++at) {
            const bool begins =
                is_ascii_word_character(text[at]) && (at == 0 || !is_ascii_word_character(text[at - 1]));
            if (!begins || random() % 4 == 0) continue;
            const plain_words::word found = ahead.at(at), alone = plain_words(text, memory).at(at);
            CAPTURE(at);
            REQUIRE(found.from == at);
            REQUIRE(found.size == alone.size);
            REQUIRE(found.hash == alone.hash);
            if (found.size != 0) REQUIRE(found.hash == hash_of(text.substr(at, found.size)));
        }
    }
    CHECK(plain_words(text, memory).at(0).size == 3);
    CHECK(plain_words(text, memory).at(text.find("don't")).size == 0);
    CHECK(plain_words(text, memory).at(text.find("eight")).size == 5);
}
