#include "bot/observe/log.hpp"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <utility>

namespace bot::observe::log {

namespace {

// 2026-01-31T09:30:00.123+08:00 warning the line. The level between %^ and %$ gets the colour.
constexpr const char* pattern = "%Y-%m-%dT%H:%M:%S.%e%z %^%l%$ %v";

spdlog::level::level_enum to_spdlog(level which) {
    switch (which) {
    case level::debug:
        return spdlog::level::debug;
    case level::info:
        return spdlog::level::info;
    case level::warning:
        return spdlog::level::warn;
    case level::error:
        return spdlog::level::err;
    }
    return spdlog::level::off;
}

std::string_view colour_of(spdlog::level::level_enum which) {
    switch (which) {
    case spdlog::level::err:
        return "\x1b[1;31m";
    case spdlog::level::warn:
        return "\x1b[33m";
    case spdlog::level::info:
        return "\x1b[32m";
    default:
        return "\x1b[2m";
    }
}

void write_to_stderr(std::string_view line) {
    while (!line.empty()) {
        const auto written = ::write(STDERR_FILENO, line.data(), line.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return; // nobody is left to be told
        line.remove_prefix(static_cast<std::size_t>(written));
    }
}

// One write a line, colour codes included, so that lines of several processes on one stderr do not mix; spdlog's own
// colour sink writes a line in pieces.
class line_sink final : public spdlog::sinks::base_sink<std::mutex> {
  public:
    line_sink(bool colour, std::function<void(std::string_view)> out) : colour_(colour), out_(std::move(out)) {}

  private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t formatted;
        formatter_->format(message, formatted);
        const std::string_view line(formatted.data(), formatted.size());
        if (!colour_ || message.color_range_end <= message.color_range_start) return out_(line);
        const auto begin = message.color_range_start, end = message.color_range_end;
        out_(fmt::format("{}{}{}\x1b[0m{}", line.substr(0, begin), colour_of(message.level),
                         line.substr(begin, end - begin), line.substr(end)));
    }
    void flush_() override {}

    bool colour_;
    std::function<void(std::string_view)> out_;
};

std::shared_ptr<spdlog::logger> make_logger(options how) {
    auto out = how.write ? std::move(how.write) : std::function<void(std::string_view)>(write_to_stderr);
    auto sink = std::make_shared<line_sink>(how.colour, std::move(out));
    sink->set_formatter(std::make_unique<spdlog::pattern_formatter>(pattern));
    auto logger = std::make_shared<spdlog::logger>("qunda", std::move(sink));
    logger->set_level(spdlog::level::debug); // enabled() decides
    return logger;
}

// The only global of the program: every file may log, and tests set up their own.
struct state {
    std::mutex mutex; // guards `logger`; the rest is read without it, because most events are below the level
    std::shared_ptr<spdlog::logger> logger = make_logger({});
    std::atomic<level> least = level::info;
    std::atomic<bool> member_text = false;
};

state& current() {
    static state one;
    return one;
}

} // namespace

level parse_level(std::string_view word) {
    for (const auto& [name, which] : {std::pair{"debug", level::debug}, std::pair{"info", level::info},
                                      std::pair{"warning", level::warning}, std::pair{"error", level::error}}) {
        if (word == name) return which;
    }
    throw std::invalid_argument("no log level: " + std::string(word));
}

void set_up(options how) {
    auto& now = current();
    now.least = how.least;
    now.member_text = how.member_text;
    auto logger = make_logger(std::move(how));
    const std::lock_guard lock(now.mutex);
    now.logger = std::move(logger);
}

bool enabled(level which) {
    return which >= current().least;
}

void write(level which, std::string_view line) {
    std::string single(line);
    for (char& c : single) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    }
    auto& now = current();
    std::unique_lock lock(now.mutex);
    const auto logger = now.logger;
    lock.unlock();
    logger->log(to_spdlog(which), spdlog::string_view_t(single));
}

std::string member_text(std::string_view text) {
    return current().member_text ? log_text(text) : fmt::format("({} bytes)", text.size());
}

} // namespace bot::observe::log
