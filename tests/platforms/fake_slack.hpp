// Our own small Slack: chat.postMessage, conversations.replies and .history, Socket Mode, and people who say something,
// signed as Slack signs. For tests of the whole bot. One workspace, T0TEST, whose bot is U0BOT.
#pragma once

#include "tests/platforms/running_platform.hpp"
#include "tests/platforms/websocket_server.hpp"

#include <map>
#include <set>

namespace tests::platforms {

class fake_slack final : public running_platform {
  public:
    fake_slack();
    ~fake_slack() override { stop(); }

    static constexpr std::string_view token = "xoxb-test-token";
    static constexpr std::string_view signing_secret = "test-signing-secret";
    static constexpr std::string_view app_token = "xapp-test-token";
    static constexpr const char* by_socket = "socket"; // instead of a URL: over the newest Socket Mode connection
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
    // Any body, signed. Over the socket an acknowledgement counts as 200; none, within three seconds and while the
    // connection is there, as no answer.
    adapters::net::http_answer deliver(const std::string& url, std::string body, tampering how = tampering::none);
    // Any envelope over the socket: the acknowledgement's text, "" when there is none.
    std::string deliver_envelope(const std::string& type, const std::string& payload, bool accepts_response = false);

    [[nodiscard]] websocket_server& sockets() { return sockets_; }

  private:
    bot::server::response serve(const bot::server::request& call) override;
    bot::server::response conversation(const bot::server::request& call) const;
    bot::server::response refusal(const armed_fault& fault) const override;
    std::string next_ts(); // with the lock held

    [[nodiscard]] bool admit(std::string_view target);
    void take_acknowledgement(const std::string& text);

    std::vector<message> messages_;
    std::map<std::string, std::string> acknowledged_; // envelope, the acknowledgement's text
    std::set<std::string> tickets_;                   // not used yet
    int made_ = 0;
    websocket_server sockets_;
};

} // namespace tests::platforms
