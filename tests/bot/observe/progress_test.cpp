#include "bot/observe/progress.hpp"

#include <catch2/catch.hpp>

#include <vector>

using bot::observe::progress;
using namespace std::chrono_literals;

namespace {

const auto start = progress::clock::time_point{} + 1h;

struct screen {
    std::vector<std::string> pieces;
    progress::options options(std::string label, std::size_t total, std::size_t columns = 80) {
        return {std::move(label), total, columns, [this](std::string_view text) { pieces.emplace_back(text); }};
    }
};

} // namespace

TEST_CASE("the bar is drawn at once, then ten times a second at most", "[observe]") {
    screen seen;
    {
        progress bar(seen.options("import", 4, 34));
        bar.show(0, start);
        bar.show(1, start + 99ms);
        bar.show(2, start + 100ms);
        bar.show(3, start + 150ms);
        bar.show(4, start + 200ms);
    }
    CHECK(seen.pieces == std::vector<std::string>{"\r\x1b[Kimport [                ] 0/4 0%",
                                                  "\r\x1b[Kimport [########        ] 2/4 50%",
                                                  "\r\x1b[Kimport [################] 4/4 100%", "\r\x1b[K"});
}

TEST_CASE("more than expected is still a full bar", "[observe]") {
    screen seen;
    progress bar(seen.options("导入", 2, 24));
    bar.show(5, start);
    CHECK(seen.pieces.at(0) == "\r\x1b[K导入 [########] 2/2 100%");
}

TEST_CASE("with an unknown total only the count is shown", "[observe]") {
    screen seen;
    progress bar(seen.options("import", 0));
    bar.show(17, start);
    CHECK(seen.pieces.at(0) == "\r\x1b[Kimport 17");
}

TEST_CASE("without a terminal there is no bar", "[observe]") {
    auto how = screen{}.options("import", 4);
    how.write = nullptr;
    progress bar(std::move(how));
    bar.show(1, start);
    SUCCEED("nothing was written and nothing crashed");
}

TEST_CASE("a bar that was never drawn leaves no trace", "[observe]") {
    screen seen;
    { const progress bar(seen.options("import", 4)); }
    CHECK(seen.pieces.empty());
}
