#include "bot/conversation/texts.hpp"

#include <catch2/catch.hpp>

#include <regex>
#include <set>
#include <string>

using namespace bot;
using namespace bot::conversation;

namespace {

// Without the words that go by a number, of which each language has its own.
std::multiset<std::string> arguments(std::string_view form) {
    std::multiset<std::string> names;
    for (auto open = form.find('{'); open != std::string_view::npos; open = form.find('{', open + 1)) {
        const auto inside = form.substr(open + 1, form.find('}', open) - open - 1);
        if (inside.find(':') == std::string_view::npos) names.insert(std::string(inside));
    }
    return names;
}

bool has_han(std::string_view form) {
    // U+4E00 to U+9FFF: E4 B8 80 to E9 BF BF.
    for (const unsigned char c : form) {
        if (c >= 0xE4 && c <= 0xE9) return true;
    }
    return false;
}

} // namespace

TEST_CASE("every text is there in both languages, with the same arguments, and not mixed", "[conversation]") {
    for (int which = 0; !key_of(static_cast<text>(which)).empty(); ++which) {
        const auto zh = catalogue(static_cast<text>(which), config::language::zh);
        const auto en = catalogue(static_cast<text>(which), config::language::en);
        INFO(zh << " | " << en);
        CHECK_FALSE(en.empty());
        CHECK(arguments(zh) == arguments(en));
        CHECK_FALSE(has_han(en));
    }
}

TEST_CASE("a word goes by the number beside it", "[conversation]") {
    const auto said = [](text which, std::int64_t n) {
        return phrase(which, config::language::en, fmt::arg("count", counted(n)), fmt::arg("posts", counted(n)),
                      fmt::arg("places", counted(n)), fmt::arg("days", counted(n)), fmt::arg("name", "e1"));
    };
    auto [which, n, expected] = GENERATE(table<text, std::int64_t, const char*>({
        {text::open_list, 1, "1 question waits for an answer:"},
        {text::open_list, 2, "2 questions wait for an answer:"},
        {text::review_title, 1, "1 entry needs another look"},
        {text::review_title, 0, "0 entries need another look"},
        {text::correction_offer, 1,
         "1 reply of the last 1 day still says the old (1 conversation). `@bot correct e1` corrects it."},
        {text::correction_offer, 3,
         "3 replies of the last 3 days still say the old (3 conversations). `@bot correct e1` corrects them."},
    }));
    CHECK(said(which, n) == expected);
    CHECK(phrase(text::open_list, config::language::zh, fmt::arg("count", counted(1))) == "还有 1 个问题等待回答：");
}

TEST_CASE("no English text says 1 questions", "[conversation]") {
    const std::regex fixed_plural("\\{(count|posts|places|days|questions|askers|entries|lanes|messages)\\} [a-z]+s\\b");
    // Of one there is another text, or another unit.
    const std::set<text> never_one{text::ago_minutes, text::ago_hours, text::ago_days};
    for (int which = 0; !key_of(static_cast<text>(which)).empty(); ++which) {
        if (never_one.contains(static_cast<text>(which))) continue;
        const std::string en(catalogue(static_cast<text>(which), config::language::en));
        INFO(key_of(static_cast<text>(which)) << ": " << en);
        CHECK_FALSE(std::regex_search(en, fixed_plural));
    }
}

TEST_CASE("arguments are put in as they are", "[conversation]") {
    CHECK(phrase(text::cluster_line, config::language::en, fmt::arg("number", 1), fmt::arg("question", "{name} {}")) ==
          "#1 {name} {}");
}
