// Asks Slack whether a message of ours is there, by the id in its metadata: for a post whose answer was lost. Pure.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "adapters/net/http_client.hpp"

#include <string_view>

namespace adapters::slack {

// conversations.replies of the message's thread, or conversations.history where it has none, from `since` on. Needs the
// scope channels:history (groups:, im: … as the conversation is).
[[nodiscard]] net::http_request encode_inquiry(const chat::outgoing& message, chat::timestamp since,
                                               std::string_view token, std::string_view api_url);

// not_there only when Slack showed everything since then; cannot_tell for every error and for more than one page.
[[nodiscard]] chat::inquiry read_inquiry(const net::http_answer& answer, std::string_view id);

} // namespace adapters::slack
