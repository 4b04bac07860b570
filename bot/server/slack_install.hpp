// GET /slack/install and /slack/oauth_redirect: an admin of a workspace installs the app there with his browser. Only
// workspaces that the configuration names are kept.
#pragma once

#include "adapters/slack/web_api.hpp"
#include "bot/config/settings.hpp"
#include "bot/server/http_server.hpp"
#include "bot/server/slack_workspaces.hpp"
#include "knowledge/model.hpp"

#include <functional>

namespace bot::server {

// All references outlive the server.
void add_slack_install_routes(http_server& server, const config::settings& settings,
                              const adapters::slack::web_api& api, slack_workspaces& workspaces,
                              std::function<knowledge::timestamp()> clock);

} // namespace bot::server
