// Our own small DingTalk: replies by sessionWebhook, OpenAPI, interactive cards and custom robots, and people who say,
// tap and press something, signed as DingTalk signs. For tests of the whole bot. One organisation, dingtestcorp, whose
// robot is dingtestrobot and is called HelpBot.
#pragma once

#include "tests/platforms/acknowledgements.hpp"
#include "tests/platforms/running_platform.hpp"
#include "tests/platforms/websocket_server.hpp"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <set>

namespace tests::platforms {

class fake_dingtalk final : public running_platform {
  public:
    fake_dingtalk();
    ~fake_dingtalk() override { stop(); }

    static constexpr std::string_view app_secret = "test-app-secret";
    static constexpr const char* by_stream = "stream"; // instead of a URL: over the newest Stream connection
    static constexpr std::string_view robot_code = "dingtestrobot";
    static constexpr std::string_view corp_id = "dingtestcorp";
    static constexpr std::string_view bot_name = "HelpBot";
    static constexpr std::string_view client_id = "dingtestapp"; // its secret is app_secret
    static constexpr std::string_view robot_token = "weekly-token", robot_secret = "SECweekly";
    static constexpr std::string_view card_template = "test.schema";

    // Where calls go, for armed_fault::path.
    static constexpr auto session_path = "/robot/sendBySession", robot_path = "/robot/send",
                          token_path = "/v1.0/oauth2/accessToken", group_path = "/v1.0/robot/groupMessages/send",
                          person_path = "/v1.0/robot/oToMessages/batchSend",
                          card_path = "/v1.0/card/instances/createAndDeliver", update_path = "/v1.0/card/instances",
                          register_path = "/v1.0/card/callbacks/register",
                          gateway_path = "/v1.0/gateway/connections/open",
                          recall_path = "/v1.0/robot/groupMessages/recall";

    struct message {
        std::string conversation, title, text;
        std::vector<std::string> mentioned; // those of at.atUserIds that the text shows
        std::string raw;                    // the whole body of the call
        std::string path;                   // by which it was said
        std::string person;                 // one-to-one by OpenAPI: whom
        std::string card;                   // an interactive card's id; `text` and `buttons` are as they are now
        struct button {
            std::string title, says; // of a card: action and value
            bool operator==(const button&) const = default;
        };
        std::vector<button> buttons;
    };
    // What the bot has said, oldest first.
    [[nodiscard]] std::vector<message> messages() const;
    // From now on every session is gone (errcode 300001).
    void expire_sessions();
    // From now on the access tokens handed out so far are not accepted.
    void revoke_tokens();
    [[nodiscard]] int tokens() const;                        // how many were handed out
    [[nodiscard]] int updates() const;                       // of cards
    [[nodiscard]] std::vector<std::string> recalled() const; // the keys of messages taken back, as they came
    [[nodiscard]] std::string card_address() const;          // registered for presses, "" before that

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
    // Somebody taps a button of the newest message that has one of this title, and so says what it says.
    said tap(const std::string& url, const std::string& title, saying who);
    // Somebody presses a button of the newest card. To the registered address.
    adapters::net::http_answer press(const std::string& title, const std::string& staff_id = "0123",
                                     tampering how = tampering::none);
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

    bot::server::response by_session(const bot::server::request& call);
    bot::server::response by_robot(const bot::server::request& call);
    bot::server::response by_api(const bot::server::request& call);
    bot::server::response to_group(const nlohmann::json& body);
    bot::server::response to_person(const nlohmann::json& body);
    bot::server::response make_card(const nlohmann::json& body);
    bot::server::response update_card(const nlohmann::json& body);
    bot::server::response recall(const nlohmann::json& body);
    bot::server::response post(message posted, const nlohmann::json& body);

    std::vector<message> messages_;
    acknowledgements acknowledged_;
    std::set<std::string> tickets_; // not used yet
    std::vector<std::string> tokens_;
    std::size_t good_tokens_from_ = 0;
    int updates_ = 0;
    std::vector<std::string> recalled_;
    std::string card_address_, card_secret_;
    std::vector<std::string> robot_uuids_;
    std::map<std::string, std::string> sessions_; // name, conversation
    int made_ = 0;
    websocket_server streams_;
};

} // namespace tests::platforms
