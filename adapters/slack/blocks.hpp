// What a message of ours looks like in Slack: its text, and blocks around buttons, footer and status. Pure.
#pragma once

#include "adapters/chat/outgoing.hpp"

#include <cstddef>
#include <string>

namespace adapters::slack {

// Slack takes 3,000 characters in a section, 2,000 in a context element, 75 on a button, 50 blocks, and, as others
// measured, about 13,200 characters in all blocks of a message; ours stay below.
inline constexpr std::size_t section_limit_characters = 3000;
inline constexpr std::size_t context_limit_characters = 2000;
inline constexpr std::size_t label_limit_characters = 75;
inline constexpr std::size_t blocks_limit_characters = 12500;

// The whole message as mrkdwn of at most `limit` characters: for notifications, and where blocks are not taken. The
// body is shortened, footer and status are not.
[[nodiscard]] std::string text_of(const chat::outgoing& message, std::size_t limit);

// A JSON array; its actions block has a name of its own for each message id, because Slack remembers what it showed
// under a name. "" for a message that is as good as its text.
[[nodiscard]] std::string blocks_of(const chat::outgoing& message);

} // namespace adapters::slack
