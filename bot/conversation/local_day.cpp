#include "bot/conversation/local_day.hpp"

#include <date/tz.h>

namespace bot::conversation {

std::string local_day(const config::settings& settings, std::string_view community, knowledge::timestamp now) {
    std::string zone = config::community_settings().timezone;
    for (const auto& one : settings.communities)
        if (one.name == community) zone = one.timezone;
    return date::format("%F", date::floor<date::days>(date::make_zoned(zone, now).get_local_time()));
}

} // namespace bot::conversation
