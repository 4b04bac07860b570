// Installing the app into a workspace by OAuth v2: where the browser is sent, what comes back, what is asked for and
// what is granted. Pure but for random numbers; the two routes are in bot/server.
#pragma once

#include "adapters/chat/incoming.hpp"
#include "adapters/slack/web_api.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
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

// The installations that were begun: each state is good once, for a short time, and in the browser that began it.
class begun_installs {
  public:
    static constexpr std::chrono::minutes lifetime{10};
    static constexpr std::size_t most = 1000; // at the same time; beyond it nobody begins

    struct ticket {
        std::string state;  // for the address
        std::string cookie; // for the browser
    };
    [[nodiscard]] std::optional<ticket> begin(chat::timestamp now);
    // Whether it was begun here; used up either way.
    [[nodiscard]] bool finish(std::string_view state, std::string_view cookie, chat::timestamp now);

  private:
    struct one {
        std::string cookie;
        chat::timestamp until;
    };
    std::map<std::string, one, std::less<>> all_; // by state
};

} // namespace adapters::slack
