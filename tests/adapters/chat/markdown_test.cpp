#include "adapters/chat/markdown.hpp"
#include "adapters/chat/text.hpp"

#include <catch2/catch.hpp>

using namespace adapters::chat;
using namespace adapters::chat::markdown;

namespace {

// The tree in one line: p(text b(bold) br) …
std::string shown(const std::vector<span>& spans) {
    std::string out;
    for (const span& one : spans) {
        static constexpr const char* names[] = {"", "code", "b", "i", "s", "a", "br"};
        const std::string name = names[static_cast<int>(one.kind)];
        if (!out.empty()) out += ' ';
        if (one.kind == span_kind::text) {
            out += '"' + one.text + '"';
        } else if (one.kind == span_kind::line_break) {
            out += "br";
        } else {
            out += name + '(' + one.text + (one.url.empty() ? "" : one.url + ": ") + shown(one.children) + ')';
        }
    }
    return out;
}

std::string shown(const document& blocks) {
    std::string out;
    for (const block& one : blocks) {
        static constexpr const char* names[] = {"p",   "h",    "quote", "ul",  "ol",  "li",
                                                "pre", "rule", "table", "row", "cell"};
        if (!out.empty()) out += ' ';
        out += names[static_cast<int>(one.kind)];
        if (one.number != 0) out += std::to_string(one.number);
        out += '(' + one.language + (one.language.empty() ? "" : ": ") + one.code + shown(one.spans) +
               shown(one.children) + ')';
    }
    return out;
}

} // namespace

TEST_CASE("Markdown becomes a small tree", "[chat][markdown]") {
    auto [what, source, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"nothing", "", ""},
        {"two paragraphs", "a\n\nb", R"(p("a") p("b"))"},
        {"a line break is a line break", "a\nb  \nc", R"(p("a" br "b" br "c"))"},
        {"a heading", "## 怎么 *设置*", R"(h2("怎么 " i("设置")))"},
        {"marks", "**b** *i* ~~s~~ `c < d`", R"(p(b("b") " " i("i") " " s("s") " " code(c < d)))"},
        {"marks in marks", "***both***", R"(p(i(b("both"))))"},
        {"a link with parentheses", "[a](https://x.org/f_(b))", R"(p(a(https://x.org/f_(b): "a")))"},
        {"a link with a blank", "[a](<https://x.org/a b>)", R"(p(a(https://x.org/a b: "a")))"},
        {"a bare link", "see https://x.org/a_b.", R"(p("see " a(https://x.org/a_b: "https://x.org/a_b") "."))"},
        {"a bare link before Chinese", "见 https://x.org/a，然后",
         R"(p("见 " a(https://x.org/a: "https://x.org/a") "，然后"))"},
        {"a bracketed link may be Chinese", "<https://x.org/中>", R"(p(a(https://x.org/中: "https://x.org/中")))"},
        {"an image is a link", "![pic](https://x.org/p.png)", R"(p(a(https://x.org/p.png: "pic")))"},
        {"a fence", "```java\nint a;\n\n  b\n```", "pre(java: int a;\n\n  b)"},
        {"a tight list", "- a\n- b\n  - c", R"(ul(li(p("a")) li(p("b") ul(li(p("c"))))))"},
        {"a loose list that starts at 3", "3. a\n\n4. b", R"(ol3(li(p("a")) li(p("b"))))"},
        {"a quote", "> a\n> b", R"(quote(p("a" br "b")))"},
        {"a rule", "a\n\n---\n\nb", R"(p("a") rule() p("b"))"},
        {"a table", "|A|B|\n|---|---|\n|1|2|", R"(table(row(cell("A") cell("B")) row(cell("1") cell("2"))))"},
        {"HTML is text", "<b>x</b> <!channel>", R"(p("<b>x</b> <!channel>"))"},
        {"a block of HTML is text", "<script>\nx\n</script>", R"(p("<script>" br "x" br "</script>"))"},
        {"entities", "&lt;a&gt; &amp; &#65;&#x1F600; &unknown; &#0;", "p(\"<a> & A\U0001F600 &unknown; \uFFFD\")"},
        {"not UTF-8", "a\xff", "p(\"a\uFFFD\")"},
    }));
    INFO(what);
    CHECK(shown(parse(source)) == expected);
}

TEST_CASE("nesting and length are bounded", "[chat][markdown]") {
    std::string quotes(20000, '>');
    CHECK(parse(quotes + " deep").size() == 1);
    std::string lists;
    for (int level = 0; level < 100; ++level)
        lists += std::string(static_cast<std::size_t>(level) * 2, ' ') + "- x\n";
    CHECK_FALSE(parse(lists).empty());
    std::string stars(20000, '*');
    CHECK_FALSE(parse(stars + "x" + stars).empty());
    CHECK(markdown::count_characters(parse(std::string(1 << 20, 'x'))) == source_limit_bytes);
}

TEST_CASE("plain text comes out of Markdown as it went in", "[chat][markdown]") {
    const std::string text =
        GENERATE(as<std::string>{}, "hello", "a * b * c", "*not bold* _not italic_ __init__", "# not a heading",
                 "- no list", "1. no list", "12) no list", "> no quote", "    no code", "`no code` ``",
                 "```\nno fence\n```", "~~~ no fence", "~~no strike~~", "[no](https://link.example)", "![no](image)",
                 "<b>no html</b>", "<!channel> <@U1>", "&amp; &lt; &#65; &", "\\ \\* \\\\", "a|b\n-|-\n1|2",
                 "title\n=====", "title\n---", "***", "+ x", "snake_case_name 3*4*5", "https://x.org/a_b?c=1&d=2",
                 "两行\n中文", "a\n\nb", "[ref]: https://x.org", "a \\", "<https://x.org>", "--", "_x_", "a_", "_ b");
    std::string expected = one_line(text);
    std::string seen;
    for (const block& one : parse(from_plain(text))) {
        INFO(from_plain(text));
        REQUIRE(one.kind == block_kind::paragraph);
        for (const span& part : one.spans) {
            CHECK((part.kind == span_kind::text || part.kind == span_kind::line_break || part.kind == span_kind::link));
        }
        seen += plain_text(one.spans) + ' ';
    }
    CHECK(one_line(seen) == expected);
}

TEST_CASE("a document is shortened to what fits, and stays whole", "[chat][markdown]") {
    const document whole = parse("# Title\n\n- **one two**\n- [three](https://x.org)\n\n```\ncode here\n```");
    CHECK(markdown::count_characters(whole) == 26);
    CHECK(shown(shortened(whole, 9)) == R"(h1("Title") ul(li(p(b("one ")))))");
    CHECK(shown(shortened(whole, 20)) ==
          R"(h1("Title") ul(li(p(b("one two"))) li(p(a(https://x.org: "three")))) pre(cod))");
    CHECK(shortened(whole, 26) == whole);

    const auto at_most = [](std::size_t limit) {
        return [limit](const document& d) { return markdown::count_characters(d) <= limit; };
    };
    CHECK(fitted(whole, "…", at_most(26)) == whole);
    CHECK(shown(fitted(whole, "…", at_most(7))) == R"(h1("Title") ul(li(p(b("o")))) p("…"))");
    CHECK(shown(fitted(whole, "…", at_most(0))) == R"(p("…"))");
}
