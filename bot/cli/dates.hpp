// Days and moments as a person names them on the command line.
#pragma once

#include "bot/config/settings.hpp"
#include "knowledge/model.hpp"

#include <date/tz.h>

#include <chrono>
#include <string>

namespace bot::cli {

// "2026-11-06", and nothing else. Throws stop{bad_usage}.
[[nodiscard]] std::chrono::year_month_day day_of(const std::string& text, const char* option);

// The beginning of a day in that zone.
[[nodiscard]] knowledge::timestamp midnight(std::chrono::year_month_day day, const date::time_zone& zone);

// "30d", "12h": so long before `now`. "2026-11-01": the beginning of that day. Throws stop{bad_usage}.
[[nodiscard]] knowledge::timestamp moment_of(const std::string& text, const char* option, const date::time_zone& zone,
                                             knowledge::timestamp now);

// "2026-11-06T08:30:00Z", for programs.
[[nodiscard]] std::string moment(knowledge::timestamp at);
// "2026-11-06 16:30:00", for people.
[[nodiscard]] std::string local_moment(knowledge::timestamp at, const date::time_zone& zone);

// Whose days and times are shown: the only community's; of several, those of a community that says nothing.
[[nodiscard]] const date::time_zone& zone_of(const config::settings& settings);

} // namespace bot::cli
