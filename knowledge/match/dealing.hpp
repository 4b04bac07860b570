// Deals questions into folds, and anything else into an order, the same way at every run and everywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace knowledge::match {

// Folds of equal size (give or take one) in a shuffled but fixed order.
struct dealt {
    std::vector<std::size_t> order; // of the questions
    std::vector<std::size_t> fold;  // of each
};

// Another `dealing` shuffles otherwise.
[[nodiscard]] dealt deal(std::size_t questions, std::size_t folds, std::uint64_t dealing);

} // namespace knowledge::match
