// The simulator group as a small web page: GET /try, its script and style, what was said, and a way to say something.
// Only answers requests that come from that page.
#pragma once

#include "adapters/simulator/group.hpp"
#include "bot/conversation/conversation.hpp"
#include "bot/server/http_server.hpp"

namespace bot::try_page {

// Whoever opens the page may speak as any member, moderators too: it is for this machine unless the configuration says
// that the network is closed.
enum class visitors { this_machine, everybody };

// References outlive the server; `speaks` is the group's language.
void add_routes(server::http_server& server, adapters::simulator::group& group, conversation::conversation& talk,
                const config::voice& speaks, visitors who);

} // namespace bot::try_page
