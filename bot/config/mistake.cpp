#include "bot/config/mistake.hpp"

#include <fmt/format.h>

namespace bot::config {

std::string to_string(const mistake& what) {
    auto place = what.line == 0 ? what.file : fmt::format("{}:{}:{}", what.file, what.line, what.column);
    if (!what.key.empty()) place += ": " + what.key;
    return place + ": " + what.message;
}

} // namespace bot::config
