// The Slack workspaces the app is installed in, and the token to speak with in each: from the configuration for one, by
// OAuth for several. Tokens lie in the database sealed under a key that does not.
#pragma once

#include "adapters/slack/events.hpp"
#include "adapters/slack/oauth.hpp"
#include "bot/config/settings.hpp"
#include "knowledge/store/store.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace bot::server {

class slack_workspaces {
  public:
    // Reads what is stored; throws store::error. `settings` and `store` outlive it. Used on one thread, where the store
    // posts its completions to.
    slack_workspaces(knowledge::store::store& store, const config::slack_settings& settings,
                     std::function<knowledge::timestamp()> clock);

    // "" where it is not installed (any more). What was installed for a whole organisation speaks in all its
    // workspaces.
    [[nodiscard]] std::string token_of(std::string_view workspace) const;

    // Slack does not take the token. It is not tried again for a while, in which somebody may install the app anew.
    void refused(const std::string& workspace, const std::string& token, const std::string& why);
    static constexpr std::chrono::minutes rest_after_refusal{1};

    // `finished` once, with whether it is stored. Installing again replaces.
    void install(const adapters::slack::granted& grant, knowledge::timestamp now, std::function<void(bool)> finished);
    // Leaves alone what was installed since.
    void forget(const adapters::slack::uninstalled& what, std::function<void(bool)> finished);

  private:
    struct refusal {
        std::string token;
        knowledge::timestamp until;
    };

    [[nodiscard]] std::string key() const;
    [[nodiscard]] std::string installed_token(std::string_view workspace) const;

    knowledge::store::store& store_;
    const config::slack_settings& settings_;
    std::function<knowledge::timestamp()> clock_;
    std::map<std::string, std::string, std::less<>> tokens_;
    std::map<std::string, refusal, std::less<>> refused_;
    std::set<std::string, std::less<>> left_; // uninstalled while we ran: the configuration's token is not theirs
};

} // namespace bot::server
