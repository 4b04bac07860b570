// The words that shape a message without being its subject: question words, politeness, greetings, thanks, small talk,
// words that point back to something said before. General Chinese and English of developer groups; what a community
// talks about does not belong here.
#pragma once

#include "knowledge/text/first_character.hpp"

#include <cstddef>
#include <string_view>

namespace knowledge::text {

// A word may be in several classes.
enum word_class : unsigned {
    function_word = 1,  // says nothing about the subject: 一下, 可以, the
    asking = 2,         // makes a question: 怎么, 吗, how
    chatting = 4,       // thanks, greetings, laughter, agreement
    small_talk = 8,     // subjects no knowledge base of a project is about: weather, lunch, recruiting
    pointing_back = 16, // leans on what was said before: 那, 这个, it
    asking_first = 32   // makes a question when the message begins with it: is, can
};

struct lexicon_match {
    std::size_t length = 0; // bytes; 0 when nothing matches
    unsigned classes = 0; // 0 with a length: a word of content that merely looks like one of the others (目的, 了解)
};

// The longest Chinese word of the lexicon that starts at `at` in normalised text.
[[nodiscard]] lexicon_match han_word_at(std::string_view normalised, std::size_t at);

// What a word that it finds may begin with.
[[nodiscard]] const beginnings& beginnings_of_han_words();

// The classes of an English word, lower-case and not stemmed.
[[nodiscard]] unsigned latin_word(std::string_view word);

} // namespace knowledge::text
