#include "bot/config/mistake.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace bot::config {

std::string to_string(const mistake& what) {
    auto place = what.line == 0 ? what.file : fmt::format("{}:{}:{}", what.file, what.line, what.column);
    if (!what.key.empty()) place += ": " + what.key;
    auto line = place + ": " + what.message;
    // A key may hold anything when it is in quotes, and this goes to a terminal.
    std::ranges::replace_if(
        line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
    return line;
}

} // namespace bot::config
