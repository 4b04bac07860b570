#include "bot/observe/terminal.hpp"

#include "bot/observe/utf8.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

namespace bot::observe {

namespace {

int descriptor(stream which) {
    return which == stream::out ? STDOUT_FILENO : STDERR_FILENO;
}

std::size_t columns_of(const character& one) {
    return one.code < 0 ? 1 : static_cast<std::size_t>(width_of(one.code));
}

} // namespace

bool is_terminal(stream which) {
    return ::isatty(descriptor(which)) == 1;
}

std::size_t terminal_columns(stream which) {
    constexpr std::size_t usual = 80;
    winsize size{};
    if (::ioctl(descriptor(which), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual;
    return size.ws_col;
}

bool wants_colour(bool terminal, colour_choice choice, const config::environment& lookup) {
    if (choice != colour_choice::automatic) return choice == colour_choice::always;
    return terminal && lookup("NO_COLOR").value_or("").empty() && lookup("TERM").value_or("") != "dumb";
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const auto one = first_character(text);
        width += columns_of(one);
        text.remove_prefix(one.bytes);
    }
    return width;
}

std::string printable(std::string_view text) {
    std::string out;
    bool blank_wanted = false;
    while (!text.empty()) {
        const auto one = first_character(text);
        if (one.code >= 0 && is_unsafe(one.code)) {
            blank_wanted = true;
        } else {
            if (blank_wanted && !out.empty()) out += ' ';
            blank_wanted = false;
            if (one.code < 0)
                out += '?';
            else
                out += text.substr(0, one.bytes);
        }
        text.remove_prefix(one.bytes);
    }
    return out;
}

std::string fitted(std::string_view text, std::size_t columns) {
    if (display_width(text) <= columns) return std::string(text);
    if (columns == 0) return {};
    std::size_t width = 0, end = 0;
    while (end < text.size()) {
        const auto one = first_character(text.substr(end));
        if (width + columns_of(one) > columns - 1) break; // one column is the ellipsis'
        width += columns_of(one);
        end += one.bytes;
    }
    return std::string(text.substr(0, end)) + "…";
}

} // namespace bot::observe
