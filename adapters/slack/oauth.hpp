// Installing the app into a workspace by OAuth v2: where the browser is sent, what comes back, what is asked for and
// what is granted. Pure but for random numbers; the two routes are in bot/server.
#pragma once

#include "adapters/chat/incoming.hpp"
#include "adapters/slack/web_api.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::slack {

struct oauth_app {
    std::string client_id;
    std::string client_secret; // never logged
    std::string redirect_url;
};

// Where the admin of a workspace says yes, beside the API: "https://slack.com/oauth/v2/authorize?…".
[[nodiscard]] std::string authorize_url(const oauth_app& app, std::string_view api_url, std::string_view state);

// oauth.v2.access for the code that came back; without a token.
[[nodiscard]] api_call exchange(const oauth_app& app, std::string_view code);

struct granted {
    std::string workspace, title;
    std::string token;
    std::string bot_user, scopes, installed_by;
    std::string bot_id; // from auth.test

    bool operator==(const granted&) const = default;
};

// nullopt when the answer is no grant of a bot token to a workspace.
[[nodiscard]] std::optional<granted> read_exchange(std::string_view body);
// What auth.test says of the token, put into `grant`; false when it is somebody else's.
[[nodiscard]] bool read_own_name(std::string_view body, granted& grant);

// The way to Slack and back is one browser's: what comes back in the address is signed for the cookie that this browser
// was given, and for a short time. Nothing is kept for whoever begins, so nobody is in the way of somebody else. That
// it is good once is Slack's to see to, whose codes are.
class install_states {
  public:
    static constexpr std::chrono::minutes lifetime{10};

    install_states(); // with a key of its own: who began before a restart begins again

    struct ticket {
        std::string state;  // for the address
        std::string cookie; // for the browser
    };
    [[nodiscard]] ticket begin(chat::timestamp now) const;
    // Whether it was begun here, in this browser, and not too long ago.
    [[nodiscard]] bool holds(std::string_view state, std::string_view cookie, chat::timestamp now) const;

  private:
    [[nodiscard]] std::string state_of(std::string_view until, std::string_view cookie) const;

    std::string key_;
};

} // namespace adapters::slack
