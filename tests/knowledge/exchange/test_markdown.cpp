#include "knowledge/exchange/markdown.hpp"
#include "knowledge/exchange/tidy.hpp"
#include "tests/knowledge/exchange/nasty.hpp"

#include <catch2/catch.hpp>

using namespace knowledge::exchange;

TEST_CASE("Markdown as plain text", "[exchange]") {
    auto [markdown, plain, images] = GENERATE(table<const char*, const char*, int>({
        {"**重点**在这里", "重点在这里", 0},
        {"见 [文档](https://example.org/d)", "见 文档 https://example.org/d", 0},
        {"[https://example.org/d](https://example.org/d)", "https://example.org/d", 0},
        {"*[https://example.org/d](https://example.org/d)*", "https://example.org/d", 0},
        {"<https://example.org/d>", "https://example.org/d", 0},
        {"看图![图](https://example.org/a.png)", "看图", 1},
        {"[a](b(c)d)", "a b(c)d", 0},
        {"用 `a ** b` 不行", "用 `a ** b` 不行", 0},
        {"select * from t", "select * from t", 0},
        {"a &amp;&lt;b&gt; &#20320;", "a &<b> 你", 0},
        {"C:\\Users", "C:\\Users", 0},
        {"\\*\\*不是粗体\\*\\*", "**不是粗体**", 0},
        {"没有关上 [的", "没有关上 [的", 0},
        {"List<String> a", "List<String> a", 0},
    }));
    INFO(markdown);
    int found = 0;
    CHECK(plain_from_markdown(markdown, found) == plain);
    CHECK(found == images);
}

TEST_CASE("any line of text survives being written as Markdown", "[exchange]") {
    nasty::source random(1);
    for (int i = 0; i < 5000; ++i) {
        const std::string line = scrub(random.line());
        int images = 0;
        INFO(line);
        REQUIRE(plain_from_markdown(markdown_from_plain(line), images) == line);
        REQUIRE(images == 0);
        REQUIRE(literal_line(with_first_as_entity(line)) == line);
    }
}

TEST_CASE("only bold that pairs up stays", "[exchange]") {
    auto [line, tidy] = GENERATE(table<const char*, const char*>({
        {"**好**的", "**好**的"},
        {"**坏 **的", "坏 的"},
        {"**没关上", "没关上"},
        {"***太多***", "太多"},
        {"`**` 和 **好**", "`**` 和 **好**"},
        {"**a **b** c", "**a b** c"},
        {"\\**x", "\\**x"},
    }));
    CHECK(without_broken_bold(line) == tidy);
}

TEST_CASE("tidying twice changes nothing more", "[exchange]") {
    nasty::source random(2);
    for (int i = 0; i < 2000; ++i) {
        const std::vector<std::string> lines = lines_of(random.text());
        for (const text_kind kind : {text_kind::plain, text_kind::markdown}) {
            const std::vector<std::string> once = tidy_lines(lines, kind);
            REQUIRE(tidy_lines(once, kind) == once);
        }
    }
}

TEST_CASE("empty lines, breaks and invisible marks are tidied, code is left alone", "[exchange]") {
    const std::vector<std::string> lines{"", "一<br />", "",    "", "\xe2\x80\x8b二\xc2\xa0三  ", "```", "",
                                         "", "x<br>",    "```", ""};
    const std::vector<std::string> expected{"一", "", "二 三", "```", "", "", "x<br>", "```"};
    CHECK(tidy_lines(lines, text_kind::markdown) == expected);
}
