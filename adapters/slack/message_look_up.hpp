// One message by its id, for events that name a message and do not show it. Pure.
#pragma once

#include "adapters/slack/web_api.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

// The messages of a thread before one of them, oldest first; at most so many, of which Slack takes 999.
[[nodiscard]] api_call look_up_thread(std::string_view channel, std::string_view thread, std::string_view before,
                                      int most);

struct thread_message {
    std::string ts, user; // user: as Slack calls it; empty for a bot without one
    std::string text;     // as above
    bool by_a_bot = false;

    bool operator==(const thread_message&) const = default;
};

// Without the last one, `before` itself; empty when the answer cannot be read. Of a thread that is longer than one call
// gives only what it began with: the end is not among the rest.
[[nodiscard]] std::vector<thread_message> read_thread(std::string_view body, std::string_view before);

// The message in a thread that people mean by its answer: the last one of somebody who may say so, else the last one of
// anybody but who asked, else the last one of a person. What was said to the bot is none. nullptr: there is none.
[[nodiscard]] const thread_message* answer_in(const std::vector<thread_message>& thread,
                                              const std::vector<std::string>& trusted, std::string_view bot_user);

// What people said at the end of a thread, the newest first, at most so many: without what it began with, and without
// what was said to the bot or by one.
[[nodiscard]] std::vector<thread_message> last_said(const std::vector<thread_message>& thread,
                                                    std::string_view bot_user, std::size_t most);

} // namespace adapters::slack
