// DingTalk's ways out (ways.hpp), tried in order until one takes the message or none may: what certainly did not arrive
// by one way may go by the next, what may have arrived never does. What is said and what the answers mean is
// webhook.hpp's, openapi.hpp's and card.hpp's.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "adapters/dingtalk/token_source.hpp"
#include "adapters/net/http_client.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::dingtalk {

struct dingtalk_settings {
    std::vector<std::string> webhook_hosts{"oapi.dingtalk.com"}; // see allowed_webhook()
    std::string api_url = "https://api.dingtalk.com";
    app_credentials app = {};                      // no client_id: sessionWebhooks only
    std::string robot_code = {};                   // needed with it
    std::string card_template = {};                // "….schema"; empty: no interactive cards
    std::string card_callback_url = {};            // public address for presses on cards; empty: they come by Stream
    std::chrono::milliseconds expiry_margin{5000}; // a session is not used this short before its end
    std::function<chat::timestamp()> now = [] {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    };
    // What somebody should look at: a way that is closed and should not be, wrong credentials. May be empty.
    std::function<void(std::string_view)> warn = {};
    std::function<void()> counted = {}; // a message left, whether or not it arrived; for the quota. May be empty.
};

class dingtalk_adapter final : public chat::adapter {
  public:
    // `loop` and `client` outlive the adapter. Sends under way when it goes end as uncertain, or as to be tried again
    // when nothing of them has left.
    dingtalk_adapter(net::event_loop& loop, net::http_client& client, dingtalk_settings how);

    void send(chat::outgoing message, std::function<void(chat::delivery)> finished) override;

    // Registers the address for presses where one is configured, and tries again until that has worked. On the loop's
    // thread, once.
    void start();

  private:
    struct implementation;
    std::shared_ptr<implementation> impl_;
};

} // namespace adapters::dingtalk
