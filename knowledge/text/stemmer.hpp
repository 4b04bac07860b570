// The steps of Snowball's English stemmer (https://snowballstem.org/algorithms/english/stemmer.html), for stem.hpp and
// stem_pair.hpp, which say what is stemmed.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace knowledge::text::stemming {

// Letters by bit. A y that is a consonant is written Y meanwhile.
constexpr std::uint32_t bits_of(std::string_view letters) {
    std::uint32_t bits = 0;
    for (const char c : letters)
        bits |= 1U << (c - 'a');
    return bits;
}
inline constexpr std::uint32_t vowels = bits_of("aeiouy"), vowels_wx = bits_of("aeiouywx"),
                               before_li = bits_of("cdeghkmnrt");
inline constexpr std::uint32_t doubled = bits_of("bdfgmnprt");

inline bool is_in(std::uint32_t letters, char c) {
    return c >= 'a' && (letters >> (c - 'a') & 1U) != 0;
}

struct ending {
    std::string_view is, becomes;
    enum class when { always, after_l, after_s_or_t, after_valid, in_r2 } only = when::always;
};

// The longest first, of those with the same last letter.
inline constexpr std::array second_step{
    ending{"ational", "ate"},
    ending{"tional", "tion"},
    ending{"ization", "ize"},
    ending{"ation", "ate"},
    ending{"ator", "ate"},
    ending{"izer", "ize"},
    ending{"alism", "al"},
    ending{"fulness", "ful"},
    ending{"ousness", "ous"},
    ending{"iveness", "ive"},
    ending{"lessli", "less"},
    ending{"biliti", "ble"},
    ending{"entli", "ent"},
    ending{"ousli", "ous"},
    ending{"fulli", "ful"},
    ending{"aliti", "al"},
    ending{"iviti", "ive"},
    ending{"enci", "ence"},
    ending{"anci", "ance"},
    ending{"abli", "able"},
    ending{"alli", "al"},
    ending{"bli", "ble"},
    ending{"ogi", "og", ending::when::after_l},
    ending{"li", "", ending::when::after_valid},
};
inline constexpr std::array third_step{
    ending{"ational", "ate"}, ending{"tional", "tion"}, ending{"ical", "ic"},
    ending{"alize", "al"},    ending{"icate", "ic"},    ending{"ative", "", ending::when::in_r2},
    ending{"iciti", "ic"},    ending{"ness", ""},       ending{"ful", ""},
};
inline constexpr std::array fourth_step{
    ending{"ement", ""}, ending{"ment", ""}, ending{"ent", ""},
    ending{"ant", ""},   ending{"ance", ""}, ending{"ence", ""},
    ending{"able", ""},  ending{"ible", ""}, ending{"ate", ""},
    ending{"ive", ""},   ending{"ize", ""},  ending{"ism", ""},
    ending{"iti", ""},   ending{"ous", ""},  ending{"ion", "", ending::when::after_s_or_t},
    ending{"al", ""},    ending{"er", ""},   ending{"ic", ""},
};

inline constexpr std::array<std::string_view, 8> left_after_plural{"inning",  "outing",  "canning", "herring",
                                                                   "earring", "proceed", "exceed",  "succeed"};

// Where the endings with these last two letters begin in a list, which most words have no ending of: one look tells.
template <std::size_t Size>
class beginnings {
  public:
    explicit constexpr beginnings(const std::array<ending, Size>& endings) {
        first_.fill(Size);
        for (std::size_t i = Size; i > 0; --i) {
            const std::string_view is = endings[i - 1].is;
            first_[place_of(is[is.size() - 2], is.back())] = static_cast<std::uint8_t>(i - 1);
        }
    }
    // The size of the list when there are none.
    [[nodiscard]] std::size_t of(char before, char last) const { return first_[place_of(before, last)]; }

  private:
    static constexpr std::size_t place_of(char before, char last) { // of letters
        return (static_cast<unsigned char>(before) & 31U) * 32U + (static_cast<unsigned char>(last) & 31U);
    }

    std::array<std::uint8_t, 1024> first_{};
};
inline constexpr beginnings of_second_step(second_step);
inline constexpr beginnings of_third_step(third_step);
inline constexpr beginnings of_fourth_step(fourth_step);

