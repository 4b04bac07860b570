// Reads what Slack sends when somebody presses a button of ours, uses a shortcut on a message, or submits a form: the
// field `payload` of the form over HTTP, the payload of an `interactive` envelope in Socket Mode. Call it when the
// request was verified. Pure.
#pragma once

#include "adapters/chat/incoming.hpp"
#include "adapters/slack/events.hpp"
#include "adapters/slack/mark_form.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace adapters::slack {

inline constexpr std::string_view ask_callback_id = "ask_about_message";

// Somebody wants a message kept as an answer. The trigger opens a form, once and within three seconds. `mark` is what
// the message alone tells: everything but the question, of which only the message id may be known.
struct mark_wanted {
    std::string trigger_id;
    chat::mark mark;

    bool operator==(const mark_wanted&) const = default;
};

// "Ask about this message", answered to who asks alone.
struct asked_about {
    chat::incoming asked;
    chat::place where; // the message, with the thread it is in, if any
    std::string message_id;

    bool operator==(const asked_about&) const = default;
};

struct mark_submitted {
    filled_form form; // complete

    bool operator==(const mark_submitted&) const = default;
};

// press: of a button of ours.
using interaction = std::variant<chat::press, asked_about, mark_wanted, mark_submitted, ignored, malformed>;

// `now` dates the reply address that comes along.
[[nodiscard]] interaction decode_interaction(std::string_view payload_json, chat::timestamp now);

// The action id of a button: its action's word, and a number where a message has several of it.
[[nodiscard]] std::string action_id(chat::action what, std::size_t number);
[[nodiscard]] std::optional<chat::action> action_of(std::string_view action_id);

} // namespace adapters::slack
