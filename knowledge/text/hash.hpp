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

// The same of a text behind which eight bytes can be read: hardly a branch depends on its size, which nobody foresees
// of the words of a sentence.
[[nodiscard]] inline std::uint64_t hash_of_padded(std::string_view text) {
    constexpr std::uint64_t m = 0xC6A4A7935BD1E995ULL;
    std::uint64_t h = 0x8445D61A4E774912ULL ^ (text.size() * m);
    const auto mixed = [&h](std::uint64_t k) {
        k *= m;
        k ^= k >> 47U;
        return (h ^ k * m) * m;
    };
    const char* at = text.data();
    std::uint64_t eight = 0;
    for (const char* const behind = at + text.size() / 8 * 8; at != behind; at += 8) {
        std::memcpy(&eight, at, 8);
        h = mixed(eight);
    }
    std::memcpy(&eight, at, 8);
    const std::uint64_t left = text.size() % 8;
    const auto byte = [eight](std::uint64_t i) { return eight >> 8 * (i & 7U) & 0xFFU; };
    const std::uint64_t halves = (eight >> 8 * ((left - 4) & 7U)) << 32U | (eight & 0xFFFFFFFFU);
    const std::uint64_t bytes = byte(0) << 16U | byte(left / 2) << 8U | byte(left - 1);
    const auto choose = [](bool first, std::uint64_t a, std::uint64_t b) {
        return b ^ ((a ^ b) & (0 - std::uint64_t{first}));
    };
    h = choose(left > 0, mixed(choose(left >= 4, halves, bytes)), h);
    h = (h ^ (h >> 47U)) * m;
    return h ^ (h >> 47U);
}

} // namespace knowledge::text
