// A set of labelled questions as it would be while its knowledge is young: few entries, and most of what people ask is
// not known yet. Levels of confidence learnt from full knowledge alone are far too high there: with ten entries a word
// that is in one of them is rare, and nearly every word of a question is in none.
#pragma once

#include "knowledge/match/eval_set.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace knowledge::match {

inline constexpr std::array<std::size_t, 4> young_sizes{5, 10, 30, 100};

struct young_set {
    eval_set set; // with the name of the whole and the number of entries
    std::size_t entries = 0;
    std::vector<std::size_t> of_whole; // where each of its questions is among those of the whole set
};

// Several draws of each size that is at most half of the whole, always the same: half of the entries are right for some
// question, and as many questions that they answer are kept as others, at random. None of a set that names no entries.
[[nodiscard]] std::vector<young_set> young_sets(const eval_set& whole);

} // namespace knowledge::match
