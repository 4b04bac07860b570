#include "knowledge/text/traditional.hpp"

#include <catch2/catch.hpp>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <memory>

using knowledge::text::is_traditional;

TEST_CASE("a character is traditional when simplified Chinese writes another", "[text]") {
    CHECK(is_traditional(U'體'));
    CHECK(is_traditional(U'採'));
    CHECK_FALSE(is_traditional(U'体'));
    CHECK_FALSE(is_traditional(U'a'));
    CHECK_FALSE(is_traditional(0x10FFFF));
}

// The list was taken from ICU. Where this fails, ICU has learnt something: take the list anew.
TEST_CASE("the list of traditional characters is ICU's", "[text]") {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> rules(
        icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
    REQUIRE(U_SUCCESS(status));
    // One character a line, so that no rule for a word of several characters applies.
    constexpr UChar32 first = 0x3400, last = 0x9FFF;
    icu::UnicodeString all;
    for (UChar32 c = first; c <= last; ++c)
        all.append(c).append(u'\n');
    icu::UnicodeString simplified = all;
    rules->transliterate(simplified);
    std::size_t different = 0;
    for (UChar32 c = first; c <= last; ++c) {
        const bool changed = simplified.charAt(2 * (c - first)) != c;
        if (changed != is_traditional(static_cast<char32_t>(c))) ++different;
    }
    CHECK(different == 0);
}
