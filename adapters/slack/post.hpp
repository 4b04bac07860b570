// A message of ours as a request to Slack and back: what to send for it, and what the answer means. Pure.
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

// plain: without blocks and shortened, for a message that Slack did not take as it is.
enum class shape { whole, plain };

// chat.postMessage, chat.postEphemeral for what only one member sees, chat.update, chat.delete. `api_url` is where the
// Web API's methods lie, "https://slack.com/api/".
[[nodiscard]] net::http_request encode(const chat::outgoing& message, std::string_view token, std::string_view api_url,
                                       shape how = shape::whole);

// What only one member sees goes to the address that came with what he did, where there is one that is still good and
// points to Slack (promise 6): it works where the bot is no member, and is the only way to change such a message.
[[nodiscard]] bool goes_to_reply_address(const chat::outgoing& message, chat::timestamp now, std::string_view api_url);
[[nodiscard]] net::http_request encode_to_reply_address(const chat::outgoing& message, shape how = shape::whole);
// https://hooks.slack.com/…, or the host of the API.
[[nodiscard]] bool is_reply_address(std::string_view url, std::string_view api_url);
inline constexpr std::string_view reply_host = "https://hooks.slack.com/";

// What became of it:
//   sent       ok: true; for a withdrawal also that there is no such message.
//   retry      nothing left our side; 429 (Retry-After held to 1 … 300 s); Slack says it failed on its own
//              (ratelimited, internal_error, service_unavailable …; HTTP 5xx but the two below); a token that is not
//              good (any more): the app may be installed anew before the message has expired.
//   uncertain  no answer; HTTP 502 and 504, where a gateway did not hear whether it was done; an answer that is neither
//              JSON nor an error status. A replacement or a withdrawal may be repeated: for those it is retry.
//   failed     every other error: missing scope, no such channel, or a message Slack does not take.
// 5xx count as "not carried out" because Slack's own libraries post again after them; decided 2026-11-22.
[[nodiscard]] chat::delivery classify(const net::http_answer& answer, chat::act what = chat::act::post);
// The same for a reply address, which answers "ok" and tells no id.
[[nodiscard]] chat::delivery classify_reply(const net::http_answer& answer, chat::act what);

// What Slack says against the token a call was made with; "" when nothing.
[[nodiscard]] std::string token_trouble(const net::http_answer& answer);

// Slack does not take the message's form; plain text it may take.
[[nodiscard]] bool wants_plain(const net::http_answer& answer);
// The reply address has been used up, or its time is over.
[[nodiscard]] bool reply_address_is_gone(const net::http_answer& answer);

} // namespace adapters::slack
