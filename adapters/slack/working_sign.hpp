// A reaction on a question that waits for its answer longer than a moment (👀), taken away when the answer is there. It
// is a courtesy: whatever goes wrong with it is no trouble of the answer's.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "adapters/net/event_loop.hpp"
#include "adapters/slack/web_api.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace adapters::slack {

class working_sign {
  public:
    // `emoji` without colons; empty: never. All on the loop's thread; loop and api outlive it.
    working_sign(net::event_loop& loop, const web_api& api, std::string emoji,
                 std::chrono::milliseconds patience = std::chrono::seconds(1));

    // An attempt to post `message` begins; the first one counts.
    void begin(const chat::outgoing& message);
    // It will not be tried again: posted, or given up.
    void end(const std::string& message_id);

  private:
    struct implementation;
    std::shared_ptr<implementation> impl_;
};

} // namespace adapters::slack
