#include "bot/conversation/quiet_hours.hpp"

#include "bot/config/values.hpp"

#include <date/tz.h>

#include <chrono>

namespace bot::conversation {

knowledge::timestamp after_quiet_hours(const config::group_settings& group, knowledge::timestamp now) {
    const auto quiet = config::parse_hours(group.quiet_hours);
    if (!quiet) return now;
    const auto& zone = *date::locate_zone(group.timezone);
    const auto local = zone.to_local(now);
    const auto midnight = std::chrono::floor<std::chrono::days>(local);
    const auto minute = std::chrono::floor<std::chrono::minutes>(local - midnight);
    const bool over_night = quiet->to <= quiet->from;
    const bool inside =
        over_night ? minute >= quiet->from || minute < quiet->to : minute >= quiet->from && minute < quiet->to;
    if (!inside) return now;
    const bool tomorrow = over_night && minute >= quiet->from;
    // A time that the clocks skip is the first one after the gap.
    return std::chrono::time_point_cast<std::chrono::milliseconds>(
        zone.to_sys(midnight + std::chrono::days(tomorrow ? 1 : 0) + quiet->to, date::choose::earliest));
}

} // namespace bot::conversation
