#include "knowledge/text/utf8.hpp"

#include <unicode/utf8.h>

#include <cstdint>

namespace knowledge::text {

char32_t next_code_point(std::string_view bytes, std::size_t& at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    if (first < 0x80) {
        ++at;
        return first;
    }
    const auto* raw = reinterpret_cast<const std::uint8_t*>(bytes.data());
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(raw, at, bytes.size(), c);
    return static_cast<char32_t>(c);
}

void append_code_point(std::string& bytes, char32_t code_point) {
    if (code_point < 0x80) {
        bytes.push_back(static_cast<char>(code_point));
        return;
    }
    std::uint8_t raw[U8_MAX_LENGTH];
    std::size_t length = 0;
    U8_APPEND_UNSAFE(raw, length, static_cast<UChar32>(code_point));
    bytes.append(reinterpret_cast<const char*>(raw), length);
}

bool is_unspaced_script(char32_t c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x3040 && c <= 0x30FF) ||
           (c >= 0xAC00 && c <= 0xD7AF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF) ||
           c == 0x3005 || c == 0x3007;
}

} // namespace knowledge::text
