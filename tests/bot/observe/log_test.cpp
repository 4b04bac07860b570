#include "bot/observe/log.hpp"
#include "bot/observe/utf8.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <stdexcept>
#include <vector>

namespace observe = bot::observe;
using bot::observe::log_text;
using bot::observe::log_text_limit;

namespace {

// Collects lines while it lives, then gives the log back to stderr.
class captured_log {
  public:
    explicit captured_log(observe::log::options how) {
        how.write = [this](std::string_view line) { lines.emplace_back(line); };
        observe::log::set_up(std::move(how));
    }
    ~captured_log() { observe::log::set_up({}); }
    captured_log(const captured_log&) = delete;
    captured_log& operator=(const captured_log&) = delete;

    std::vector<std::string> lines;
};

} // namespace

TEST_CASE("outside text is safe in a log line", "[observe]") {
    auto [what, text, expected] = GENERATE(table<const char*, std::string, const char*>({
        {"plain text", "采样率怎么改? v1.2", "\"采样率怎么改? v1.2\""},
        {"nothing", "", "\"\""},
        {"an emoji family", "👩‍👧", "\"👩‍👧\""},
        {"a forged line", "hi\n2026-01-01 error gone", R"("hi\n2026-01-01 error gone")"},
        {"a carriage return", "a\rb", R"("a\x0db")"},
        {"a terminal escape", "\x1b[2J\x1b]0;x\x07", R"("\x1b[2J\x1b]0;x\x07")"},
        {"an escape of one byte",
         "\xc2\x9b"
         "2J",
         R"("\u009b2J")"},
        {"a zero byte", std::string("a\0b", 3), R"("a\x00b")"},
        {"a quote that ends too early", "\" level=error \"", R"("\" level=error \"")"},
        {"a backslash", "C:\\n", R"("C:\\n")"},
        {"text turned around", "a\u202egnp.exe", R"("a\u202egnp.exe")"},
        {"a line separator", "a\u2028b", R"("a\u2028b")"},
        {"a lone byte",
         "a\xff"
         "b",
         R"("a\xffb")"},
        {"a cut character", "\xe4\xb8", R"("\xe4\xb8")"},
        {"an overlong slash", "\xc0\xaf", R"("\xc0\xaf")"},
        {"a surrogate", "\xed\xa0\x80", R"("\xed\xa0\x80")"},
    }));
    CAPTURE(what);
    CHECK(log_text(text) == expected);
}

TEST_CASE("outside text is cut between characters", "[observe]") {
    CHECK(log_text("群答机器人", 2) == "\"群答\"…+9");
    CHECK(log_text("ab", 2) == "\"ab\"");
    CHECK(log_text(std::string(100000, 'x')).size() == log_text_limit + 2 + std::string("…+99800").size());
}

TEST_CASE("no bytes at all make a log text of more than one line or of bad UTF-8", "[observe]") {
    std::mt19937 random(20200522);
    // Bytes that matter more often than a uniform choice would give them.
    const std::string spice = "\n\r\x1b\x07\x7f\"\\\xc2\x85\xe2\x80\xa8\xe2\x80\xae\xff\xf0\x9f";
    for (int round = 0; round < 20000; ++round) {
        std::string text(random() % 24, '\0');
        for (char& c : text)
            c = random() % 2 == 0 ? static_cast<char>(random() % 256) : spice[random() % spice.size()];
        const auto safe = log_text(text, 12);
        bool all_safe = true;
        for (std::string_view rest = safe; !rest.empty();) {
            const auto one = observe::first_character(rest);
            all_safe = all_safe && one.code >= 0x20 && !observe::is_unsafe(one.code);
            rest.remove_prefix(one.bytes);
        }
        CAPTURE(text, safe);
        REQUIRE(all_safe);
    }
}

TEST_CASE("an event is one line with time and level", "[observe]") {
    captured_log captured({});
    observe::log::warning("queue is {} % full", 80);
    observe::log::error("cannot write {}", log_text("a\nb"));
    REQUIRE(captured.lines.size() == 2);
    CHECK_THAT(captured.lines[0],
               Catch::Matches(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d warning queue is 80 % full\n)"));
    CHECK_THAT(captured.lines[1], Catch::EndsWith(" error cannot write \"a\\nb\"\n"));
}

TEST_CASE("a forgotten log_text() still gives one line", "[observe]") {
    captured_log captured({});
    observe::log::info("{}", "a\nb\x1b[31m");
    REQUIRE(captured.lines.size() == 1);
    CHECK_THAT(captured.lines[0], Catch::EndsWith(" info a b [31m\n"));
}

TEST_CASE("braces in outside text are text", "[observe]") {
    captured_log captured({});
    observe::log::info("{}", std::string("{} {0:x} %v"));
    CHECK_THAT(captured.lines.at(0), Catch::EndsWith(" info {} {0:x} %v\n"));
}

TEST_CASE("a level shows itself and what is more urgent", "[observe]") {
    auto [word, shown] = GENERATE(table<const char*, std::size_t>({
        {"error", 1},
        {"warning", 2},
        {"info", 3},
        {"debug", 4},
    }));
    CAPTURE(word);
    captured_log captured({.least = observe::log::parse_level(word)});
    observe::log::error("e");
    observe::log::warning("w");
    observe::log::info("i");
    observe::log::debug("d");
    CHECK(captured.lines.size() == shown);
    CHECK_THROWS_AS(observe::log::parse_level("trace"), std::invalid_argument);
}

TEST_CASE("colour is around the level only, and only when wanted", "[observe]") {
    {
        captured_log captured({.colour = true});
        observe::log::error("x");
        CHECK_THAT(captured.lines.at(0), Catch::EndsWith(" \x1b[1;31merror\x1b[0m x\n"));
    }
    captured_log captured({});
    observe::log::error("x");
    CHECK_THAT(captured.lines.at(0), !Catch::Contains("\x1b"));
}

TEST_CASE("texts of members stay out of the log unless the configuration wants them", "[observe]") {
    {
        captured_log captured({});
        observe::log::info("asked {}", observe::log::member_text("我的密码是 123"));
        CHECK_THAT(captured.lines.at(0), Catch::EndsWith(" info asked (19 bytes)\n"));
    }
    captured_log captured({.member_text = true});
    observe::log::info("asked {}", observe::log::member_text("为什么\n?"));
    CHECK_THAT(captured.lines.at(0), Catch::EndsWith(" info asked \"为什么\\n?\"\n"));
}
