#include "adapters/chat/markdown.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/slack/render.hpp"
#include "tests/adapters/chat/rendered.hpp"

#include <catch2/catch.hpp>

using namespace adapters;

TEST_CASE("Markdown becomes mrkdwn", "[slack]") {
    auto [what, source, expected] = GENERATE(table<const char*, std::string, std::string>({
        {"nothing", "", ""},
        {"plain text", "hello", "hello"},
        {"two paragraphs", "a\n\nb", "a\n\nb"},
        {"line breaks", "a\nb", "a\nb"},
        {"what must be escaped", "a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"},
        {"bold, italic, strike, code", "**b** *i* ~~s~~ `c`", "*b* _i_ ~s~ `c`"},
        {"bold and italic at once", "***x***", "_*x*_"},
        {"marks inside Chinese text get borders", "这是**粗体**的", "这是\u200b*粗体*\u200b的"},
        {"marks beside punctuation need none", "(**b**), `c`.", "(*b*), `c`."},
        {"code inside Chinese text", "用`a < b`吧", "用\u200b`a &lt; b`\u200b吧"},
        {"bold over two lines", "**a\nb**", "*a*\n*b*"},
        {"a heading", "# 一 **二**", "*一 二*"},
        {"stars that are no marks", "2 \\* 3, \\*args, a\\*b", "2 * 3, *\u200bargs, a*b"},
        {"names with underscores", "snake_case and \\_\\_init\\_\\_", "snake_case and _\u200b_\u200binit__"},
        {"a link", "[the docs](https://x.org/a?b=1&c=2)", "<https://x.org/a?b=1&amp;c=2|the docs>"},
        {"a link with parentheses", "[f](https://x.org/f_(b))", "<https://x.org/f_(b)|f>"},
        {"a bare link", "see https://x.org/a.", "see <https://x.org/a>."},
        {"a link whose label has a bar and brackets", "[a|b <c>](https://x.org)", "<https://x.org|a\u00a6b &lt;c&gt;>"},
        {"a link with what would end it", "[a](<https://x.org/|b c>)", "<https://x.org/%7Cb%20c|a>"},
        {"a link with marks in its label", "[**a** `b`](https://x.org)", "<https://x.org|a b>"},
        {"a mail address", "<me@x.org>", "<mailto:me@x.org>"},
        {"a link to something else", "[a](javascript:alert(1))", "a (javascript:alert(1))"},
        {"a link that is a mention", "[a](!channel)", "a (!channel)"},
        {"an image", "![pic](https://x.org/p.png) ![](https://x.org/q.png)",
         "<https://x.org/p.png|pic> <https://x.org/q.png>"},
        {"a list", "- a\n- b", "• a\n• b"},
        {"a numbered list from 3", "3. a\n4. b", "3. a\n4. b"},
        {"a loose list", "- a\n\n- b", "• a\n\n• b"},
        {"nested lists", "1. a\n   - b\n     1. c\n2. d", "1. a\n    • b\n        1. c\n2. d"},
        {"a quote", "> a\n> b", "> a\n> b"},
        {"a list in a quote", "> - a\n> - b", "> • a\n> • b"},
        {"a fence", "```java\nif (a < b) {\n  c();\n}\n```", "```\nif (a &lt; b) {\n  c();\n}\n```"},
        {"a fence that holds a fence", "~~~\n```\nx\n```\n~~~", "```\n``\u200b`\nx\n``\u200b`\n```"},
        {"code that holds a backtick", "`` a`b ``", "`a\u02cbb`"},
        {"a table", "|A|B|\n|---|---|\n|1|`2`|", "*A | B*\n1 | `2`"},
        {"a rule", "a\n\n---\n\nb", "a\n\n———\n\nb"},
        {"HTML", "<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"},
        {"entities", "&lt;!channel&gt; &amp;", "&lt;!channel&gt; &amp;"},
    }));
    INFO(what);
    CHECK(slack::render(source) == expected);
}

TEST_CASE("nothing a member wrote can ping on Slack", "[slack]") {
    const std::string attack =
        GENERATE(as<std::string>{}, "<!channel>", "<!here|here>", "<!everyone>", "<@U0EVE>", "<@U0EVE|eve>",
                 "<#C1|general>", "<!subteam^S1>", "&lt;!channel&gt;", "&#60;!channel&#62;", "\\<!channel\\>",
                 "`<!channel>`", "```\n<!channel>\n```", "    <!channel>", "[<!channel>](https://x.org)",
                 "[a](https://x.org/><!channel>)", "[a](<https://x.org/|<!channel>>)", "[a](<!channel>)",
                 "![<@U0EVE>](https://x.org)", "<https://x.org|<!here>>", "> <!channel>", "- <!channel>",
                 "# <!channel>", "|<!channel>|b|\n|---|---|\n|<@U0EVE>|c|", "<!chan**nel>**", "<\n!channel>",
                 "[a][r]\n\n[r]: !channel", "https://x.org/<!channel>", "```<!channel>\nx\n```", "mailto:x|<!channel>");
    INFO(attack);
    CHECK(tests::pings_nobody_on_slack(slack::render(attack)));
    CHECK(tests::pings_nobody_on_slack(slack::render(chat::markdown::from_plain(attack))));
}

TEST_CASE("what a member wrote shows on Slack as it was written", "[slack]") {
    CHECK(slack::render(chat::markdown::from_plain("<b> & *no* [a](b)")) == "&lt;b&gt; &amp; *\u200bno* [a](b)");
}

TEST_CASE("a long text is shortened with a note, and stays well-formed", "[slack]") {
    std::string source;
    for (int part = 0; part < 400; ++part)
        source += "**粗体" + std::to_string(part) + "** [链接](https://x.org/a?b&c) ";
    source += "\n\n```\n" + std::string(5000, '<') + "\n```";
    for (const std::size_t limit : {100u, 777u, 3900u, 10000u}) {
        const std::string text = slack::render(source, limit);
        CHECK(chat::count_characters(text) <= limit);
        CHECK(chat::count_characters(text) > limit / 2);
        CHECK(text.find("…") != std::string::npos);
        CHECK(tests::pings_nobody_on_slack(text));
    }
    CHECK(slack::render("short").find("…") == std::string::npos);
}

TEST_CASE("only a user's id becomes a mention", "[slack]") {
    CHECK(slack::mention("U0ALICE") == "<@U0ALICE>");
    CHECK(slack::mention("").empty());
    CHECK(slack::mention("U1> <!channel").empty());
    CHECK(slack::mention("!channel").empty());
}
