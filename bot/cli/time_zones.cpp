#include "bot/cli/time_zones.hpp"

#include "bot/cli/setup.hpp"
#include "bot/config/values.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <string>
#include <vector>

namespace bot::cli {

void read_time_zones(const config::settings& settings) {
    std::vector<std::string> zones{config::community_settings().timezone};
    for (const auto& community : settings.communities)
        zones.push_back(community.timezone);
    for (const auto& zone : zones) {
        if (const auto expected = config::time_zone(zone); !expected.empty())
            throw stop(bad_config, fmt::format("timezone \"{}\": expected {}", zone, expected));
        (void)date::locate_zone(zone)->get_info(now()); // its rules are in a file of their own
    }
}

} // namespace bot::cli
