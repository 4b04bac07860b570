#include "adapters/chat/text.hpp"

#include <catch2/catch.hpp>

using namespace adapters::chat;

TEST_CASE("text is trimmed of everything that looks like nothing", "[chat]") {
    auto [what, text, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"nothing", "", ""},
        {"blanks only", " \t\r\n ", ""},
        {"ASCII", "  a b \n", "a b"},
        {"a no-break space", "\u00a0a\u00a0", "a"},
        {"an ideographic space", "\u3000中文\u3000", "中文"},
        {"what clients put behind a mention", "\u2005a\u200b\u2060\ufeff", "a"},
        {"inside it stays", "a\u3000b", "a\u3000b"},
        {"only wide ones", "\u3000\u2005\u200b", ""},
    }));
    INFO(what);
    CHECK(trimmed(text) == expected);
}

TEST_CASE("text is repaired to clean UTF-8", "[chat]") {
    auto [what, text, expected] = GENERATE(table<const char*, std::string, const char*>({
        {"ASCII", "a", "a"},
        {"four bytes", "\U0001F600", "\U0001F600"},
        {"a lone continuation byte", "a\x80z", "a\uFFFDz"},
        {"a character cut short", "\xe4\xbd", "\uFFFD\uFFFD"},
        {"an overlong slash", "\xc0\xaf", "\uFFFD\uFFFD"},
        {"a surrogate", "\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD"},
        {"beyond Unicode", "\xf4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
        {"controls go, line feed and tab stay", std::string("a\0b\x1b[1m\n\tc\x7f", 11), "ab[1m\n\tc"},
    }));
    INFO(what);
    CHECK(repaired(text) == expected);
}

TEST_CASE("characters are counted and cut whole", "[chat]") {
    CHECK(count_characters("aé中\U0001F600") == 4);
    CHECK(first_characters("aé中\U0001F600", 3) == "aé中");
    CHECK(first_characters("ab", 5) == "ab");
    CHECK(first_characters("ab", 0).empty());
    CHECK(one_line("  a \r\n\n b\tc ") == "a b c");
    CHECK(is_plain_id("U0ALICE001"));
    CHECK_FALSE(is_plain_id("U1>"));
    CHECK_FALSE(is_plain_id(""));
    CHECK_FALSE(is_plain_id("用户"));
    CHECK_FALSE(is_plain_id(std::string(65, 'A')));
}
