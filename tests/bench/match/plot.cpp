#include "tests/bench/match/plot.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace tests::bench {

namespace {

constexpr double left = 80, top = 30, width = 560, height = 360;
constexpr double least_entries = 3, most_entries = 6, least_time = 1, most_time = 6; // powers of ten

double x_of(double entries) {
    return left + (std::log10(entries) - least_entries) / (most_entries - least_entries) * width;
}
double y_of(double microseconds) {
    return top + height - (std::log10(microseconds) - least_time) / (most_time - least_time) * height;
}

} // namespace

std::string plot(const std::vector<curve>& curves) {
    std::string svg =
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 450" font-family="sans-serif" font-size="13">)"
        "\n<rect width=\"860\" height=\"450\" fill=\"white\"/>\n";
    constexpr std::array times{"10 µs", "100 µs", "1 ms", "10 ms", "100 ms", "1 s"};
    constexpr std::array sizes{"1,000", "10,000", "100,000", "1,000,000 entries"};
    for (std::size_t i = 0; i < times.size(); ++i) {
        const double y = y_of(std::pow(10, least_time + static_cast<double>(i)));
        svg += fmt::format("<path d=\"M{} {:.1f}h{}\" stroke=\"#ddd\"/><text x=\"{}\" y=\"{:.1f}\" "
                           "text-anchor=\"end\">{}</text>\n",
                           left, y, width, left - 8, y + 4, times[i]);
    }
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const double x = x_of(std::pow(10, least_entries + static_cast<double>(i)));
        svg += fmt::format("<path d=\"M{:.1f} {}v{}\" stroke=\"#ddd\"/><text x=\"{:.1f}\" y=\"{}\" "
                           "text-anchor=\"middle\">{}</text>\n",
                           x, top, height, x, top + height + 20, sizes[i]);
    }
    svg += fmt::format("<text x=\"{}\" y=\"18\">median time of a question</text>\n", left);
    for (const curve& one : curves) {
        if (one.points.empty()) continue;
        std::string line;
        for (const auto& point : one.points)
            line += fmt::format("{}{:.1f} {:.1f}", line.empty() ? "M" : " L", x_of(point.entries),
                                y_of(point.microseconds));
        svg += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>\n", line, one.colour);
        for (const auto& point : one.points)
            svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.5\" fill=\"{}\"/>\n", x_of(point.entries),
                               y_of(point.microseconds), one.colour);
        const auto& last = one.points.back();
        svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" fill=\"{}\">{}</text>\n", x_of(last.entries) + 10,
                           y_of(last.microseconds) - 6, one.colour, one.name);
    }
    return svg + "</svg>\n";
}

} // namespace tests::bench
