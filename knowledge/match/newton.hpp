// What the two fits (fit.cpp, fit_order.cpp) share: the step of Newton's method.
#pragma once

#include "knowledge/match/features.hpp"

#include <array>

namespace knowledge::match {

inline constexpr std::size_t parameters = feature_count + 1; // the intercept first

using column = std::array<double, parameters>;
using matrix = std::array<column, parameters>;

// Solves a x = b for a symmetric positive definite `a`, of which the lower half is read; it is overwritten.
[[nodiscard]] column solve(matrix& a, column b);

} // namespace knowledge::match