// Of at least four bytes, eight at a time.
struct letters {
    bool all = true;    // a-z and nothing else
    bool has_y = false; // when all are

    explicit letters(std::string_view word) {
        const char* const data = word.data();
        if (word.size() < 8) {
            look_at(read<std::uint32_t>(data) | std::uint64_t{read<std::uint32_t>(data + word.size() - 4)} << 32U);
            return;
        }
        for (std::size_t i = 0; i + 8 < word.size(); i += 8)
            look_at(read<std::uint64_t>(data + i));
        look_at(read<std::uint64_t>(data + word.size() - 8));
    }

  private:
    static constexpr std::uint64_t each = 0x0101010101010101ULL, high_bits = 0x80 * each;

    template <class T>
    static T read(const char* from) {
        T value{};
        std::memcpy(&value, from, sizeof value);
        return value;
    }
    void look_at(std::uint64_t eight) {
        const std::uint64_t low = eight & ~high_bits; // so that no sum carries into the next byte
        const std::uint64_t from_a = low + (0x80 - 'a') * each, behind_z = low + (0x7F - 'z') * each;
        all = all && (~eight & from_a & ~behind_z & high_bits) == high_bits;
        const std::uint64_t other_than_y = (low ^ 'y' * each) + 0x7F * each;
        has_y = has_y || (~other_than_y & high_bits) != 0;
    }
};

// `watched`: tells afterwards how near the beginning of the word it looked at what letters there are, but for where
// vowels are, which begins the word's regions.
template <bool watched>
class stemmer {
  public:
    // Of at least four bytes, all a-z.
    stemmer(char* word, std::size_t size) : word_(word), size_(size) {}

    [[nodiscard]] std::size_t lowest_looked_at() const { return lowest_; }

    std::size_t run(bool has_y) {
        if (has_y) mark_consonant_y();
        mark_regions();
        plural();
        if (!is_left_after_plural()) {
            past_and_ing();
            final_y();
            replace(second_step, of_second_step, r1_);
            replace(third_step, of_third_step, r1_);
            replace(fourth_step, of_fourth_step, r2_);
            final_e_or_l();
        }
        if (has_consonant_y_) std::replace(word_, word_ + size_, 'Y', 'y');
        return size_;
    }

  private:
    [[nodiscard]] bool vowel(std::size_t at) const { return is_in(vowels, word_[at]); }
    [[nodiscard]] char letter(std::size_t at) const {
        if constexpr (watched) lowest_ = std::min(lowest_, at);
        return word_[at];
    }
    [[nodiscard]] bool vowel_letter(std::size_t at) const { return is_in(vowels, letter(at)); }
    [[nodiscard]] bool ends_with(std::string_view ending) const {
        if (size_ < ending.size()) return false;
        const std::size_t from = size_ - ending.size();
        for (std::size_t i = ending.size(); i > 0; --i)
            if (letter(from + i - 1) != ending[i - 1]) return false;
        return true;
    }
    [[nodiscard]] bool vowel_before(std::size_t behind) const {
        for (std::size_t i = 0; i < behind; ++i)
            if (vowel(i)) return true;
        return false;
    }
    // A short syllable ends at `behind`.
    [[nodiscard]] bool short_syllable(std::size_t behind) const {
        if (behind >= 3 && !is_in(vowels_wx, letter(behind - 1)) && letter(behind - 1) != 'Y' &&
            vowel_letter(behind - 2) && !vowel_letter(behind - 3))
            return true;
        return behind == 2 && !vowel_letter(1) && vowel_letter(0);
    }

    void mark_consonant_y() {
        for (std::size_t i = 0; i < size_; ++i) {
            if (word_[i] != 'y' || (i > 0 && !vowel(i - 1))) continue;
            word_[i] = 'Y';
            has_consonant_y_ = true;
        }
    }

    std::size_t behind_vowel_and_consonant(std::size_t from) const {
        while (from < size_ && !vowel(from))
            ++from;
        while (from < size_ && vowel(from))
            ++from;
        return std::min(from + 1, size_);
    }

