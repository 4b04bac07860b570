// Messages through DingTalk's OpenAPI, as bytes and back: to a group, or to one person. Needs no sessionWebhook, so it
// reaches who asked an hour ago; it cannot mention, so the asker's name stands in the text. Pure.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "adapters/dingtalk/attempt.hpp"
#include "adapters/dingtalk/composition.hpp"
#include "adapters/net/http_client.hpp"

#include <string>
#include <string_view>

namespace adapters::dingtalk {

inline constexpr std::size_t msg_param_limit_bytes = 15000 - 1; // of msgParam; beyond, it is refused

// How a call is made: where the API is ("https://api.dingtalk.com"), with what token (access_token.hpp).
struct openapi_access {
    std::string api_url;
    std::string token;
};

// A call with a JSON body and the token's header.
[[nodiscard]] net::http_request openapi_request(const openapi_access& access, std::string method, std::string_view path,
                                                std::string body);

// groupMessages/send to message.where.group.
[[nodiscard]] net::http_request encode_to_group(const chat::outgoing& message, commands form,
                                                const openapi_access& access, const std::string& robot_code);
// oToMessages/batchSend to one member, in their conversation with the bot.
[[nodiscard]] net::http_request encode_to_person(const chat::outgoing& message, commands form,
                                                 std::string_view staff_id, const openapi_access& access,
                                                 const std::string& robot_code);

// groupMessages/recall, or otoMessages/batchRecall in a one-to-one conversation, of message.target: a processQueryKey.
[[nodiscard]] net::http_request encode_recall(const chat::outgoing& message, const openapi_access& access,
                                              const std::string& robot_code);
// sent when the key is among those that succeeded, or no list is told; failed when DingTalk does not take it back (any
// more); else as below. A recall may be repeated, so there is no doubt about it.
[[nodiscard]] attempt classify_recall(const net::http_answer& answer);

// What became of it:
//   sent       2xx with a processQueryKey, which is the message_id; to a person: and not in one of the two lists.
//   retry      nothing left our side; too fast, with what the documents say to wait; the person is flow-controlled;
//              5xx but the two below; our address is shut out.
//   uncertain  no answer; HTTP 502 and 504; an answer that says neither yes nor no.
//   failed     token not accepted (fresh_token); form disliked (plainer); monthly quota, permission, no such person
//              (elsewhere); conversation gone, content refused, anything else.
[[nodiscard]] attempt classify_openapi(const net::http_answer& answer);

// What an error code of the API means, for whoever calls something else there (card.hpp, access_token.hpp).
[[nodiscard]] attempt classify_openapi_error(const net::http_answer& answer);

} // namespace adapters::dingtalk
