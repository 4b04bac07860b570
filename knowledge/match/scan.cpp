#include "knowledge/match/scan.hpp"

#include "knowledge/match/cpu.hpp"

#include <algorithm>
#include <bit>

#ifdef QUNDA_AVX2
#include <immintrin.h>
#endif

namespace knowledge::match::scan {

namespace {

void add_dense_from(std::uint32_t from, const posting_list::block& part, std::uint16_t multiplier,
                    std::uint16_t* sums) {
    for (std::uint32_t i = from; i < part.count; ++i)
        if (part.impacts[i] != 0) sums[i] = static_cast<std::uint16_t>(sums[i] + added(multiplier, part.impacts[i]));
}

void add_dense(const posting_list::block& part, std::uint16_t multiplier, std::uint16_t* sums) {
    add_dense_from(0, part, multiplier, sums);
}

std::uint16_t highest_anywhere(std::span<const std::uint16_t> sums) {
    return sums.empty() ? std::uint16_t{0} : *std::max_element(sums.begin(), sums.end());
}

void maxima_anywhere(std::span<const std::uint16_t> sums, std::span<std::uint16_t> maxima) {
    for (std::size_t i = 0; i < maxima.size(); ++i)
        maxima[i] = highest_anywhere(sums.subspan(16 * i, std::min<std::size_t>(16, sums.size() - 16 * i)));
}

template <class Highest>
[[gnu::always_inline]] inline void add_highest_of_each(std::span<const std::uint16_t> sums,
                                                       std::span<const std::uint32_t> starts,
                                                       std::span<std::uint16_t> maxima, Highest highest) {
    for (std::size_t i = 0; i < maxima.size(); ++i) {
        const std::uint32_t from = starts[16 * i], to = starts[std::min(16 * i + 16, starts.size() - 1)];
        const std::uint32_t sum = std::uint32_t{maxima[i]} + highest(sums.subspan(from, to - from));
        maxima[i] = static_cast<std::uint16_t>(std::min<std::uint32_t>(sum, 0xFFFF));
    }
}

void add_highest_anywhere(std::span<const std::uint16_t> sums, std::span<const std::uint32_t> starts,
                          std::span<std::uint16_t> maxima) {
    add_highest_of_each(sums, starts, maxima, highest_anywhere);
}

void at_least_from(std::size_t from, std::span<const std::uint16_t> values, std::uint16_t least,
                   std::vector<std::uint32_t>& places) {
    for (std::size_t i = from; i < values.size(); ++i)
        if (values[i] >= least) places.push_back(static_cast<std::uint32_t>(i));
}

void at_least_anywhere(std::span<const std::uint16_t> values, std::uint16_t least, std::vector<std::uint32_t>& places) {
    at_least_from(0, values, least, places);
}

#ifdef QUNDA_AVX2

// 16 units at a time: the bytes become 16-bit words with the impact in the upper half, so that the upper half of the
// product is multiplier x impact / 256.
QUNDA_AVX2 void add_dense_16(const posting_list::block& part, std::uint16_t multiplier, std::uint16_t* sums) {
    const __m256i factor = _mm256_set1_epi16(static_cast<short>(multiplier));
    const __m256i one = _mm256_set1_epi16(1);
    std::uint32_t i = 0;
    for (; i + 16 <= part.count; i += 16) {
        const __m256i impacts =
            _mm256_cvtepu8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(part.impacts + i)));
        const __m256i product = _mm256_mulhi_epu16(_mm256_slli_epi16(impacts, 8), factor);
        const __m256i more = _mm256_add_epi16(product, _mm256_min_epu16(impacts, one));
        auto* const at = reinterpret_cast<__m256i*>(sums + i);
        _mm256_storeu_si256(at, _mm256_add_epi16(_mm256_loadu_si256(at), more));
    }
    add_dense_from(i, part, multiplier, sums);
}

