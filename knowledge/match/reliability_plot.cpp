#include "knowledge/match/reliability_plot.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace knowledge::match {

namespace {

constexpr double width = 640, height = 570;
constexpr double left = 70, right = 610;            // of both panels
constexpr double top = 50, bottom = 390;            // of the shares
constexpr double bars_top = 430, bars_bottom = 500; // of the counts
constexpr double bin_width = (right - left) / 10;

double x_of(double confidence) {
    return left + confidence / 100 * (right - left);
}

double y_of(double share) {
    return bottom - share * (bottom - top);
}

std::string line(double x1, double y1, double x2, double y2, const char* style) {
    return fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" {}/>\n", x1, y1, x2, y2, style);
}

std::string words(double x, double y, const char* anchor, const std::string& what, const char* style = "") {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" {}>{}</text>\n", x, y, anchor, style, what);
}

std::string frame() {
    std::string out;
    for (int percent = 0; percent <= 100; percent += 20) {
        const double y = y_of(percent / 100.0);
        out += line(left, y, right, y, "stroke=\"#dddddd\"");
        out += words(left - 8, y + 4, "end", fmt::format("{}%", percent));
    }
    for (int confidence = 0; confidence <= 100; confidence += 10)
        out += words(x_of(confidence), bars_bottom + 18, "middle", std::to_string(confidence));
    out += words((left + right) / 2, bars_bottom + 40, "middle", "confidence");
    out +=
        words(left, top - 26, "start", "Share that was right, by confidence", "font-size=\"16\" font-weight=\"bold\"");
    out += words(left, bars_top - 8, "start", "questions", "fill=\"#555555\"");
    out += line(left, bars_bottom, right, bars_bottom, "stroke=\"#888888\"");
    // Where a confidence means what it says.
    out += line(x_of(0), y_of(0), x_of(100), y_of(1), "stroke=\"#999999\" stroke-dasharray=\"6 5\"");
    return out;
}

// The name stands low, where confidences that can be believed leave room for it.
std::string threshold(double at, const char* colour, const std::string& name, double y) {
    const std::string style = fmt::format("stroke=\"{}\" stroke-width=\"1.5\" stroke-dasharray=\"2 3\"", colour);
    const bool leftwards = at > 70;
    return line(x_of(at), top, x_of(at), bottom, style.c_str()) +
           words(
               x_of(at) + (leftwards ? -5 : 5), y, leftwards ? "end" : "start", fmt::format("{} {:g}", name, at),
               fmt::format("fill=\"{}\" stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\"", colour).c_str());
}

} // namespace

std::string reliability_plot(const tuning& what) {
    std::string out = fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:.0f} {1:.0f}\" "
                                  "width=\"{0:.0f}\" height=\"{1:.0f}\" font-family=\"sans-serif\" font-size=\"12\">\n"
                                  "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
                                  width, height);
    out += frame();
    std::size_t most = 1;
    for (const reliability_bin& bin : what.bins)
        most = std::max(most, bin.questions);
    for (std::size_t i = 0; i < what.bins.size(); ++i) {
        const reliability_bin& bin = what.bins[i];
        if (bin.questions == 0) continue;
        const double bar = (bars_bottom - bars_top) * static_cast<double>(bin.questions) / static_cast<double>(most);
        const double from = left + static_cast<double>(i) * bin_width;
        out += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"#9db8d9\"/>\n",
                           from + 4, bars_bottom - bar, bin_width - 8, bar);
        out += words(from + bin_width / 2, bars_bottom - bar - 3, "middle", std::to_string(bin.questions));

        const double x = x_of(bin.confidence);
        out += line(x, y_of(bin.range.low), x, y_of(bin.range.high), "stroke=\"#1f4e8c\" stroke-width=\"2\"");
        for (const double end : {bin.range.low, bin.range.high})
            out += line(x - 5, y_of(end), x + 5, y_of(end), "stroke=\"#1f4e8c\" stroke-width=\"2\"");
        out += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"5\" fill=\"#1f4e8c\"/>\n", x, y_of(bin.right));
    }
    out += threshold(what.in_force.at.answer_at, "#666666", "answer_at in force", bottom - 24);
    if (what.proposed) out += threshold(what.proposed->at.answer_at, "#0a7a3d", "answer_at proposed", bottom - 8);
    out += words(
        right, height - 8, "end",
        fmt::format("{} labelled question{}; bars: 95% Wilson intervals", what.labels, what.labels == 1 ? "" : "s"),
        "fill=\"#555555\"");
    return out + "</svg>\n";
}

} // namespace knowledge::match
