// Which day it is where a community lives.
#pragma once

#include "bot/config/settings.hpp"
#include "knowledge/model.hpp"

#include <string>
#include <string_view>

namespace bot::conversation {

// "2026-12-31", by the community's time zone; of a community that is not configured, by the default one.
[[nodiscard]] std::string local_day(const config::settings& settings, std::string_view community,
                                    knowledge::timestamp now);

} // namespace bot::conversation
