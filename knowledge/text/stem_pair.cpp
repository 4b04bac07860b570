#include "knowledge/text/stem_pair.hpp"

#include "knowledge/text/stemmer.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace knowledge::text {

namespace {

// A word for each kind of beginning. So long that no rule for short words meets it.
constexpr std::size_t any_word_size = 8;
constexpr std::array<std::string_view, 5> any_words{"bbbbbbbb", "bbbbbbba", "bbbbbbab", "bbbbbaba", "bbbbabab"};
static_assert(std::all_of(any_words.begin(), any_words.end(),
                          [](std::string_view word) { return word.size() == any_word_size; }));

bool are_letters(std::string_view word) {
    return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

} // namespace

word_beginning beginning_of(std::string_view folded) {
    if (!are_letters(folded)) return word_beginning::not_letters;
    if (folded.size() < 2) return word_beginning::unknown;
    // Each change from consonants to vowels or back leads to the next kind.
    std::uint8_t changes = 0;
    bool vowel = false;
    for (std::size_t i = 0; i < folded.size(); ++i) {
        // A y is a vowel behind a consonant only.
        vowel = folded[i] == 'y' ? i > 0 && !vowel : stemming::is_in(stemming::vowels, folded[i]);
        if (vowel == (changes % 2 == 0) && changes < static_cast<std::uint8_t>(word_beginning::in_both_regions))
            ++changes;
    }
    return static_cast<word_beginning>(changes);
}

word_ending ending_behind(word_beginning first, std::string_view second) {
    constexpr std::size_t most_kept = word_ending::depends / 4 - 1;
    if (second.size() > most_kept) return word_ending(word_ending::depends);
    const auto whole = static_cast<std::uint8_t>(second.size() << 2U);
    if (first == word_beginning::not_letters || !are_letters(second)) return word_ending(whole);
    // Whether it is a consonant depends on the letter before.
    if (second.starts_with('y')) return word_ending(word_ending::depends);
    std::string word(any_words[static_cast<std::size_t>(first)]);
    word += second;
    stemming::stemmer<true> by(word.data(), word.size());
    word.resize(by.run(second.find('y') != std::string_view::npos));
    if (by.lowest_looked_at() < any_word_size) return word_ending(word_ending::depends);
    const std::string_view left = std::string_view(word).substr(any_word_size);
    const auto kept = static_cast<std::size_t>(
        std::mismatch(left.begin(), left.end(), second.begin(), second.end()).first - left.begin());
    for (std::size_t i = 0; i < std::size(word_ending::additions); ++i)
        if (left.substr(kept) == word_ending::additions[i])
            return word_ending(static_cast<std::uint8_t>(kept << 2U | i));
    return word_ending(word_ending::depends);
}

} // namespace knowledge::text
