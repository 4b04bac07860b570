// UTF-8 read and written one code point at a time; what is not UTF-8 reads as U+FFFD. For anything that needs Unicode
// properties, normalise first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace knowledge::text {

// The code point at `at`, which moves behind it. Precondition: at < bytes.size().
[[nodiscard]] char32_t next_code_point_slowly(std::string_view bytes, std::size_t& at);

[[nodiscard]] inline char32_t next_code_point(std::string_view bytes, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[at + i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) {
        ++at;
        return first;
    }
    // Nearly all Chinese.
    if (first > 0xE0 && first < 0xED && bytes.size() - at >= 3 && (byte(1) & 0xC0U) == 0x80 &&
        (byte(2) & 0xC0U) == 0x80) {
        const char32_t c = (first & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
        at += 3;
        return c;
    }
    return next_code_point_slowly(bytes, at);
}

// How many bytes at `at` are surely ASCII: eight at a time, so there may be up to seven more.
[[nodiscard]] inline std::size_t ascii_at(std::string_view bytes, std::size_t at) {
    const std::size_t from = at;
    for (std::uint64_t eight = 0; bytes.size() - at >= sizeof eight; at += sizeof eight) {
        std::memcpy(&eight, bytes.data() + at, sizeof eight);
        if ((eight & 0x8080808080808080ULL) != 0) break;
    }
    return at - from;
}

void append_code_point(std::string& bytes, char32_t code_point);

// Characters written without spaces between words: Han, kana, Hangul. They are cut into single characters and pairs.
[[nodiscard]] inline bool is_unspaced_script(char32_t c) {
    if (c < 0x3005) return false;
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x3040 && c <= 0x30FF) ||
           (c >= 0xAC00 && c <= 0xD7AF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF) ||
           c == 0x3005 || c == 0x3007;
}

} // namespace knowledge::text
