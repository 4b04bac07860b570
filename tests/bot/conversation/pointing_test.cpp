#include "bot/conversation/pointing.hpp"

#include <catch2/catch.hpp>

using bot::conversation::only_points;

TEST_CASE("what only points is told from what says something", "[conversation]") {
    auto [text, points] = GENERATE(table<const char*, bool>({
        {"?", true},
        {"？？？", true},
        {"👆", true},
        {"☝️ ?", true},
        {"^^", true},
        {"同问", true},
        {"這個問題？", true}, // traditional
        {" Any ideas?! ", true},
        {"THIS", true},
        {"帮忙看看～", true},
        {"", false},
        {"   ", false},
        {"!", false},
        {"👍", false},
        {"谢谢", false},
        {"help", false}, // a command
        {"这个怎么升级", false},
        {"this is wrong", false},
        {"12", false},
        {"\xff", false},
    }));
    INFO(text);
    CHECK(only_points(text) == points);
}
