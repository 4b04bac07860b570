// Reads a slash command: a form over HTTP, the same fields as JSON in Socket Mode. Call it when the request was
// verified. Pure.
#pragma once

#include "adapters/chat/incoming.hpp"
#include "adapters/net/url.hpp"
#include "adapters/slack/events.hpp"

#include <string_view>
#include <variant>

namespace adapters::slack {

// A question only the asker sees the answer to, wherever it was typed: `where` is the asker alone, `asked_in` the
// channel. An empty text is a call for help.
using command = std::variant<chat::incoming, malformed>;

// `now` dates the reply address that comes along.
[[nodiscard]] command decode_command(const net::pairs& fields, chat::timestamp now);
[[nodiscard]] command decode_command_json(std::string_view payload_json, chat::timestamp now);

// Slack's check of the address, the one request that is not signed: answer 200, and use nothing of it.
[[nodiscard]] bool is_ssl_check(const net::pairs& fields);

} // namespace adapters::slack
