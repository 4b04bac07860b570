#include "knowledge/match/sketch.hpp"

#include "knowledge/text/utf8.hpp"

#include <cstdint>

namespace knowledge::match {

namespace {

// Of up to three characters, 21 bits each, to one of 512 (Fibonacci hashing).
std::size_t place_of(std::uint64_t characters) {
    return static_cast<std::size_t>((characters * 0x9E3779B97F4A7C15ULL) >> 55U);
}

bool is_letter_or_digit(char32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

} // namespace

sketch sketch_of(std::string_view normalised) {
    sketch result;
    constexpr std::uint64_t mask_of_two = (1ULL << 42U) - 1;
    std::uint64_t last_two = ' ';
    bool before_in_han = false;
    const auto take = [&](char32_t c, bool in_han) {
        result.set(place_of(last_two << 21U | c));
        last_two = (last_two << 21U | c) & mask_of_two;
        if (in_han && before_in_han) result.set(place_of(last_two));
        before_in_han = in_han;
    };
    for (std::size_t at = 0; at < normalised.size();) {
        const char32_t c = text::next_code_point(normalised, at);
        const bool in_han = text::is_unspaced_script(c);
        if (in_han || is_letter_or_digit(c))
            take(c, in_han);
        else if ((last_two & 0x1FFFFFU) != ' ')
            take(' ', false);
    }
    if ((last_two & 0x1FFFFFU) != ' ') take(' ', false);
    return result;
}

double alike(const sketch& a, const sketch& b) {
    if (a.none() || b.none()) return 0;
    return 2.0 * static_cast<double>((a & b).count()) / static_cast<double>(a.count() + b.count());
}

} // namespace knowledge::match
