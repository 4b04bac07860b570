// Slack's way out, through the shared HTTP client: messages posted, replaced and withdrawn (post.hpp), a sign on
// questions that wait (working_sign.hpp), and the look for a message whose answer was lost (inquiry.hpp).
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "adapters/net/event_loop.hpp"
#include "adapters/net/http_client.hpp"
#include "adapters/slack/post.hpp"
#include "adapters/slack/web_api.hpp"
#include "adapters/slack/working_sign.hpp"

#include <functional>
#include <memory>
#include <string>

namespace adapters::slack {

struct slack_settings {
    std::string api_url = "https://slack.com/api/";
    token_source token_of;                  // of the bot, xoxb-…; never logged
    std::string working_emoji = "eyes";     // empty: no sign
    std::function<chat::timestamp()> clock; // whether a reply address is still good
    // Slack did not take this token of that workspace, and why. May be empty.
    std::function<void(const std::string& workspace, const std::string& token, const std::string& why)> token_refused =
        {};
};

class slack_adapter final : public chat::adapter {
  public:
    // `loop` and `client` outlive the adapter and every send under way.
    slack_adapter(net::event_loop& loop, net::http_client& client, slack_settings how);
    ~slack_adapter() override;

    void send(chat::outgoing message, std::function<void(chat::delivery)> finished) override;
    void look_for(chat::outgoing message, chat::timestamp since, std::function<void(chat::inquiry)> finished) override;
    void give_up(const chat::outgoing& message) override;

    // An answer to this message is on its way to send(): it may take a while until it is its turn.
    void will_answer(const chat::place& where, const std::string& message_id) { sign_.begin(where, message_id); }

  private:
    struct attempt;
    void start(std::shared_ptr<attempt> one);
    void take(std::shared_ptr<attempt> one, const net::http_answer& answer);
    void settle(const attempt& one, chat::delivery became);

    net::http_client& client_;
    slack_settings how_;
    web_api api_;
    working_sign sign_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace adapters::slack
