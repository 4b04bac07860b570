// A reaction on a question that waits for its answer longer than a moment (👀), taken away when the answer is there, or
// nobody sends it any more; also by a program that runs after the one that showed it. It is a courtesy: whatever goes
// wrong with it is no trouble of the answer's.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "adapters/net/event_loop.hpp"
#include "adapters/slack/web_api.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace adapters::slack {

class working_sign {
  public:
    // `emoji` without colons; empty: never. What was to be said before now may have the sign of a program that ran
    // before. All on the loop's thread; loop and api outlive it.
    working_sign(net::event_loop& loop, const web_api& api, std::string emoji, std::function<chat::timestamp()> clock,
                 std::chrono::milliseconds patience = std::chrono::seconds(1));
    // Slack lets some twenty signs be taken away a minute; the questions beyond wait without one.
    static constexpr int most_a_minute = 20;

    // This message of somebody's is being answered from now on; the first time counts.
    void begin(const chat::place& where, const std::string& question);
    // An attempt to post `message` begins.
    void begin(const chat::outgoing& message);
    // It will not be tried again: posted, or given up.
    void end(const chat::outgoing& message);

  private:
    struct implementation;
    std::shared_ptr<implementation> impl_;
};

} // namespace adapters::slack
