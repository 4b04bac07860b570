// The system's time zones, read at the start: a system that lacks them is told then, and not by the first question.
#pragma once

#include "bot/config/settings.hpp"

namespace bot::cli {

// Before other threads begin. Throws stop{bad_config} when the system does not know the time zone of a community.
void read_time_zones(const config::settings& settings);

} // namespace bot::cli
