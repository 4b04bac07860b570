#include "bot/conversation/short_number.hpp"

#include <array>
#include <charconv>
#include <system_error>

namespace bot::conversation {

namespace {

constexpr int radix = 36; // digits and letters

} // namespace

std::string short_number(std::int64_t number) {
    std::array<char, 16> digits{}; // 64 bits are 13 digits, and a sign
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, radix).ptr;
    return {digits.data(), end};
}

std::optional<std::int64_t> from_short_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number, radix);
    if (trouble != std::errc() || end != text.data() + text.size()) return std::nullopt;
    // Neither "-5" nor other spellings: "A5", "05".
    if (number <= 0 || short_number(number) != text) return std::nullopt;
    return number;
}

} // namespace bot::conversation
