// POST /dingtalk/messages: DingTalk's HTTP mode. Verified, decoded, taken, acknowledged with an empty body; the reply
// goes out by the session's webhook.
#pragma once

#include "bot/config/settings.hpp"
#include "bot/server/intake.hpp"

#include <functional>

namespace bot::server {

void add_dingtalk_routes(http_server& server, const config::dingtalk_settings& dingtalk, intake in,
                         std::function<knowledge::timestamp()> clock);

} // namespace bot::server
