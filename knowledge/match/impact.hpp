// How much a term counts in a field. The score of BM25F is additive over terms but saturates over fields together:
// s(x) = x / (x + k1) with x = 2.0 wording + 0.7 answer + 0.3 context, each by its length. It comes in shares that add
// up to exactly that: the answer's share is s(answer), the context's s(answer + context) - s(answer), and the wording's
// the rest. So one pass over the postings gives, for each wording, the BM25F score as if the entry had that wording
// only.
//
// A posting keeps its share in a byte, rounded up: a bound, good for finding the best few. The share itself is found
// from the byte again: it comes from how often the term occurs, a small number, and only one such number gives that
// byte. (Beyond some fifteen times the shares lie closer together than bytes do; then the smallest number counts.)
#pragma once

#include "knowledge/match/postings.hpp"

#include <algorithm>
#include <cstdint>

namespace knowledge::match {

// Length normalisation and weights of the fields; found on the evaluation sets.
struct field_weight {
    float boost, slope; // slope 0: length does not matter, 1: it matters fully (BM25's b)
};
inline constexpr std::array<field_weight, field_count> field_weights = {{{2.0F, 0.3F}, {0.7F, 0.6F}, {0.3F, 0.5F}}};
inline constexpr float k1 = 1.2F;

inline constexpr std::uint32_t most_counted = 100; // times a term counts in a field: a share stays below 255/256

[[nodiscard]] inline float saturated(float x) {
    return x / (x + k1);
}

// What one occurrence adds to x in a field of so many tokens.
[[nodiscard]] inline float worth_of_one(field which, float length, float mean_length) {
    const field_weight& weight = field_weights[static_cast<std::size_t>(which)];
    return weight.boost / (1 - weight.slope + weight.slope * length / mean_length);
}

// The share of `x` beside `others`.
[[nodiscard]] inline float share_beside(float others, float x) {
    return saturated(others + x) - saturated(others);
}

// Rounded up to a 256th; never 0.
[[nodiscard]] inline std::uint8_t as_byte(float share) {
    return static_cast<std::uint8_t>(std::min(255.0F, share * 256.0F + 1.0F));
}

} // namespace knowledge::match
