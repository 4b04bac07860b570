// How far a share counted on few cases may be off (Wilson's score interval). Shares of weights work as well: half a
// case proves half as much. Pure.
#pragma once

namespace knowledge::match {

struct interval {
    double low = 0, high = 1;
};

// In standard deviations. One-sided: the share is above `low` with 95%. Two-sided: it is within with 95%.
inline constexpr double surely_above = 1.645, surely_within = 1.96;

// `right` of `all`, 0 <= right <= all; everything from 0 to 1 when `all` is 0.
[[nodiscard]] interval wilson(double right, double all, double deviations);

// How many cases, all of them right, it takes for `low` to reach `share` (below 1).
[[nodiscard]] double fewest_to_prove(double share, double deviations);

} // namespace knowledge::match
