#include "bot/cli/beforehand.hpp"

#include "adapters/net/hmac.hpp"
#include "bot/cli/setup.hpp"
#include "bot/config/values.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace bot::cli {

std::future<void> made_ready_beforehand(const config::settings& settings) {
    std::vector<std::string> zones{config::community_settings().timezone};
    for (const auto& community : settings.communities)
        zones.push_back(community.timezone);
    return std::async(std::launch::async, [zones = std::move(zones)] {
        (void)adapters::net::hmac_sha256("key", "message");
        for (const auto& zone : zones) {
            if (const auto expected = config::time_zone(zone); !expected.empty())
                throw stop(bad_config, fmt::format("timezone \"{}\": expected {}", zone, expected));
            (void)date::locate_zone(zone)->get_info(now()); // its rules are in a file of their own
        }
    });
}

} // namespace bot::cli
