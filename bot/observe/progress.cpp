#include "bot/observe/progress.hpp"

#include "bot/observe/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace bot::observe {

namespace {

constexpr std::chrono::milliseconds redraw_after{100}; // faster than that nobody sees, and terminals over ssh suffer
constexpr std::size_t widest_bar = 40;
constexpr std::string_view erase_line = "\r\x1b[K";

} // namespace

progress::progress(options how) : how_(std::move(how)) {}

progress::options progress::on_stderr(std::string label, std::size_t total) {
    options how{std::move(label), total, terminal_columns(stream::err), {}};
    if (is_terminal(stream::err))
        how.write = [](std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); };
    return how;
}

progress::~progress() {
    if (drawn_) how_.write(erase_line);
}

void progress::show(std::size_t done, clock::time_point now) {
    if (!how_.write || (drawn_ && now - drawn_at_ < redraw_after)) return;
    drawn_ = true;
    drawn_at_ = now;
    std::string line;
    if (how_.total == 0) {
        line = fmt::format("{} {}", how_.label, done);
    } else {
        const auto part = std::min(done, how_.total);
        const auto around = fmt::format("{} [] {}/{} 100%", how_.label, how_.total, how_.total);
        const auto room = how_.columns > display_width(around) ? how_.columns - display_width(around) : 0;
        const auto bar = std::min(room, widest_bar);
        const auto filled = bar * part / how_.total;
        line = fmt::format("{} [{}{}] {}/{} {}%", how_.label, std::string(filled, '#'), std::string(bar - filled, ' '),
                           part, how_.total, 100 * part / how_.total);
    }
    how_.write(std::string(erase_line) + fitted(line, how_.columns));
}

} // namespace bot::observe
