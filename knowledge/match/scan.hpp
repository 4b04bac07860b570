// The inner loops over all entries, in 16 bits. Each has a plain variant and one for AVX2, chosen at run time, with the
// same results to the bit.
#pragma once

#include "knowledge/match/postings.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace knowledge::match::scan {

// What a posting adds: multiplier x impact / 256, and at most 1 more. So a sum is a bound from above.
[[nodiscard]] inline std::uint16_t added(std::uint32_t multiplier, std::uint32_t impact) {
    return static_cast<std::uint16_t>((multiplier * impact >> 8U) + 1);
}

// Adds what postings in `part` give to the sums of the units of its chunk.
void add(const posting_list::block& part, std::uint16_t multiplier, std::uint16_t* sums);

// The greatest of them, 0 of none.
[[nodiscard]] std::uint16_t highest(std::span<const std::uint16_t> sums);

// Sets maxima[i] to the greatest of sums[16 i] … sums[16 i + 15]; as many maxima as needed, the last of what is left.
void highest_of_16(std::span<const std::uint16_t> sums, std::span<std::uint16_t> maxima);

// The same of parts of several lengths, added to what is there, at most 65,535: maxima[i] of the part that begins at
// starts[16 i] and ends before starts[16 i + 16], or before the last of them.
void add_highest_of_parts(std::span<const std::uint16_t> sums, std::span<const std::uint32_t> starts,
                          std::span<std::uint16_t> maxima);

// Appends the places of those that are not less than `least`, ascending.
void at_least(std::span<const std::uint16_t> values, std::uint16_t least, std::vector<std::uint32_t>& places);

// The loops by themselves: a test compares the plain ones with those that this processor is given.
struct loops {
    void (*add_dense)(const posting_list::block& part, std::uint16_t multiplier, std::uint16_t* sums); // without ids
    std::uint16_t (*highest)(std::span<const std::uint16_t> sums);
    void (*highest_of_16)(std::span<const std::uint16_t> sums, std::span<std::uint16_t> maxima);
    void (*add_highest_of_parts)(std::span<const std::uint16_t> sums, std::span<const std::uint32_t> starts,
                                 std::span<std::uint16_t> maxima);
    void (*at_least)(std::span<const std::uint16_t> values, std::uint16_t least, std::vector<std::uint32_t>& places);
};
[[nodiscard]] loops plain();
[[nodiscard]] loops fastest();

} // namespace knowledge::match::scan
