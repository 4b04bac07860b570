// POST /slack/events: verified on the raw bytes, decoded, taken, acknowledged.
#pragma once

#include "bot/config/settings.hpp"
#include "bot/server/intake.hpp"

#include <chrono>
#include <functional>

namespace bot::server {

void add_slack_routes(http_server& server, const config::slack_settings& slack, intake in,
                      std::function<std::chrono::sys_seconds()> clock);

} // namespace bot::server
