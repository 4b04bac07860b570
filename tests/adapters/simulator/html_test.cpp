#include "adapters/simulator/html.hpp"

#include <catch2/catch.hpp>

using adapters::simulator::to_html;

TEST_CASE("Markdown becomes HTML of our own tags only", "[simulator]") {
    auto [what, markdown, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"marks", "**a** `b<` *c*", "<p><strong>a</strong> <code>b&lt;</code> <em>c</em></p>"},
        {"a link", "[x](https://example.org/?a=1&b=2)",
         "<p><a href=\"https://example.org/?a=1&amp;b=2\" rel=\"noopener noreferrer\" target=\"_blank\">x</a></p>"},
        {"a link that runs code", "[x](javascript:alert\\(1\\))", "<p>x</p>"},
        {"a link that breaks out", "[x](<https://example.org/\"onclick=\"a>)",
         "<p><a href=\"https://example.org/&quot;onclick=&quot;a\" rel=\"noopener noreferrer\" "
         "target=\"_blank\">x</a></p>"},
        {"raw HTML is text", "<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"},
        {"code", "```\n<b>\n```", "<pre><code>&lt;b&gt;</code></pre>"},
        {"a quote", "> q", "<blockquote><p>q</p></blockquote>"},
    }));
    INFO(what);
    CHECK(to_html(markdown) == expected);
}

TEST_CASE("numbered lists keep where they start", "[simulator]") {
    CHECK(to_html("3. a\n4. b").starts_with("<ol start=\"3\"><li>"));
}
