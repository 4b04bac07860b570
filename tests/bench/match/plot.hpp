// Latency against size, both in powers of ten, as SVG.
#pragma once

#include <string>
#include <vector>

namespace tests::bench {

struct curve {
    std::string name, colour;
    struct point {
        double entries, microseconds;
    };
    std::vector<point> points;
};

[[nodiscard]] std::string plot(const std::vector<curve>& curves);

} // namespace tests::bench