    void mark_regions() {
        const std::string_view all(word_, size_);
        r1_ = 0;
        for (const std::string_view prefix : {"gener", "commun", "arsen"})
            if (all.front() == prefix.front() && all.substr(0, prefix.size()) == prefix) r1_ = prefix.size();
        if (r1_ == 0) r1_ = behind_vowel_and_consonant(0);
        r2_ = behind_vowel_and_consonant(r1_);
    }

    void plural() {
        const char last = letter(size_ - 1);
        if (last == 'd') {
            if (ends_with("ied")) size_ -= size_ > 4 ? 2 : 1;
            return;
        }
        if (last != 's') return;
        if (ends_with("sses")) {
            size_ -= 2;
        } else if (ends_with("ies")) {
            size_ -= size_ > 4 ? 2 : 1;
        } else if (!ends_with("us") && !ends_with("ss") && vowel_before(size_ - 2)) {
            --size_;
        }
    }

    [[nodiscard]] bool is_left_after_plural() const {
        const char last = letter(size_ - 1);
        if (last != 'g' && last != 'd') return false;
        const auto kept = [this](std::string_view whole) { return whole.size() == size_ && ends_with(whole); };
        return std::any_of(left_after_plural.begin(), left_after_plural.end(), kept);
    }

    void past_and_ing() {
        const char last = letter(size_ - 1);
        if (last != 'd' && last != 'g' && last != 'y') return;
        for (const std::string_view ending : {"eedly", "eed"})
            if (ends_with(ending)) {
                if (size_ - ending.size() >= r1_) size_ = size_ - ending.size() + 2;
                return;
            }
        for (const std::string_view ending : {"ingly", "edly", "ing", "ed"})
            if (ends_with(ending)) {
                if (vowel_before(size_ - ending.size())) {
                    size_ -= ending.size();
                    mend();
                }
                return;
            }
    }

    // What was left out before "ed" and "ing", or doubled.
    void mend() {
        const bool lost_e = ends_with("at") || ends_with("bl") || ends_with("iz");
        if (!lost_e && size_ >= 2 && letter(size_ - 1) == letter(size_ - 2) && is_in(doubled, letter(size_ - 1)))
            --size_;
        else if (lost_e || (size_ == r1_ && short_syllable(size_)))
            word_[size_++] = 'e';
    }

    void final_y() {
        if (size_ > 2 && (letter(size_ - 1) == 'y' || letter(size_ - 1) == 'Y') && !vowel_letter(size_ - 2))
            word_[size_ - 1] = 'i';
    }

    // The longest ending that is there decides, also when it may not be replaced.
    template <std::size_t Size>
    void replace(const std::array<ending, Size>& endings, const beginnings<Size>& where, std::size_t region) {
        if (size_ < 2) return;
        for (std::size_t i = where.of(letter(size_ - 2), letter(size_ - 1)); i < Size; ++i) {
            const ending& one = endings[i];
            if (!ends_with(one.is)) continue;
            const std::size_t from = size_ - one.is.size();
            if (from < region || !allowed(one, from)) return;
            std::memcpy(word_ + from, one.becomes.data(), one.becomes.size());
            size_ = from + one.becomes.size();
            return;
        }
    }

    [[nodiscard]] bool allowed(const ending& one, std::size_t from) const {
        const char before = from > 0 && one.only != ending::when::always ? letter(from - 1) : '\0';
        switch (one.only) {
        case ending::when::always:
            return true;
        case ending::when::after_l:
            return before == 'l';
        case ending::when::after_s_or_t:
            return before == 's' || before == 't';
        case ending::when::after_valid:
            return is_in(before_li, before);
        case ending::when::in_r2:
            return from >= r2_;
        }
        return false;
    }

    void final_e_or_l() {
        const std::size_t from = size_ - 1;
        if (letter(from) == 'e') {
            if (from >= r2_ || (from >= r1_ && !short_syllable(from))) size_ = from;
        } else if (letter(from) == 'l') {
            if (from >= r2_ && from > 0 && letter(from - 1) == 'l') size_ = from;
        }
    }

    char* word_;
    std::size_t size_, r1_ = 0, r2_ = 0; // where the regions begin in which endings may go
    bool has_consonant_y_ = false;
    mutable std::size_t lowest_ = static_cast<std::size_t>(-1);
};

} // namespace knowledge::text::stemming
