#include "knowledge/exchange/faq.hpp"
#include "knowledge/exchange/fences.hpp"
#include "knowledge/exchange/markdown.hpp"
#include "knowledge/exchange/tidy.hpp"
#include "knowledge/exchange/weekly_lines.hpp"
#include "knowledge/exchange/weekly_reader.hpp"
#include "tests/knowledge/exchange/nasty.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

namespace {

std::string repeated(std::string_view text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i)
        out += text;
    return out;
}

} // namespace

TEST_CASE("a hostile line costs neither the stack nor the day", "[exchange]") {
    const std::string line = GENERATE(repeated("[", 50'000) + "x" + repeated("](u)", 50'000), repeated("[", 200'000),
                                      repeated("[a](", 50'000), repeated("<", 200'000), repeated("*[", 100'000),
                                      repeated("![](a)", 40'000) + ">", repeated("<br", 70'000));
    int images = 0;
    CHECK(plain_from_markdown(line, images).size() <= line.size());
    CHECK(images <= 40'000);
    CHECK(classify(line).kind == line_kind::text);
}

TEST_CASE("links are links down to a bound", "[exchange]") {
    int images = 0;
    CHECK(plain_from_markdown("[[[x](a)](b)](c)", images) == "x a b c");
    const std::string deep = repeated("[", 17) + "x" + repeated("]", 17) + "(u)";
    CHECK(plain_from_markdown(deep, images) == deep);
}

namespace {

// What fence_ends() says of one line, looked for from there to the end.
std::optional<std::size_t> end_of_fence(const std::vector<std::string>& lines, std::size_t first) {
    const auto opener = trim(lines[first]);
    if (!opener.starts_with("```") && !opener.starts_with("~~~")) return std::nullopt;
    const auto marks = std::min(opener.find_first_not_of(opener[0]), opener.size());
    if (opener[0] == '`' && opener.find('`', marks) != std::string_view::npos) return std::nullopt;
    for (std::size_t i = first + 1; i < lines.size(); ++i) {
        const auto line = trim(lines[i]);
        if (line.size() >= marks && line.find_first_not_of(opener[0]) == std::string_view::npos) return i;
    }
    return std::nullopt;
}

} // namespace

TEST_CASE("fences are found for all lines at once as for each alone", "[exchange]") {
    nasty::source random(7);
    for (int i = 0; i < 2000; ++i) {
        std::vector<std::string> lines = lines_of(random.text());
        for (const char* fence : {"```", "~~~~", "````", "```a", "~~~"})
            lines.insert(lines.begin() + i % static_cast<std::ptrdiff_t>(lines.size() + 1), fence);
        const auto ends = fence_ends(lines);
        for (std::size_t at = 0; at < lines.size(); ++at)
            REQUIRE(ends[at] == end_of_fence(lines, at));
    }
}

TEST_CASE("fences that nobody closes are read in one pass", "[exchange]") {
    const std::string line = GENERATE("```a\n", "> ```a\n", "> text\n", "~~~ x\n");
    const std::string page = "### 每周读者问答提炼\n\n**1、@林** 提问：\n\n> 一\n\nA：二\n" + repeated(line, 20'000);
    CHECK(read_weekly(page, "weekly-20310203.md").threads.size() == 1);
    CHECK(read_faq("## 问\n" + repeated(line, 20'000), "faq.md").rows.size() == 1);
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
