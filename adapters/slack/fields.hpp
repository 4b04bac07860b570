// Fields that everything Slack sends has in common, read strictly: ids go into keys and requests later. For the
// decoders of this folder; everybody else sees the values they make.
#pragma once

#include "adapters/chat/incoming.hpp"
#include "adapters/chat/json_reader.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace adapters::slack {

// Slack sends both the text and the blocks of a message, of a changed one twice, with six bytes a Chinese character.
inline constexpr std::size_t body_limit_bytes = 256 * 1024;
inline constexpr chat::json_limits body_limits{.bytes = body_limit_bytes};

// What the Web API answers: it echoes the message, with every character beyond ASCII as six bytes, and its blocks once
// more.
inline constexpr chat::json_limits answer_limits{.bytes = 1 << 20};
// Errors of the Web API that may be gone when it is asked again.
[[nodiscard]] bool is_passing(std::string_view error);

// How long Slack takes what comes to a response_url; a little less, so that we are not the ones who are late.
inline constexpr std::chrono::minutes reply_lifetime{29};

// "1706785424.099119": seconds and microseconds. Kept as text wherever it is an id; this is only when it was sent.
[[nodiscard]] std::optional<chat::timestamp> time_of(std::string_view ts);

// Required, and must look like an id; otherwise the read fails.
[[nodiscard]] std::string id(const chat::json_object& from, std::string_view key);
// Required, and must be a ts.
[[nodiscard]] std::string message_ts(const chat::json_object& from, std::string_view key);
// "" when it is absent; when there, a ts.
[[nodiscard]] std::string message_ts_or_nothing(const chat::json_object& from, std::string_view key);

// Whether Slack's text holds "<@U123>" or "<@U123|name>" of this very user; of nobody when `user` is empty.
[[nodiscard]] bool mentions(std::string_view raw_text, std::string_view user);

// Printable ASCII, 1 to 128 bytes: event ids, trigger ids.
[[nodiscard]] bool is_delivery_id(std::string_view text);

// How a person is called everywhere outside this folder: the user id, and for somebody of another workspace
// "T0PARTNER:U0XENIA". Configured moderators are capital letters and digits, so nobody from outside ever equals one.
[[nodiscard]] std::string member_id(std::string_view user, std::string_view home, std::string_view workspace);
[[nodiscard]] bool is_outsider(std::string_view member);
// The user id in it, "" when that is none.
[[nodiscard]] std::string_view user_of(std::string_view member);

} // namespace adapters::slack
