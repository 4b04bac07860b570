// POST /slack/events, /slack/interactivity and /slack/commands: verified on the raw bytes, then the desk's
// (slack_desk.hpp).
#pragma once

#include "bot/config/settings.hpp"
#include "bot/server/http_server.hpp"
#include "bot/server/slack_desk.hpp"

#include <chrono>
#include <functional>

namespace bot::server {

// `desk` outlives the server.
void add_slack_routes(http_server& server, const config::slack_settings& slack, slack_desk& desk,
                      std::function<std::chrono::sys_seconds()> clock);

} // namespace bot::server
