// Small helpers on UTF-8 text that every adapter needs. Pure; nothing here knows a platform.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace adapters::chat {

// The same text as valid UTF-8 without control characters: what is not UTF-8 becomes U+FFFD, controls other than line
// feed and tab are dropped.
[[nodiscard]] std::string repaired(std::string_view text);

// Without white space at both ends. Unicode's white space counts, and what takes no width (U+200B, U+FEFF …): clients
// put them beside mentions.
[[nodiscard]] std::string_view trimmed(std::string_view text);

// Code points of valid UTF-8.
[[nodiscard]] std::size_t count_characters(std::string_view text);
// At most the first `count` code points.
[[nodiscard]] std::string_view first_characters(std::string_view text, std::size_t count);

// One line: line breaks and runs of white space are single blanks.
[[nodiscard]] std::string one_line(std::string_view text);

// Plain text for a page, between tags or in a quoted attribute.
[[nodiscard]] std::string html(std::string_view plain);

// ASCII white space.
[[nodiscard]] constexpr bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
// A letter or digit as far as a single byte tells: ASCII ones, and every byte of a longer sequence.
[[nodiscard]] constexpr bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}
// An ASCII letter or digit.
[[nodiscard]] constexpr bool is_ascii_word(char c) {
    return is_word(c) && static_cast<unsigned char>(c) < 0x80;
}
// Whether a name ends where `rest` goes on: "@Bot2" is not "@Bot", but Chinese may follow at once.
[[nodiscard]] constexpr bool ends_a_word(std::string_view name, std::string_view rest) {
    return rest.empty() || !is_ascii_word(name.back()) || !is_ascii_word(rest.front());
}
// ASCII letters and digits only, 1 to `limit` of them: what ids of platforms look like.
[[nodiscard]] bool is_plain_id(std::string_view text, std::size_t limit = 64);

// Takes no width; separates what a client would otherwise read as one mark or mention.
inline constexpr std::string_view zero_width_space = "\u200b";

} // namespace adapters::chat
