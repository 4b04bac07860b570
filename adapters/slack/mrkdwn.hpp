// What people wrote in Slack, read back: its mrkdwn as Markdown, for what is kept as an answer. render.hpp is the other
// way. Pure.
#pragma once

#include <string>
#include <string_view>

namespace adapters::slack {

// Bold, italic, strike-through, code, quotes, lists and links stay; mentions are @name and mention nobody. What means
// something in Markdown only is escaped, so it stays what it was.
[[nodiscard]] std::string markdown_of(std::string_view mrkdwn, std::string_view bot_user_id = {});

// plain_text() (events.hpp) with the blanks at both ends.
[[nodiscard]] std::string unescaped(std::string_view mrkdwn, std::string_view bot_user_id);

} // namespace adapters::slack
