#include "knowledge/text/normalise.hpp"
#include "knowledge/text/utf8.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace knowledge::text;

TEST_CASE("texts that mean the same look the same", "[text]") {
    auto [what, written, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"plain text stays", "how to restart", "how to restart"},
        {"case is folded", "How To RESTART", "how to restart"},
        {"full width becomes half width", "ＡＰＩ　ｖ２．０？", "api v2.0?"},
        {"half width kana becomes full width", "ｶﾀｶﾅ", "カタカナ"},
        {"traditional becomes simplified", "伺服器連線逾時", "伺服器连线逾时"},
        {"a character simplified by its word", "帳戶餘額", "帐户余额"},
        {"simplified Chinese stays", "连接超时", "连接超时"},
        {"zero-width space goes", "re\xE2\x80\x8Bstart", "restart"},
        {"byte order mark goes", "\xEF\xBB\xBFrestart", "restart"},
        {"no-break space becomes a space",
         "a\xC2\xA0"
         "b",
         "a b"},
        {"tab and other controls become spaces",
         "a\tb\x01"
         "c\rd",
         "a b c d"},
        {"line breaks stay", "a\nb", "a\nb"},
        {"a combining accent joins its letter", "cafe\xCC\x81", "caf\xC3\xA9"},
        {"ligatures come apart", "ﬁle", "file"},
        {"circled digits become digits", "①", "1"},
        {"German sharp s is folded", "Straße", "strasse"},
        {"pictures stay", "好👍", "好👍"},
        {"a variation selector goes", "\xE2\x9D\xA4\xEF\xB8\x8F", "\xE2\x9D\xA4"},
        {"nothing stays nothing", "", ""},
    }));
    INFO(what);
    CHECK(normalise(written) == expected);
}

TEST_CASE("what is not UTF-8 is replaced, never dropped silently", "[text]") {
    auto [what, written, expected] = GENERATE(table<const char*, std::string, std::string>({
        {"a lone continuation byte", "a\x80z", "a\xEF\xBF\xBDz"},
        {"a character cut off at the end", "a\xE9\x87", "a\xEF\xBF\xBD"},
        {"an overlong slash", "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"half of a surrogate pair", "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"beside a character that needs ICU", "\xFF\xCC\x81", "\xEF\xBF\xBD\xCC\x81"},
    }));
    INFO(what);
    CHECK(normalise(written) == expected);
}

TEST_CASE("letter case can be kept for the tokeniser", "[text]") {
    CHECK(normalise("ＨｔｔｐServer 連線", letter_case::kept) == "HttpServer 连线");
}

namespace {

// Pieces that have made trouble somewhere: scripts, widths, marks, invisible things, broken bytes.
std::string random_text(std::mt19937& random) {
    static const std::vector<std::string> pieces = {"a",
                                                    "Z",
                                                    "9",
                                                    " ",
                                                    "\n",
                                                    "\t",
                                                    "?",
                                                    "。",
                                                    "，",
                                                    "Ａ",
                                                    "９",
                                                    "　",
                                                    "采",
                                                    "樣",
                                                    "餘",
                                                    "額",
                                                    "錄",
                                                    "发",
                                                    "が",
                                                    "ｶﾞ",
                                                    "한",
                                                    "é",
                                                    "e",
                                                    "\xCC\x81",
                                                    "ß",
                                                    "İ",
                                                    "ﬁ",
                                                    "①",
                                                    "\xE2\x80\x8B",
                                                    "\xC2\xA0",
                                                    "\xEF\xBB\xBF",
                                                    "\x80",
                                                    "\xE9\x87",
                                                    "\xFF",
                                                    "👍",
                                                    "…",
                                                    "—",
                                                    "ǅ",
                                                    "\xF0\xA0\x80\x80",
                                                    "'",
                                                    "-",
                                                    "_"};
    std::uniform_int_distribution<std::size_t> which(0, pieces.size() - 1);
    std::uniform_int_distribution<int> length(0, 24);
    std::string text;
    for (int i = length(random); i > 0; --i)
        text += pieces[which(random)];
    return text;
}

bool is_utf8(const std::string& text) {
    std::string again;
    for (std::size_t at = 0; at < text.size();)
        append_code_point(again, next_code_point(text, at));
    return again == text;
}

} // namespace

TEST_CASE("normalising twice changes nothing, and the result is UTF-8", "[text]") {
    std::mt19937 random(20200522);
    for (int i = 0; i < 20000; ++i) {
        const std::string text = random_text(random);
        for (const letter_case letters : {letter_case::folded, letter_case::kept}) {
            const std::string once = normalise(text, letters);
            if (normalise(once, letters) != once || !is_utf8(once)) FAIL("not stable: " << text << " -> " << once);
        }
        if (normalise(normalise(text, letter_case::kept)) != normalise(text)) FAIL("order matters: " << text);
    }
}

// A ligature sends the whole text through ICU; alone most characters take the quick way.
TEST_CASE("the quick way and the way through ICU agree on every character", "[text]") {
    for (const letter_case letters : {letter_case::folded, letter_case::kept}) {
        std::size_t different = 0;
        constexpr char32_t at_once = 0x1000;
        for (char32_t from = 0; from < 0x110000; from += at_once) {
            std::string all, expected;
            for (char32_t c = from; c < from + at_once; ++c) {
                if (c >= 0xD800 && c <= 0xDFFF) continue;
                std::string one;
                append_code_point(one, c);
                const std::string alone = normalise(one, letters);
                // Beside traditional characters these are taken for Chinese quotation marks. No term has either.
                if (alone == "「" || alone == "」") continue;
                all += one + '\n'; // so that no two of them belong together
                expected += alone + '\n';
            }
            if (normalise(all + "\uFB01", letters) != expected + "fi") ++different;
        }
        CHECK(different == 0);
    }
}

TEST_CASE("a character of ASCII becomes the same wherever it stands among others", "[text]") {
    for (const letter_case letters : {letter_case::folded, letter_case::kept})
        for (char32_t c = 0; c < 0x100; ++c)
            for (std::size_t at = 0; at < 8; ++at) {
                std::string one;
                append_code_point(one, c);
                const std::string before(at, 'b'), behind(15 - at, 'z');
                if (normalise(before + one + behind, letters) != before + normalise(one, letters) + behind)
                    FAIL("character " << static_cast<unsigned>(c) << " at " << at);
            }
}

TEST_CASE("many threads may normalise at once", "[text]") {
    std::vector<std::thread> threads;
    std::vector<std::string> results(8);
    for (std::size_t t = 0; t < results.size(); ++t)
        threads.emplace_back([&results, t] {
            for (int i = 0; i < 200; ++i)
                results[t] = normalise("伺服器 ＲＥＳＴＡＲＴ 連線");
        });
    for (std::thread& thread : threads)
        thread.join();
    for (const std::string& result : results)
        CHECK(result == "伺服器 restart 连线");
}
