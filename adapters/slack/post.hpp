// chat.postMessage as bytes and back: what to send for a message, and what the answer means. Pure.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "adapters/net/http_client.hpp"

#include <string>
#include <string_view>

namespace adapters::slack {

// The event_type of the metadata every message of ours carries, with event_payload {"id": outgoing.id}: by it a message
// whose answer was lost can be found again.
inline constexpr std::string_view metadata_event_type = "qunda_reply";

// The address of a method of the Web API.
[[nodiscard]] std::string method_url(std::string_view api_url, std::string_view method);

// `api_url` is where the Web API's methods lie, "https://slack.com/api/".
[[nodiscard]] net::http_request encode(const chat::outgoing& message, std::string_view token, std::string_view api_url);

// What became of it:
//   sent       ok: true.
//   retry      nothing left our side; 429 (Retry-After held to 1 … 300 s); Slack says it failed on its own
//   (ratelimited,
//              internal_error, service_unavailable …; HTTP 5xx but the two below).
//   uncertain  no answer; HTTP 502 and 504, where a gateway did not hear whether it was done; an answer that is neither
//              JSON nor an error status.
//   failed     every other error: dead token, missing scope, no such channel, or a message Slack does not take.
// 5xx count as "not carried out" because Slack's own libraries post again after them; decided 2026-11-22.
[[nodiscard]] chat::delivery classify(const net::http_answer& answer);

} // namespace adapters::slack
