// Replies by sessionWebhook as bytes and back. The address comes from the body of a request whose signature does not
// cover it, so nothing is sent before allowed_webhook() has said yes. Pure.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "adapters/dingtalk/attempt.hpp"
#include "adapters/dingtalk/composition.hpp"
#include "adapters/net/http_client.hpp"

#include <span>
#include <string>
#include <string_view>

namespace adapters::dingtalk {

inline constexpr std::size_t body_limit_bytes = 20000 - 1; // 460101 beyond, measured by others

// Whether `url` is https://HOST[:PORT]/robot/sendBySession[?…] with HOST[:PORT] in `hosts`, compared exactly. An entry
// "http://HOST:PORT" allows plain HTTP to that one; it is there for tests. No user info, no other way to write an
// address, no fragment, nothing but printable ASCII.
[[nodiscard]] bool allowed_webhook(std::string_view url, std::span<const std::string> hosts);

// A markdown message, or an actionCard where there are buttons; the asker mentioned so that it shows ("@id" in the text
// and at.atUserIds), never everybody. Shortened to fit. message.reply.url is used as it is.
[[nodiscard]] net::http_request encode(const chat::outgoing& message, commands form = commands::tapped);

// What became of it:
//   sent       errcode 0, as a number or as "0".
//   retry      nothing left our side; busy or too fast (-1, 90002, 90018, 130101, 410100; HTTP 429; the block of an
//              address by HTML page or {"punish"}), with what the documents say to wait; HTTP 5xx but the two below.
//   uncertain  no answer; HTTP 502 and 504; an answer that says neither yes nor no.
//   failed     session expired, buttons disliked (plainer), conversation gone, content refused, quota used
//              up (elsewhere: OpenAPI's is another), too large, any other errcode.
// DingTalk cannot be asked whether a message is there, so only what says "not done" is tried again. Custom robots
// (custom_robot.hpp) are answered in the same way.
[[nodiscard]] attempt classify(const net::http_answer& answer);

} // namespace adapters::dingtalk
