// A platform listened to over a connection we open: for each one it is asked by an HTTP call, and what may be connected
// to is limited. What is common to Slack's Socket Mode and DingTalk's Stream mode; each folder says how to ask and what
// the messages mean.
#pragma once

#include "adapters/net/http_client.hpp"
#include "adapters/net/link.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::net {

// What became of the call that asks for a connection where the platform said nothing at all; nothing where it did.
[[nodiscard]] std::optional<invitation> without_answer(const http_answer& answer);

class way_in {
  public:
    struct settings {
        std::string api_url;
        std::vector<std::string> hosts; // where connections may go, beside the API's own host
        link_pace pace = {};
        bool ready_when_open = false; // see link::settings
    };
    struct hooks {
        std::function<http_request()> ask; // the call that gets an address
        std::function<invitation(const http_answer&)> read;
        std::function<link_news(std::string_view text, link::reply answer)> received;
        std::function<void(const link_report&)> report;
        std::function<double()> random; // from 0 to 1
    };

    // Everything on the loop's thread; all three outlive it.
    way_in(event_loop& loop, http_client& client, websocket_client& sockets, const settings& how, hooks with);

    void start() { link_.start(); }
    void drain(std::chrono::milliseconds patience, std::function<void()> finished) {
        link_.drain(patience, std::move(finished));
    }
    [[nodiscard]] link_state state() const { return link_.state(); }
    [[nodiscard]] std::size_t lines() const { return link_.lines(); }

  private:
    link link_;
};

} // namespace adapters::net
