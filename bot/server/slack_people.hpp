// Who the people on Slack are: its events name them by their ids alone. A way in that gives what happens the name of
// who did it. Who is not known yet is looked up when what he said is stored, so that no answer waits for it, and the
// conversation is told then; only two things wait for the look-up, at most `patience`: what a trusted person says in a
// thread, which whoever asked is told about at once and by name, and everything where guests are not answered.
#pragma once

#include "adapters/net/event_loop.hpp"
#include "adapters/slack/member_look_up.hpp"
#include "bot/config/settings.hpp"
#include "bot/server/intake.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bot::server {

class slack_people {
  public:
    struct parts {
        adapters::net::event_loop& loop;
        const config::settings& settings;
        intake in;
        // As web_api::call().
        std::function<void(std::string_view workspace, const adapters::slack::api_call&,
                           std::function<void(adapters::slack::api_answer)>)>
            call;
        std::function<knowledge::timestamp()> clock;
        std::chrono::milliseconds patience = std::chrono::seconds(2); // of the three that Slack gives an event
        std::chrono::milliseconds pause{600};                         // Slack takes some hundred such calls a minute
    };
    // Everything on the loop's thread; what the references name outlives every answer.
    explicit slack_people(parts with) : with_(std::move(with)) {}
    slack_people(const slack_people&) = delete;
    slack_people& operator=(const slack_people&) = delete;

    void take(adapters::chat::happening what, std::function<void(conversation::outcome)> finished);

    // Names change seldom; one that is older is still used, and asked for again.
    static constexpr std::chrono::hours fresh_for{24};
    static constexpr std::size_t most_known = 10'000; // about 2 MB
    static constexpr std::size_t most_waiting = 1000; // to be looked up, one after the other
    // When Slack does not tell (a scope is missing, too many calls), it is not asked again for so long.
    static constexpr std::chrono::minutes rest_after_trouble{5};

  private:
    struct known {
        adapters::slack::member_profile who;
        knowledge::timestamp fresh_until;
    };
    using told = std::function<void(const adapters::slack::member_profile*)>; // nullptr: Slack did not tell

    [[nodiscard]] const known* find(const adapters::chat::place& where, const adapters::chat::person& who) const;
    [[nodiscard]] bool has_to_know(const adapters::chat::happening& what) const;
    [[nodiscard]] bool turned_away(const adapters::chat::happening& what) const;
    void know_first(adapters::chat::happening what, std::function<void(conversation::outcome)> finished);
    void take_as_known(adapters::chat::happening what, std::function<void(conversation::outcome)> finished);
    void look_up_later(adapters::chat::introduction one);
    void look_up_next();
    void look_up(const adapters::chat::introduction& one, const told& then);
    void note_trouble(const std::string& workspace, const std::string& error);

    parts with_;
    std::map<std::string, known, std::less<>> known_;         // by workspace and member
    std::deque<adapters::chat::introduction> waiting_;        // the first one is being looked up
    std::unique_ptr<adapters::net::event_loop::timer> pause_; // behind the last one
    struct rest {
        std::string error;
        knowledge::timestamp until;
    };
    std::map<std::string, rest, std::less<>> rests_; // by workspace
};

} // namespace bot::server
