// The stem of two words written together (a pair, tokenise.hpp) without stemming the whole. What becomes of the second
// word's ending hardly depends on the first: only on where the first one's vowels lie, and of that there are five
// kinds. So it can be remembered with the second word, a byte for each kind.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace knowledge::text {

// All that the first word says: how far it gets in the stemmer's regions, which begin behind a vowel and a consonant.
enum class word_beginning : std::uint8_t {
    no_vowel,
    in_vowels,        // at its end
    in_region,        // the first region has begun
    in_region_vowels, // the same, and it ends in vowels
    in_both_regions,
    not_letters, // other letters than a-z: nothing is stemmed
    unknown      // too short to say
};
inline constexpr std::size_t word_beginnings = static_cast<std::size_t>(word_beginning::unknown);

[[nodiscard]] word_beginning beginning_of(std::string_view folded);

// What is left of a second word: its first letters, and what takes the place of the others.
class word_ending {
  public:
    word_ending() = default; // not known yet

    [[nodiscard]] bool is_known() const { return code_ != not_known; }
    // False when more of the first word matters, or what is left is not said in a byte.
    [[nodiscard]] bool is_the_same_behind_all() const { return code_ < depends; }
    [[nodiscard]] std::size_t kept() const { return code_ >> 2U; }

    struct addition {
        std::array<char, 2> letters;
        std::size_t size;
    };
    [[nodiscard]] const addition& added() const { return additions[code_ & 3U]; }

  private:
    friend word_ending ending_behind(word_beginning first, std::string_view second);
    explicit word_ending(std::uint8_t code) : code_(code) {}

    static constexpr addition additions[4] = {{{}, 0}, {{'e'}, 1}, {{'i'}, 1}, {{'l', 'e'}, 2}};
    static constexpr std::uint8_t not_known = 255, depends = 252;
    std::uint8_t code_ = not_known; // letters kept, and two bits for what is added
};

// Of a folded word behind any that begins so; `first` is not unknown.
[[nodiscard]] word_ending ending_behind(word_beginning first, std::string_view second);

// So many bytes can be read behind the words of a pair, whatever they are.
inline constexpr std::size_t readable_behind = 16;

// Writes the stem of `first` and `second` together to `into`, which has room for both and `readable_behind` more.
// `ending` is that of the second behind the first, the same behind all. Returns the size; 0 where the pair is an
// exception, and must be stemmed as a whole.
[[nodiscard]] inline std::size_t stem_together(std::string_view first, std::string_view second, word_ending ending,
                                               bool letters, char* into) {
    constexpr std::size_t longest_exception = 8; // of the stemmer's words, in the plural
    // More than the word, mostly: nobody foresees its size.
    const auto put = [](char* to, std::string_view word) {
        std::memcpy(to, word.data(), readable_behind);
        for (std::size_t i = readable_behind; i < word.size(); i += readable_behind)
            std::memcpy(to + i, word.data() + i, readable_behind);
    };
    const std::size_t size = first.size() + second.size();
    if (letters && size <= longest_exception) return 0;
    put(into, first);
    put(into + first.size(), second);
    if (letters) {
        const std::string_view together(into, size);
        if (together.starts_with("gener") || together.starts_with("commun") || together.starts_with("arsen")) return 0;
    }
    char* const behind = into + first.size() + ending.kept();
    const word_ending::addition& added = ending.added();
    std::memcpy(behind, added.letters.data(), added.letters.size());
    return first.size() + ending.kept() + added.size;
}

} // namespace knowledge::text
