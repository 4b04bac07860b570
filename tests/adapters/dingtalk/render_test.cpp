#include "adapters/chat/markdown.hpp"
#include "adapters/dingtalk/render.hpp"
#include "tests/adapters/chat/rendered.hpp"

#include <catch2/catch.hpp>

using namespace adapters;

TEST_CASE("Markdown becomes what DingTalk shows", "[dingtalk]") {
    auto [what, source, expected] = GENERATE(table<const char*, std::string, std::string>({
        {"nothing", "", ""},
        {"plain text", "hello", "hello"},
        {"line breaks", "a\nb", "a  \nb"},
        {"two paragraphs", "a\n\nb", "a\n\nb"},
        {"bold, italic, code", "**b** *i* `c`", "**b** *i* `c`"},
        {"a number in bold", "**#1** asked", "**#1** asked"},
        {"strike-through, which it lacks", "~~s~~", "s"},
        {"a heading", "## 怎么 **用**", "## 怎么 **用**"},
        {"a link", "[docs](https://x.org/a?b=1&c=2)", "[docs](https://x.org/a?b=1&c=2)"},
        {"a link with parentheses", "[f](https://x.org/f_(b))", "[f](https://x.org/f_%28b%29)"},
        {"a bare link", "见 https://x.org/a，好", "见 [https://x.org/a](https://x.org/a)，好"},
        {"a link whose label has brackets", "[a\\[0\\]](https://x.org)", "[a(0)](https://x.org)"},
        {"a link to something else", "[a](dtmd://dingtalkclient/sendMessage?content=x)",
         "a (dtmd://dingtalkclient/sendMessage?content=x)"},
        {"an image", "![pic](https://x.org/p.png)", "[pic](https://x.org/p.png)"},
        {"lists", "- a\n- b\n  1. c", "- a\n- b\n  1. c"},
        {"a loose list", "- a\n\n- b", "- a\n\n- b"},
        {"a quote", "> a\n> b", "> a  \n> b"},
        {"a fence", "```java\nif (a < b) {\n  c<d>();\n}\n```", "> if (a < b) {  \n> &nbsp;&nbsp;c&lt;d>();  \n> }"},
        {"marks in a fence", "```\n# x\n*a* __init__ @Bean\n```", "> \\# x  \n> \\*a\\* \\_\\_init\\_\\_ @Bean"},
        {"a table", "|A|B|\n|---|---|\n|1|2|", "**A | B**  \n1 | 2"},
        {"a rule", "---", "———"},
        {"tags", "<font color=red>x</font> a < b", "&lt;font color=red>x&lt;/font> a < b"},
        {"tags in code", "`List<String>`", "`List&lt;String>`"},
        {"a tag across a mark that falls away", "*a <*b* c*", "*a &lt;b c*"},
        {"a tag across a link that falls away", "<[b](x:y)", "&lt;b (x:y)"},
        {"an entity that was meant literally", "`&nbsp;` &amp;lt;", "`&amp;nbsp;` &amp;lt;"},
        {"stars that are no marks", "2 \\* 3, \\*args", "2 * 3, \\*args"},
        {"names with underscores", "snake_case", "snake_case"},
        {"what would begin a block", "\\# a", "\\# a"},
        {"what would become a link", "\\[a\\](https://x.org)", "[a]\u200b([https://x.org](https://x.org))"},
        {"a log line", "\\[main\\]: started", "[main]\u200b: started"},
        {"a mention", "@所有人 @all @0123 看", "@\u200b所有人 @\u200ball @\u200b0123 看"},
        {"a mail address", "me@x.org", "me@x.org"},
        {"a mention in a link", "[@all](https://x.org/@all)", "[@\u200ball](https://x.org/%40all)"},
    }));
    INFO(what);
    CHECK(dingtalk::render(source) == expected);
}

TEST_CASE("nothing a member wrote can mention or inject on DingTalk", "[dingtalk]") {
    const std::string attack = GENERATE(
        as<std::string>{}, "@all", "@所有人", "**@all**", "[@all](https://x.org)",
        "[x](dtmd://dingtalkclient/sendMessage?content=x)", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>",
        "`<script>`", "```\n<script>\n```", "&lt;script&gt;", "&#60;script&#62;", "![x](data:text/html,x)",
        "[a](https://x.org) [b](<https://x.org/)](dtmd://x>)", "a\\](dtmd://x)", "\\[a\\](dtmd://x)",
        "[a]: dtmd://x\n\n[a]", "> @all", "- @all", "# @all", "|@all|b|\n|---|---|\n|<b>|c|");
    INFO(attack);
    CHECK(tests::harmless_on_dingtalk(dingtalk::render(attack)));
    CHECK(tests::harmless_on_dingtalk(dingtalk::render(chat::markdown::from_plain(attack))));
}

TEST_CASE("a title is one short line", "[dingtalk]") {
    CHECK(dingtalk::render_title("  a\n\nb\x01 ") == "a b");
    CHECK(dingtalk::render_title(std::string(100, 'x')) == std::string(60, 'x'));
}
