// Times as people say them, in the group's language: the largest unit only.
#pragma once

#include "bot/config/settings.hpp"
#include "knowledge/model.hpp"

#include <chrono>
#include <string>

namespace bot::conversation {

// "3 h"; less than a minute is "0 min".
[[nodiscard]] std::string how_long(std::chrono::milliseconds time, const config::voice& speaks);
// "a minute ago"
[[nodiscard]] std::string ago(knowledge::timestamp then, knowledge::timestamp now, const config::voice& speaks);

} // namespace bot::conversation
