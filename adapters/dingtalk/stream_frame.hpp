// What comes over a Stream connection: each message a JSON frame whose `data` is JSON once more, and what is answered.
// Pure. What the data of robot messages is, message.hpp reads: it is the body of HTTP mode.
#pragma once

#include <string>
#include <string_view>
#include <variant>

namespace adapters::dingtalk {

inline constexpr std::string_view message_topic = "/v1.0/im/bot/messages/get";
inline constexpr std::string_view card_topic = "/v1.0/card/instances/callback";

// Somebody said something to the robot.
struct stream_message {
    std::string id;   // to acknowledge
    std::string data; // JSON text

    bool operator==(const stream_message&) const = default;
};

// Somebody pressed a button of an interactive card. The acknowledgement is the answer, within two seconds.
struct stream_card {
    std::string id;
    std::string data;

    bool operator==(const stream_card&) const = default;
};

// SYSTEM disconnect: no more messages come on this connection, the platform closes it about ten seconds later.
struct stream_farewell {
    std::string reason; // for the log

    bool operator==(const stream_farewell&) const = default;
};

// Nothing for us, but to be answered with this text: pings, events (none is subscribed to), topics nobody knows.
struct stream_answer {
    std::string text;

    bool operator==(const stream_answer&) const = default;
};

// Nothing to do and nothing to answer: KEEPALIVE, CONNECTED, REGISTERED …
struct stream_nothing {
    bool operator==(const stream_nothing&) const = default;
};

// Not what DingTalk sends.
struct not_a_frame {
    std::string reason; // names the field, holds no text of members

    bool operator==(const not_a_frame&) const = default;
};

using stream_frame =
    std::variant<stream_message, stream_card, stream_farewell, stream_answer, stream_nothing, not_a_frame>;

[[nodiscard]] stream_frame decode_stream_frame(std::string_view text);

// An acknowledgement. `data`: JSON text. 200 done, 404 topic unknown, 500 our trouble.
[[nodiscard]] std::string stream_acknowledgement(std::string_view message_id, int code, std::string_view data);

// The acknowledgement of a card's callback: `response` as JSON text (cardData …), "" for none.
[[nodiscard]] std::string card_acknowledgement(std::string_view message_id, std::string_view response);

} // namespace adapters::dingtalk
