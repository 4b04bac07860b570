#include "bot/conversation/local_day.hpp"

#include <date/tz.h>

#include <chrono>

namespace bot::conversation {

std::string local_day(const config::settings& settings, std::string_view community, knowledge::timestamp now) {
    static const std::string usual_zone = config::community_settings().timezone;
    std::string_view zone = usual_zone;
    for (const auto& one : settings.communities)
        if (one.name == community) zone = one.timezone;

    // Asked for with every answer, and the same all day long. Days begin with a minute everywhere since 1972.
    struct known_day {
        std::string zone;
        std::chrono::sys_time<std::chrono::minutes> minute;
        std::string day;
    };
    thread_local known_day last;
    const auto minute = std::chrono::floor<std::chrono::minutes>(now);
    if (last.day.empty() || last.minute != minute || last.zone != zone) {
        const auto there = date::make_zoned(std::string(zone), now).get_local_time();
        last = {std::string(zone), minute, date::format("%F", date::floor<date::days>(there))};
    }
    return last.day;
}

} // namespace bot::conversation
