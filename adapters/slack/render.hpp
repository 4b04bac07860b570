// Markdown as Slack's mrkdwn. Whatever the Markdown holds, the result pings nobody: `<` is only ever written for a link
// to http, https or mailto, and for mention(), which the caller puts in front itself. Pure.
//
// What mrkdwn lacks is degraded: headings are bold lines, images links, tables lines of cells, ordered lists numbers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace adapters::slack {

// Slack recommends at most 4,000 characters a message; this leaves room for a mention.
inline constexpr std::size_t text_limit_characters = 3900;

// Shortened with a note at the end when it would be longer than `limit` characters.
[[nodiscard]] std::string render(std::string_view markdown, std::size_t limit = text_limit_characters);

// "<@U123>", or nothing when that is no user's id.
[[nodiscard]] std::string mention(std::string_view user_id);

// Plain text as it must stand in mrkdwn: & < > escaped.
[[nodiscard]] std::string escaped(std::string_view plain);

} // namespace adapters::slack
