// DingTalk's way in without a public address: Stream mode. A connection that is kept (net/way_in.hpp), the frames that
// come over it (stream_frame.hpp), and their data handed on, to whoever also takes it over HTTP.
#pragma once

#include "adapters/net/way_in.hpp"

#include <functional>
#include <string>
#include <vector>

namespace adapters::dingtalk {

struct stream_mode_settings {
    std::string api_url = "https://api.dingtalk.com";
    std::string client_id;
    std::string client_secret;                                         // never logged
    std::vector<std::string> hosts{"*.dingtalk.com", "*.dingtalk.io"}; // where connections may go, beside the API's own
    net::link_pace pace = {};
};

struct stream_mode_hooks {
    // A robot message, as POST /dingtalk/messages has it for a body. `finished` at most once: true acknowledges; false,
    // or never, lets DingTalk send it again (it may, after a minute).
    std::function<void(std::string data, std::function<void(bool)> finished)> message;
    // A press on an interactive card. `frame` is the frame's message id; the answer is JSON text, "" where the press
    // was not taken, which the client then shows. May be empty: acknowledged, nothing done.
    std::function<void(std::string data, std::string frame, std::function<void(std::string)> acknowledge)> card = {};
    std::function<void(const net::link_report&)> report;
    std::function<void(const std::string& reason)> malformed; // a message was none of DingTalk's
    std::function<double()> random;                           // from 0 to 1
};

class stream_mode final : public net::way_in {
  public:
    stream_mode(net::event_loop& loop, net::http_client& client, net::websocket_client& sockets,
                const stream_mode_settings& how, stream_mode_hooks with);
};

} // namespace adapters::dingtalk
