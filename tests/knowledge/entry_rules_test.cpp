#include "knowledge/entry_rules.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;

TEST_CASE("a translation is stale as soon as the answer it was made for is another", "[rules]") {
    entry one;
    one.answer = "只在入口服务配置。";
    one.variants = {{.language = "en", .answer = "Set it at the entrance.", .made_for = fingerprint(one.answer)}};
    CHECK_FALSE(has_stale_variant(one));
    CHECK(answer_in(one, "en") == "Set it at the entrance.");
    CHECK(answer_in(one, "zh") == one.answer);

    const auto before = one;
    one.answer = "每个服务都要配置。";
    CHECK(has_stale_variant(one));
    CHECK(answer_in(one, "en") == one.answer); // better in the other language than wrong
    one.answer = before.answer;
    CHECK_FALSE(has_stale_variant(one)); // taken back: it is right again
}

TEST_CASE("an entry is right on its last day and not the day after", "[rules]") {
    auto [what, until, today, expired] = GENERATE(table<const char*, const char*, const char*, bool>({
        {"no end", "", "2031-05-06", false},
        {"the day before its last", "2031-05-06", "2031-05-05", false},
        {"its last day", "2031-05-06", "2031-05-06", false},
        {"the day after", "2031-05-06", "2031-05-07", true},
        {"nobody knows the day", "2031-05-06", "", false},
    }));
    INFO(what);
    entry one;
    one.valid_until = until;
    CHECK(has_expired(one, today) == expired);
}

TEST_CASE("the language of a question", "[rules]") {
    CHECK(language_of("how do I book a table") == "en");
    CHECK(language_of("怎么 book a table") == "zh");
    CHECK(language_of("HTTP 503") == "");
    CHECK(language_of("NullPointerException") == "");
    CHECK(language_of("") == "");
}
