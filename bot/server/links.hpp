// The connections we open ourselves to hear from the platforms: Slack's Socket Mode and DingTalk's Stream mode. What
// comes over them is read by the decoders of the routes and goes the same way in; it is acknowledged when it is
// committed (promise 1), and not at all while it cannot be, so that the platform may send it again.
#pragma once

#include "adapters/net/http_client.hpp"
#include "adapters/net/way_in.hpp"
#include "adapters/net/websocket.hpp"
#include "bot/config/settings.hpp"
#include "bot/server/dingtalk_routes.hpp"
#include "bot/server/intake.hpp"
#include "bot/server/slack_desk.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bot::server {

class links {
  public:
    // Everything on the loop's thread. `loop`, `client` and the desk outlive the links. `random`: from 0 to 1.
    links(adapters::net::event_loop& loop, adapters::net::http_client& client, adapters::net::way_out way,
          std::function<double()> random);
    links(const links&) = delete;
    links& operator=(const links&) = delete;

    void add_slack(const config::slack_settings& settings, slack_desk& desk);
    void add_dingtalk(const config::dingtalk_settings& settings, const intake& in, const dingtalk_hooks& hooks = {});

    // A line for each: connected, or not, and since when. "" when there are none.
    [[nodiscard]] std::string lines() const;

    void start();
    // Nothing new is taken; what was taken is acknowledged, then the connections are closed, at the latest after
    // `patience` and a second more. `finished` runs once, later.
    void drain(std::chrono::milliseconds patience, const std::function<void()>& finished);

  private:
    adapters::net::event_loop& loop_;
    adapters::net::http_client& client_;
    std::function<double()> random_;
    adapters::net::websocket_client sockets_;
    void add(std::string_view platform, std::string_view way, std::unique_ptr<adapters::net::way_in> link);

    struct named {
        std::string name;
        std::unique_ptr<adapters::net::way_in> link;
    };
    std::vector<named> all_;
};

} // namespace bot::server
