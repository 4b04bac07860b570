// Texts that look like the structure around them, for property tests: made of fragments that mean something to one of
// the formats, put together at random from a seed.
#pragma once

#include <array>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>

namespace nasty {

inline constexpr std::array<std::string_view, 72> fragments{"A：",
                                                            "A:",
                                                            "> ",
                                                            ">",
                                                            "> > ",
                                                            "**1、@x** 提问：",
                                                            "1、@x 提问：",
                                                            "@x 提问：",
                                                            "提问：",
                                                            "###",
                                                            "### ",
                                                            "# ",
                                                            "每周读者问答提炼",
                                                            "本周推荐阅读",
                                                            "-->",
                                                            "<!--",
                                                            "```",
                                                            "```java",
                                                            "~~~",
                                                            "`",
                                                            "``",
                                                            "**",
                                                            "***",
                                                            "*",
                                                            "_",
                                                            "__",
                                                            "[",
                                                            "]",
                                                            "(",
                                                            ")",
                                                            "![",
                                                            "](https://e.org/a)",
                                                            "[a](b)",
                                                            "<br>",
                                                            "<br/>",
                                                            "</br>",
                                                            "&",
                                                            "&amp;",
                                                            "&#65;",
                                                            "&#",
                                                            "&lt;",
                                                            "\\",
                                                            "\\>",
                                                            "\\*",
                                                            " ",
                                                            "  ",
                                                            "    ",
                                                            "\t",
                                                            "-",
                                                            "- ",
                                                            "1. ",
                                                            "---",
                                                            "===",
                                                            "|",
                                                            "Q：",
                                                            "问题：",
                                                            "「a」：",
                                                            "Seata：[https://e.org/s](https://e.org/s)",
                                                            "https://e.org/a_b_c",
                                                            "@",
                                                            "a",
                                                            "b",
                                                            "1",
                                                            "、",
                                                            "：",
                                                            "中文",
                                                            "😀",
                                                            "\"",
                                                            "'",
                                                            ",",
                                                            "<",
                                                            "~"};

class source {
  public:
    explicit source(unsigned seed) : engine_(seed) {}

    std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(engine_); }

    std::string line() {
        std::string out;
        for (std::size_t n = below(7); n > 0; --n)
            out += fragments[below(fragments.size())];
        return out;
    }

    std::string text() {
        std::string out = line();
        for (std::size_t n = below(6); n > 0; --n)
            out += (below(4) == 0 ? "\n\n" : "\n") + line();
        return out;
    }

  private:
    std::mt19937 engine_;
};

} // namespace nasty
