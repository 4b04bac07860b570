// One message by its id, for events that name a message and do not show it. Pure.
#pragma once

#include "adapters/slack/web_api.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace adapters::slack {

// conversations.replies: finds a thread's first message and a reply alike. Needs the scope channels:history (groups:,
// im: … as the conversation is).
[[nodiscard]] api_call look_up(std::string_view channel, std::string_view ts);

struct found_message {
    std::string text;   // as Slack has it: mrkdwn (mrkdwn.hpp, events.hpp)
    std::string thread; // the first message's ts; empty where it is in no thread, or the first itself
    bool by_a_bot = false;

    bool operator==(const found_message&) const = default;
};

// nullopt when the answer does not have it.
[[nodiscard]] std::optional<found_message> read_looked_up(std::string_view body, std::string_view ts);

} // namespace adapters::slack
