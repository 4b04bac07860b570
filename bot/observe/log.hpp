// The log: one line an event, on stderr. Levels follow the reader: error, someone must act; warning, someone should
// look; info, rare milestones; debug, the rest.
//
//     log::info("listening on {}", address);
//     log::debug("{} question from {}: {}", request_id, log_text(member), log::member_text(question));
//
// Text from outside goes through log_text(), texts of members through log::member_text() (promise 10). This header sees
// fmt/core.h only; spdlog stays in log.cpp. Set up once, by main.
#pragma once

#include <fmt/core.h>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace bot::observe {

inline constexpr std::size_t log_text_limit = 200; // characters; enough to recognise a message, too few to flood

// Outside text made safe for one log line: in double quotes, with \n, \x1b, \u202e and the like written out, bytes that
// are no UTF-8 as \xff, and cut after `limit` characters ("…" and how many bytes are missing follow the quote).
std::string log_text(std::string_view outside, std::size_t limit = log_text_limit);

namespace log {

enum class level { debug, info, warning, error };

struct options {
    level least = level::info;
    bool colour = false;      // of the level's name; see terminal.hpp for when that is wanted
    bool member_text = false; // whether member_text() shows the text
    // Takes each finished line, newline included, one at a time. Empty: stderr, one write a line.
    std::function<void(std::string_view)> write = {};
};

// The words of the configuration: error, warning, info, debug. Anything else is std::invalid_argument.
level parse_level(std::string_view word);

void set_up(options how); // before it is called: info and above to stderr

bool enabled(level which);
// One event. Control characters left in `line` become blanks: it stays one line even when a log_text() was forgotten.
void write(level which, std::string_view line);

// log_text() when the configuration allows texts of members in the log, otherwise only how long it is: (12 bytes).
std::string member_text(std::string_view text);

template <class... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
    if (enabled(level::error)) write(level::error, fmt::vformat(format, fmt::make_format_args(args...)));
}

template <class... Args>
void warning(fmt::format_string<Args...> format, Args&&... args) {
    if (enabled(level::warning)) write(level::warning, fmt::vformat(format, fmt::make_format_args(args...)));
}

template <class... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
    if (enabled(level::info)) write(level::info, fmt::vformat(format, fmt::make_format_args(args...)));
}

template <class... Args>
void debug(fmt::format_string<Args...> format, Args&&... args) {
    if (enabled(level::debug)) write(level::debug, fmt::vformat(format, fmt::make_format_args(args...)));
}

} // namespace log
} // namespace bot::observe
