// Our own small Slack: chat.postMessage, conversations.replies and .history, and people who say something, signed as
// Slack signs. For tests of the whole bot. One workspace, T0TEST, whose bot is U0BOT.
#pragma once

#include "tests/platforms/running_platform.hpp"

namespace tests::platforms {

class fake_slack final : public running_platform {
  public:
    fake_slack();
    ~fake_slack() override { stop(); }

    static constexpr std::string_view token = "xoxb-test-token";
    static constexpr std::string_view signing_secret = "test-signing-secret";
    static constexpr std::string_view team = "T0TEST";
    static constexpr std::string_view bot_user = "U0BOT";

    [[nodiscard]] std::string api_url() const; // what the bot's api_url has to be

    struct message {
        std::string channel, thread_ts, text, ts;
        std::string reply_id; // of the metadata
        std::string raw;      // the whole body of the call
    };
    // What the bot has posted, oldest first.
    [[nodiscard]] std::vector<message> messages() const;

    struct saying {
        std::string channel = "C0HELP";
        std::string user = "U0ALICE";
        std::string text; // "@bot" becomes the bot's mention
        std::string thread_ts = {};
        bool direct = false;
        std::string ts = {};       // given: this message again (a redelivery)
        std::string event_id = {}; // likewise
    };
    struct said {
        std::string ts, event_id;
        adapters::net::http_answer answer; // of the bot, to the event that is its question
    };
    // A member says something; the events go to `url`. In channels there are two: the `message`, then the mention.
    said say(const std::string& url, saying what, tampering how = tampering::none);
    // Any body, signed.
    adapters::net::http_answer deliver(const std::string& url, std::string body, tampering how = tampering::none);

  private:
    bot::server::response serve(const bot::server::request& call) override;
    bot::server::response conversation(const bot::server::request& call) const;
    bot::server::response refusal(const armed_fault& fault) const override;
    std::string next_ts(); // with the lock held

    std::vector<message> messages_;
    int made_ = 0;
};

} // namespace tests::platforms
