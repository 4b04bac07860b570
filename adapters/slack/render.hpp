// Markdown as Slack's mrkdwn. Whatever the Markdown holds, the result pings nobody: `<` is only ever written for a link
// to http, https or mailto, for mention(), which the caller puts in front itself, and for names where he asks for them.
// Pure.
//
// What mrkdwn lacks is degraded: headings are bold lines, images links, tables lines of cells, ordered lists numbers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::slack {

// Slack recommends at most 4,000 characters a message; this leaves room for a mention.
inline constexpr std::size_t text_limit_characters = 3900;

// What links to "member:" and "group:" are: text like every other address nobody knows, or names of members and
// channels as Slack shows them (outgoing::names_members).
enum class names { as_text, shown };

// Shortened with a note at the end when it would be longer than `limit` characters.
[[nodiscard]] std::string render(std::string_view markdown, std::size_t limit = text_limit_characters,
                                 names naming = names::as_text);

// The same in pieces of at most `piece` characters, cut between blocks of the Markdown where that can be; all of them
// together hold at most `total`.
[[nodiscard]] std::vector<std::string> render_pieces(std::string_view markdown, std::size_t piece, std::size_t total,
                                                     names naming = names::as_text);

// "<@U123>", or nothing when that is no member's id (fields.hpp).
[[nodiscard]] std::string mention(std::string_view member_id);

// Plain text as it must stand in mrkdwn: & < > escaped.
[[nodiscard]] std::string escaped(std::string_view plain);

} // namespace adapters::slack
