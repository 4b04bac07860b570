// Slack's way in without a public address: Socket Mode. A connection that is kept (net/way_in.hpp), the envelopes that
// come over it (envelope.hpp), and the payloads handed on, to whoever also takes them over HTTP.
#pragma once

#include "adapters/net/way_in.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace adapters::slack {

struct socket_mode_settings {
    std::string api_url = "https://slack.com/api/";
    std::string app_token;                         // xapp-…; never logged
    std::vector<std::string> hosts{"*.slack.com"}; // where connections may go, beside the API's own host
    net::link_pace pace = {};
};

struct socket_mode_hooks {
    // An events_api payload, as POST /slack/events has it for a body. `finished` at most once: true acknowledges;
    // false, or never, lets Slack send it again.
    std::function<void(std::string payload, std::function<void(bool)> finished)> event;
    // Everything else that is to be acknowledged: slash_commands, interactive. The answer is JSON text, "" for none;
    // where Slack takes no answer with the acknowledgement it is left out. May be empty: then acknowledged, and nothing
    // is done.
    std::function<void(std::string type, std::string payload, std::function<void(std::string)> acknowledge)> other = {};
    std::function<void(const net::link_report&)> report;
    // Slack counts so many connections of the app that are not ours: another process with the same token, which takes a
    // part of what happens, or one of ours whose end Slack has not noticed yet. May be empty.
    std::function<void(std::size_t)> others = {};
    std::function<void(const std::string& reason)> malformed; // a message was none of Slack's
    std::function<double()> random;                           // from 0 to 1
};

class socket_mode final : public net::way_in {
  public:
    socket_mode(net::event_loop& loop, net::http_client& client, net::websocket_client& sockets,
                const socket_mode_settings& how, socket_mode_hooks with);
};

} // namespace adapters::slack
