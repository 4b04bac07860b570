#include "bot/observe/utf8.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace bot::observe {

namespace {

constexpr std::int32_t zero_width_joiner = 0x200d;

} // namespace

character first_character(std::string_view text) {
    std::int32_t end = 0;
    UChar32 code = 0;
    // Four bytes hold every character, and ICU counts in 32 bits.
    const auto length = static_cast<std::int32_t>(text.size() < 4 ? text.size() : 4);
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    U8_NEXT(bytes, end, length, code);
    if (code < 0) return {code, 1};
    return {code, static_cast<std::size_t>(end)};
}

bool is_unsafe(std::int32_t code) {
    switch (u_charType(code)) {
    case U_CONTROL_CHAR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
    case U_PRIVATE_USE_CHAR:
    case U_UNASSIGNED:
    case U_SURROGATE:
        return true;
    case U_FORMAT_CHAR:
        return code != zero_width_joiner;
    default:
        return code < 0;
    }
}

int width_of(std::int32_t code) {
    switch (u_charType(code)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
        return 0;
    default:
        break;
    }
    // ICU instead of wcwidth(): that one depends on the locale and knows nothing in the "C" locale services run in.
    // "Ambiguous" characters (… “ ” ·) are narrow, as terminals show them unless told otherwise.
    const auto width = u_getIntPropertyValue(code, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

} // namespace bot::observe
