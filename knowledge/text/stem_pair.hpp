// The stem of two words written together (a pair, tokenise.hpp) without stemming the whole. What becomes of the second
// word's ending hardly depends on the first: only on where the first one's vowels lie, and of that there are five
// kinds. So it can be remembered with the second word, a byte for each kind.
#pragma once

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
    [[nodiscard]] std::string_view added() const { return additions[code_ & 3U]; }

  private:
    friend word_ending ending_behind(word_beginning first, std::string_view second);
    explicit word_ending(std::uint8_t code) : code_(code) {}

    static constexpr std::string_view additions[4] = {"", "e", "i", "le"};
    static constexpr std::uint8_t not_known = 255, depends = 252;
    std::uint8_t code_ = not_known; // letters kept, and two bits for what is added
};

// Of a folded word behind any that begins so; `first` is not unknown.
[[nodiscard]] word_ending ending_behind(word_beginning first, std::string_view second);

// Writes the stem of `first` and `second` together to `into`, which has room for both and two bytes more. `ending` is
// that of the second behind the first, the same behind all. Returns the size; 0 where the pair is an exception, and
// must be stemmed as a whole.
[[nodiscard]] inline std::size_t stem_together(std::string_view first, std::string_view second, word_ending ending,
                                               bool letters, char* into) {
    constexpr std::size_t longest_exception = 8; // of the stemmer's words, in the plural
    // Written out: the words are short, and a call takes longer.
    const auto put = [](char* to, std::string_view word) {
        const char* const from = word.data();
        const std::size_t size = word.size();
        if (size >= 8) {
            for (std::size_t i = 0; i + 8 < size; i += 8)
                std::memcpy(to + i, from + i, 8);
            std::memcpy(to + size - 8, from + size - 8, 8);
        } else if (size >= 4) {
            std::memcpy(to, from, 4);
            std::memcpy(to + size - 4, from + size - 4, 4);
        } else {
            for (std::size_t i = 0; i < size; ++i)
                to[i] = from[i];
        }
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
    std::memcpy(behind, ending.added().data(), ending.added().size());
    return first.size() + ending.kept() + ending.added().size();
}

} // namespace knowledge::text
