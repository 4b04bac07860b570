#include "bot/observe/terminal.hpp"

#include <catch2/catch.hpp>

#include <map>

using bot::observe::colour_choice;
using bot::observe::display_width;
using bot::observe::fitted;
using bot::observe::printable;
using bot::observe::wants_colour;

TEST_CASE("colour is wanted on a terminal unless somebody objects", "[observe]") {
    using variables = std::map<std::string, std::string>;
    auto [what, terminal, choice, set, expected] = GENERATE(table<const char*, bool, colour_choice, variables, bool>({
        {"a terminal", true, colour_choice::automatic, variables{{"TERM", "xterm"}}, true},
        {"a pipe", false, colour_choice::automatic, variables{}, false},
        {"NO_COLOR", true, colour_choice::automatic, variables{{"NO_COLOR", "1"}}, false},
        {"NO_COLOR set and empty", true, colour_choice::automatic, variables{{"NO_COLOR", ""}}, true},
        {"a dumb terminal", true, colour_choice::automatic, variables{{"TERM", "dumb"}}, false},
        {"always, into a pipe", false, colour_choice::always, variables{{"NO_COLOR", "1"}}, true},
        {"never, on a terminal", true, colour_choice::never, variables{}, false},
    }));
    CAPTURE(what);
    const auto lookup = [&set = set](const std::string& name) -> std::optional<std::string> {
        const auto it = set.find(name);
        if (it == set.end()) return std::nullopt;
        return it->second;
    };
    CHECK(wants_colour(terminal, choice, lookup) == expected);
}

TEST_CASE("text is as wide as terminals show it", "[observe]") {
    auto [what, text, expected] = GENERATE(table<const char*, const char*, std::size_t>({
        {"nothing", "", 0},
        {"Latin letters", "Seata 1.2", 9},
        {"Chinese characters", "群答", 4},
        {"Chinese punctuation", "好，是。", 8},
        {"mixed", "用 SOFATracer 采样", 18},
        {"full-width letters", "ＡＢ", 4},
        {"Japanese and Korean", "かな 한글", 9},
        {"half-width kana", "ｶﾅ", 2},
        {"an accent of its own", "e\u0301", 1},
        {"an emoji", "👍", 2},
        {"an ellipsis", "…", 1},
        {"a byte that is no UTF-8", "a\xff", 2},
    }));
    CAPTURE(what);
    CHECK(display_width(text) == expected);
}

TEST_CASE("outside text cannot drive the terminal", "[observe]") {
    auto [what, text, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"plain", "群答 ok", "群答 ok"},
        {"several lines", "a\r\n\tb", "a b"},
        {"an escape", "\x1b[31mred", "[31mred"},
        {"an escape of one byte",
         "a\xc2\x9b"
         "31m",
         "a 31m"},
        {"text turned around",
         "a\u202e"
         "b",
         "a b"},
        {"a byte that is no UTF-8",
         "a\xff"
         "b",
         "a?b"},
        {"newlines at the end", "a\n\n", "a"},
    }));
    CAPTURE(what);
    CHECK(printable(text) == expected);
}

TEST_CASE("text is cut to the columns there are", "[observe]") {
    auto [text, columns, expected] = GENERATE(table<const char*, std::size_t, const char*>({
        {"群答机器人", 10, "群答机器人"},
        {"群答机器人", 9, "群答机器…"},
        {"群答机器人", 8, "群答机…"}, // half a character does not fit
        {"abc", 2, "a…"},
        {"abc", 1, "…"},
        {"abc", 0, ""},
        {"", 0, ""},
    }));
    CAPTURE(text, columns);
    CHECK(fitted(text, columns) == expected);
}
