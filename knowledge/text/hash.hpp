// A hash of a short text, for tables of words and terms. Eight bytes at a time, two multiplications each (MurmurHash2's
// mixing). The same on every machine of one byte order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace knowledge::text {

[[nodiscard]] inline std::uint64_t hash_of(std::string_view text) {
    constexpr std::uint64_t m = 0xC6A4A7935BD1E995ULL;
    std::uint64_t h = 0x8445D61A4E774912ULL ^ (text.size() * m);
    const char* at = text.data();
    std::size_t left = text.size();
    const auto mix = [&h](std::uint64_t k) {
        k *= m;
        k ^= k >> 47U;
        h = (h ^ k * m) * m;
    };
    for (; left >= 8; left -= 8, at += 8) {
        std::uint64_t k = 0;
        std::memcpy(&k, at, 8);
        mix(k);
    }
    // What is left, without a loop: two halves that may overlap.
    if (left >= 4) {
        std::uint32_t low = 0, high = 0;
        std::memcpy(&low, at, 4);
        std::memcpy(&high, at + left - 4, 4);
        mix(std::uint64_t{high} << 32U | low);
    } else if (left > 0) {
        const auto byte = [at](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(at[i])}; };
        mix(byte(0) << 16U | byte(left / 2) << 8U | byte(left - 1));
    }
    h = (h ^ (h >> 47U)) * m;
    return h ^ (h >> 47U);
}

} // namespace knowledge::text
