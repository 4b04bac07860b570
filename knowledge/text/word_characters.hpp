// Which characters words are made of.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace knowledge::text {

[[nodiscard]] inline bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
[[nodiscard]] inline bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
[[nodiscard]] inline bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
[[nodiscard]] inline bool is_ascii_word_character(char c) {
    return is_upper(c) || is_lower(c) || is_digit(c);
}

// Between the pieces of a word.
[[nodiscard]] inline bool is_joiner(char c) {
    return c == '.' || c == '_' || c == '-' || c == '\'';
}

[[nodiscard]] bool is_letter_beyond_ascii(char32_t c); // or a digit, of a script with spaces between words

[[nodiscard]] inline bool is_word_character(char32_t c) {
    return c < 0x80 ? is_ascii_word_character(static_cast<char>(c)) : is_letter_beyond_ascii(c);
}

[[nodiscard]] inline bool is_number(std::string_view word) {
    return std::all_of(word.begin(), word.end(), is_digit);
}

// Behind the ASCII letters and digits that begin at `at`: eight at a time, since a branch a character is guessed wrong
// at the end of each word.
[[nodiscard]] inline std::size_t behind_ascii_word(std::string_view text, std::size_t at) {
    constexpr std::uint64_t each = 0x0101010101010101ULL, high_bits = 0x80 * each;
    for (std::uint64_t eight = 0; text.size() - at >= sizeof eight; at += sizeof eight) {
        std::memcpy(&eight, text.data() + at, sizeof eight);
        const std::uint64_t low = eight & ~high_bits, letters = low | 0x20 * each; // no sum carries into the next byte
        const auto from = [](std::uint64_t bytes, std::uint64_t c) { return bytes + (0x80 - c) * each; };
        const std::uint64_t within =
            (from(letters, 'a') & ~from(letters, 'z' + 1)) | (from(low, '0') & ~from(low, '9' + 1));
        const std::uint64_t without = (~within | eight) & high_bits;
        if (without != 0) {
            static_assert(std::endian::native == std::endian::little);
            return at + static_cast<std::size_t>(std::countr_zero(without)) / 8;
        }
    }
    while (at < text.size() && is_ascii_word_character(text[at]))
        ++at;
    return at;
}

} // namespace knowledge::text
