// Slack's way out, through the shared HTTP client: chat.postMessage (post.hpp), and the look for a message whose answer
// was lost (inquiry.hpp).
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "adapters/net/http_client.hpp"

#include <string>

namespace adapters::slack {

struct slack_settings {
    std::string api_url = "https://slack.com/api/";
    std::string token; // of the bot, xoxb-…; never logged
};

class slack_adapter final : public chat::adapter {
  public:
    // `client` outlives the adapter and every send under way.
    slack_adapter(net::http_client& client, slack_settings how);

    void send(chat::outgoing message, std::function<void(chat::delivery)> finished) override;
    void look_for(chat::outgoing message, chat::timestamp since, std::function<void(chat::inquiry)> finished) override;

  private:
    net::http_client& client_;
    slack_settings how_;
};

} // namespace adapters::slack
