#include "knowledge/text/utf8.hpp"

#include <unicode/utf8.h>

#include <cstdint>

namespace knowledge::text {

char32_t next_code_point_slowly(std::string_view bytes, std::size_t& at) {
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

} // namespace knowledge::text
