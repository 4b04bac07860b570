#include "knowledge/match/wilson.hpp"

#include <algorithm>
#include <cmath>

namespace knowledge::match {

interval wilson(double right, double all, double deviations) {
    if (all <= 0) return {};
    const double share = right / all;
    const double squared = deviations * deviations;
    const double middle = share + squared / (2 * all);
    const double spread = deviations * std::sqrt(share * (1 - share) / all + squared / (4 * all * all));
    const double scale = 1 + squared / all;
    return {std::max(0.0, (middle - spread) / scale), std::min(1.0, (middle + spread) / scale)};
}

double fewest_to_prove(double share, double deviations) {
    return deviations * deviations * share / (1 - share);
}

} // namespace knowledge::match
