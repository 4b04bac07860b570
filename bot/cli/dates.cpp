#include "bot/cli/dates.hpp"

#include "bot/cli/setup.hpp"
#include "bot/config/values.hpp"
#include "knowledge/day.hpp"

#include <fmt/format.h>

namespace bot::cli {

using std::chrono::year_month_day;

year_month_day day_of(const std::string& text, const char* option) {
    if (const auto day = knowledge::day_from(text)) return *day;
    throw stop(bad_usage, fmt::format("{}: {}: a day like 2026-11-06 is needed", option, text));
}

knowledge::timestamp midnight(year_month_day day, const date::time_zone& zone) {
    const date::local_days local{std::chrono::sys_days(day).time_since_epoch()};
    // Where clocks skip midnight the day begins a little later; the earliest is right.
    return std::chrono::time_point_cast<std::chrono::milliseconds>(zone.to_sys(local, date::choose::earliest));
}

knowledge::timestamp moment_of(const std::string& text, const char* option, const date::time_zone& zone,
                               knowledge::timestamp now) {
    if (const auto ago = config::parse_duration(text)) return now - *ago;
    if (text.size() == 10 && text[4] == '-') return midnight(day_of(text, option), zone);
    throw stop(bad_usage, fmt::format("{}: {}: a span like 30d or a day like 2026-11-06 is needed", option, text));
}

std::string moment(knowledge::timestamp at) {
    return date::format("%FT%TZ", date::floor<std::chrono::seconds>(at));
}

std::string local_moment(knowledge::timestamp at, const date::time_zone& zone) {
    return date::format("%F %T", date::zoned_time(&zone, date::floor<std::chrono::seconds>(at)));
}

const date::time_zone& zone_of(const config::settings& settings) {
    const auto& name = settings.communities.size() == 1 ? settings.communities.front().timezone
                                                        : config::community_settings().timezone;
    return *date::locate_zone(name);
}

} // namespace bot::cli
