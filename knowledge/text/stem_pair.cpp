#include "knowledge/text/stem_pair.hpp"

#include "knowledge/text/stemmer.hpp"

#include <algorithm>
#include <array>
#include <cstring>

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
    // Each change from consonants to vowels or back leads to the next kind.
    std::uint8_t changes = 0;
    bool vowel = true; // a y is a vowel behind a consonant only, so not as the first letter
    for (const char c : folded) {
        if (c < 'a' || c > 'z') return word_beginning::not_letters;
        vowel = c == 'y' ? !vowel : stemming::is_in(stemming::vowels, c);
        if (vowel == (changes % 2 == 0) && changes < static_cast<std::uint8_t>(word_beginning::in_both_regions))
            ++changes;
    }
    return folded.size() < 2 ? word_beginning::unknown : static_cast<word_beginning>(changes);
}

word_ending ending_behind(word_beginning first, std::string_view second) {
    constexpr std::size_t most_kept = word_ending::depends / 4 - 1;
    if (second.size() > most_kept) return word_ending(word_ending::depends);
    const auto whole = static_cast<std::uint8_t>(second.size() << 2U);
    if (first == word_beginning::not_letters || !are_letters(second)) return word_ending(whole);
    // Whether it is a consonant depends on the letter before.
    if (second.starts_with('y')) return word_ending(word_ending::depends);
    std::array<char, any_word_size + most_kept> word;
    std::memcpy(word.data(), any_words[static_cast<std::size_t>(first)].data(), any_word_size);
    std::memcpy(word.data() + any_word_size, second.data(), second.size());
    stemming::stemmer<true> by(word.data(), any_word_size + second.size());
    const std::size_t size = by.run(second.find('y') != std::string_view::npos);
    if (by.lowest_looked_at() < any_word_size) return word_ending(word_ending::depends);
    const std::string_view left(word.data() + any_word_size, size - any_word_size);
    const auto kept = static_cast<std::size_t>(
        std::mismatch(left.begin(), left.end(), second.begin(), second.end()).first - left.begin());
    for (std::size_t i = 0; i < std::size(word_ending::additions); ++i)
        if (left.substr(kept) ==
            std::string_view(word_ending::additions[i].letters.data(), word_ending::additions[i].size))
            return word_ending(static_cast<std::uint8_t>(kept << 2U | i));
    return word_ending(word_ending::depends);
}

} // namespace knowledge::text