QUNDA_AVX2 std::uint16_t highest_of(__m256i values) {
    const __m128i eight = _mm_max_epu16(_mm256_castsi256_si128(values), _mm256_extracti128_si256(values, 1));
    // The instruction finds the least: of the complements.
    const __m128i all_ones = _mm_set1_epi32(-1);
    return static_cast<std::uint16_t>(~_mm_cvtsi128_si32(_mm_minpos_epu16(_mm_xor_si128(eight, all_ones))));
}

QUNDA_AVX2 std::uint16_t highest_16(std::span<const std::uint16_t> sums) {
    if (sums.size() < 16) return highest_anywhere(sums);
    const auto sixteen = [&](std::size_t from) QUNDA_AVX2 {
        return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(sums.data() + from));
    };
    __m256i best = sixteen(sums.size() - 16); // may overlap the one before
    for (std::size_t i = 0; i + 16 < sums.size(); i += 16)
        best = _mm256_max_epu16(best, sixteen(i));
    return highest_of(best);
}

QUNDA_AVX2 void maxima_16(std::span<const std::uint16_t> sums, std::span<std::uint16_t> maxima) {
    std::size_t i = 0;
    for (; 16 * i + 16 <= sums.size(); ++i)
        maxima[i] = highest_of(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(sums.data() + 16 * i)));
    maxima_anywhere(sums.subspan(16 * i), maxima.subspan(i));
}

QUNDA_AVX2 void add_highest_16(std::span<const std::uint16_t> sums, std::span<const std::uint32_t> starts,
                               std::span<std::uint16_t> maxima) {
    add_highest_of_each(sums, starts, maxima, highest_16);
}

QUNDA_AVX2 void at_least_16(std::span<const std::uint16_t> values, std::uint16_t least,
                            std::vector<std::uint32_t>& places) {
    const __m256i wanted = _mm256_set1_epi16(static_cast<short>(least));
    std::size_t i = 0;
    for (; i + 16 <= values.size(); i += 16) {
        const __m256i here = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(values.data() + i));
        const __m256i reaches = _mm256_cmpeq_epi16(_mm256_max_epu16(here, wanted), here);
        // Two bits a value.
        for (auto left = static_cast<std::uint32_t>(_mm256_movemask_epi8(reaches)); left != 0;) {
            const auto bit = static_cast<unsigned>(std::countr_zero(left));
            places.push_back(static_cast<std::uint32_t>(i + bit / 2));
            left &= ~(3U << bit);
        }
    }
    at_least_from(i, values, least, places);
}

constexpr loops with_avx2{add_dense_16, highest_16, maxima_16, add_highest_16, at_least_16};
#endif

constexpr loops anywhere{add_dense, highest_anywhere, maxima_anywhere, add_highest_anywhere, at_least_anywhere};

#ifdef QUNDA_AVX2
const loops in_use = cpu_has_avx2() ? with_avx2 : anywhere;
#else
const loops in_use = anywhere;
#endif

} // namespace

loops plain() {
    return anywhere;
}

loops fastest() {
    return in_use;
}

void add(const posting_list::block& part, std::uint16_t multiplier, std::uint16_t* sums) {
    if (part.ids == nullptr) return in_use.add_dense(part, multiplier, sums);
    for (std::uint32_t i = 0; i < part.count; ++i) {
        std::uint16_t& sum = sums[part.id(i)];
        sum = static_cast<std::uint16_t>(sum + added(multiplier, part.impacts[i]));
    }
}

std::uint16_t highest(std::span<const std::uint16_t> sums) {
    return in_use.highest(sums);
}

void highest_of_16(std::span<const std::uint16_t> sums, std::span<std::uint16_t> maxima) {
    in_use.highest_of_16(sums, maxima);
}

void add_highest_of_parts(std::span<const std::uint16_t> sums, std::span<const std::uint32_t> starts,
                          std::span<std::uint16_t> maxima) {
    in_use.add_highest_of_parts(sums, starts, maxima);
}

void at_least(std::span<const std::uint16_t> values, std::uint16_t least, std::vector<std::uint32_t>& places) {
    in_use.at_least(values, least, places);
}

} // namespace knowledge::match::scan
