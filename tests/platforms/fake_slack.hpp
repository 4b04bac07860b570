// Our own small Slack: messages posted, changed and deleted, what only one member sees, forms, reactions, installing,
// Socket Mode; and people who say, change, press and write something, signed as Slack signs. For tests of the whole
// bot. One workspace, T0TEST, whose bot is U0BOT.
#pragma once

#include "tests/platforms/acknowledgements.hpp"
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
    static constexpr std::string_view client_secret = "test-client-secret";
    static constexpr std::string_view team = "T0TEST";
    static constexpr std::string_view bot_user = "U0BOT";

    [[nodiscard]] std::string api_url() const; // what the bot's api_url has to be

    struct message {
        std::string channel, thread_ts, text, ts;
        std::string reply_id; // of the metadata
        std::string raw;      // the whole body of the call
        std::string blocks;   // JSON, as it is now
        bool changed = false, gone = false;
    };
    // What the bot has posted, oldest first, as it is now.
    [[nodiscard]] std::vector<message> messages() const;

    struct private_message {
        std::string user; // "" when it came by a response_url
        std::string text, blocks;
        bool replaced = false; // another one
    };
    [[nodiscard]] std::vector<private_message> private_messages() const;
    [[nodiscard]] std::vector<std::string> views() const;     // JSON of each form as it is now
    [[nodiscard]] std::vector<std::string> reactions() const; // "+eyes 170.1", "-eyes 170.1": as they came
    [[nodiscard]] int calls_of(const std::string& method) const;

    // The label of every button of a message.
    [[nodiscard]] static std::vector<std::string> buttons(const std::string& blocks);

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
    // A member says something; the events go to `url`. In channels a mention comes twice: as `message`, then as
    // mention.
    said say(const std::string& url, saying what, tampering how = tampering::none);
    // Any body, signed. Over the socket an acknowledgement counts as 200; none, within three seconds and while the
    // connection is there, as no answer.
    adapters::net::http_answer deliver(const std::string& url, std::string body, tampering how = tampering::none,
                                       const std::string& content_type = "application/json");

    // What people do, at the program's address ("http://127.0.0.1:1234").
    adapters::net::http_answer press(const std::string& base, const std::string& ts, const std::string& action_id,
                                     const std::string& user = "U0ALICE");
    // The newest private message's button.
    adapters::net::http_answer press_private(const std::string& base, const std::string& action_id,
                                             const std::string& user = "U0ALICE");
    adapters::net::http_answer shortcut(const std::string& base, const std::string& callback_id, const std::string& ts,
                                        const std::string& user);
    // The newest form, with these inputs written over.
    adapters::net::http_answer submit(const std::string& base, const std::string& user,
                                      const std::map<std::string, std::string>& values);
    adapters::net::http_answer slash(const std::string& base, const std::string& text,
                                     const std::string& user = "U0ALICE", const std::string& channel = "C0ELSE");
    adapters::net::http_answer edit(const std::string& base, const std::string& ts, const std::string& text);
    adapters::net::http_answer erase(const std::string& base, const std::string& ts);
    adapters::net::http_answer react(const std::string& base, const std::string& ts, const std::string& emoji,
                                     const std::string& user, bool taken_away = false);
    adapters::net::http_answer app_event(const std::string& base, const std::string& event_json);
    // Any envelope over the socket: the acknowledgement's text, "" when there is none.
    std::string deliver_envelope(const std::string& type, const std::string& payload, bool accepts_response = false);

    // Who somebody is (users.info); nobody is known whom no test has introduced.
    void introduce(const std::string& user, const std::string& display_name, bool guest = false);

    [[nodiscard]] websocket_server& sockets() { return sockets_; }

  private:
    bot::server::response serve(const bot::server::request& call) override;
    bot::server::response conversation(const bot::server::request& call) const;
    bot::server::response chat(const bot::server::request& call);
    bot::server::response respond(const bot::server::request& call);
    bot::server::response form_call(const bot::server::request& call);
    [[nodiscard]] message* find(const std::string& ts);
    std::string envelope(const std::string& event_json, const std::string& event_id) const;
    adapters::net::http_answer interact(const std::string& base, const std::string& payload);
    bot::server::response refusal(const armed_fault& fault) const override;
    [[nodiscard]] bool comes_beside(const std::string& path) const override;
    std::string next_ts(); // with the lock held

    [[nodiscard]] bool admit(std::string_view target);
    void take_acknowledgement(const std::string& text);

    struct saying_kept {
        std::string channel, user, text, thread_ts, ts;
    };
    std::vector<message> messages_;
    acknowledgements acknowledged_;
    std::set<std::string> tickets_; // not used yet
    std::vector<saying_kept> said_;
    std::vector<private_message> private_;
    std::vector<std::string> views_, reactions_;
    std::map<std::string, int> methods_;
    std::map<std::string, std::string> people_; // by id: JSON of users.info
    int made_ = 0;
    websocket_server sockets_;
};

} // namespace tests::platforms
