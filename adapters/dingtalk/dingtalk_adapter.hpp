// DingTalk's way out: the sessionWebhook that came with the question. What is said and what the answers mean is
// webhook.hpp's.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "adapters/net/http_client.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace adapters::dingtalk {

struct dingtalk_settings {
    std::vector<std::string> webhook_hosts{"oapi.dingtalk.com"}; // see allowed_webhook()
    std::chrono::milliseconds expiry_margin{5000};               // a session is not used this short before its end
    std::function<chat::timestamp()> now = [] {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    };
};

class dingtalk_adapter final : public chat::adapter {
  public:
    // `loop` and `client` outlive the adapter and every send under way.
    dingtalk_adapter(net::event_loop& loop, net::http_client& client, dingtalk_settings how);

    void send(chat::outgoing message, std::function<void(chat::delivery)> finished) override;

  private:
    net::event_loop& loop_;
    net::http_client& client_;
    dingtalk_settings how_;
};

} // namespace adapters::dingtalk
