#include "bot/conversation/texts.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace bot;
using namespace bot::conversation;

namespace {

std::multiset<std::string> arguments(std::string_view form) {
    std::multiset<std::string> names;
    for (auto open = form.find('{'); open != std::string_view::npos; open = form.find('{', open + 1)) {
        names.insert(std::string(form.substr(open + 1, form.find('}', open) - open - 1)));
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

TEST_CASE("arguments are put in as they are", "[conversation]") {
    CHECK(phrase(text::cluster_line, config::language::en, fmt::arg("number", 1), fmt::arg("question", "{name} {}")) ==
          "#1 {name} {}");
}
