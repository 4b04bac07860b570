// Our own small DingTalk: replies by sessionWebhook, and people who say something, signed as DingTalk signs. For tests
// of the whole bot. One organisation, dingtestcorp, whose robot is dingtestrobot and is called HelpBot.
#pragma once

#include "tests/platforms/running_platform.hpp"
#include "tests/platforms/websocket_server.hpp"

#include <map>
#include <set>

namespace tests::platforms {

class fake_dingtalk final : public running_platform {
  public:
    fake_dingtalk();
    ~fake_dingtalk() override { stop(); }

    static constexpr std::string_view app_secret = "test-app-secret";
    static constexpr std::string_view client_id = "dingtestclient"; // its secret is app_secret
    static constexpr const char* by_stream = "stream"; // instead of a URL: over the newest Stream connection
    static constexpr std::string_view robot_code = "dingtestrobot";
    static constexpr std::string_view corp_id = "dingtestcorp";
    static constexpr std::string_view bot_name = "HelpBot";

    struct message {
        std::string conversation, title, text;
        std::vector<std::string> mentioned; // those of at.atUserIds that the text shows
        std::string raw;                    // the whole body of the call
    };
    // What the bot has said, oldest first.
    [[nodiscard]] std::vector<message> messages() const;
    // From now on every session is gone (errcode 300001).
    void expire_sessions();

    struct saying {
        std::string conversation = "cidHelp==";
        std::string staff_id = "0123"; // empty: from outside the organisation
        std::string nick = "Alice";
        std::string text;
        bool direct = false;
        std::string msg_id = {};          // given: this message again (a redelivery)
        std::string session_webhook = {}; // given: instead of ours
    };
    struct said {
        std::string msg_id;
        adapters::net::http_answer answer; // of the bot
    };
    said say(const std::string& url, saying what, tampering how = tampering::none);
    // Any body, signed. Over the stream the code of the acknowledgement is the status; 0 when there is none within
    // three seconds and while the connection is there.
    adapters::net::http_answer deliver(const std::string& url, std::string body, tampering how = tampering::none);
    // Any frame over the stream: the acknowledgement's text, "" when there is none.
    std::string deliver_frame(const std::string& type, const std::string& topic, const std::string& data);

    [[nodiscard]] websocket_server& streams() { return streams_; }

  private:
    bot::server::response serve(const bot::server::request& call) override;
    bot::server::response refusal(const armed_fault& fault) const override;

    bot::server::response open_connection(const bot::server::request& call);
    [[nodiscard]] bool admit(std::string_view target);
    void take_acknowledgement(const std::string& text);

    std::vector<message> messages_;
    std::map<std::string, std::string> acknowledged_; // messageId, the acknowledgement's text
    std::set<std::string> tickets_;                   // not used yet
    std::map<std::string, std::string> sessions_;     // name, conversation
    int made_ = 0;
    websocket_server streams_;
};

} // namespace tests::platforms
