#include "knowledge/match/sketch.hpp"

#include "knowledge/match/cpu.hpp"
#include "knowledge/text/utf8.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

namespace knowledge::match {

namespace {

// Of up to three characters, 21 bits each, to one of 512 (Fibonacci hashing).
std::size_t place_of(std::uint64_t characters) {
    return static_cast<std::size_t>((characters * 0x9E3779B97F4A7C15ULL) >> 55U);
}

bool is_letter_or_digit(char32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

struct counts {
    std::size_t a = 0, b = 0, common = 0;
};

[[gnu::always_inline]] inline counts count_words(const sketch& a, const sketch& b) {
    constexpr std::size_t words = sizeof(sketch) / sizeof(std::uint64_t);
    static_assert(sizeof(sketch) * 8 == sketch().size());
    std::uint64_t of_a[words], of_b[words];
    std::memcpy(of_a, &a, sizeof a);
    std::memcpy(of_b, &b, sizeof b);
    counts result;
    for (std::size_t i = 0; i < words; ++i) {
        result.a += static_cast<std::size_t>(std::popcount(of_a[i]));
        result.b += static_cast<std::size_t>(std::popcount(of_b[i]));
        result.common += static_cast<std::size_t>(std::popcount(of_a[i] & of_b[i]));
    }
    return result;
}

counts count_anywhere(const sketch& a, const sketch& b) {
    return count_words(a, b);
}

#ifdef QUNDA_AVX2
QUNDA_AVX2 counts count_at_once(const sketch& a, const sketch& b) {
    return count_words(a, b);
}
const auto count = cpu_has_avx2() ? count_at_once : count_anywhere;
#else
const auto count = count_anywhere;
#endif

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
    const counts bits = count(a, b);
    if (bits.a == 0 || bits.b == 0) return 0;
    return 2.0 * static_cast<double>(bits.common) / static_cast<double>(bits.a + bits.b);
}

} // namespace knowledge::match
