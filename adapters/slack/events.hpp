// Reads what Slack's Events API sends (over HTTP here; Socket Mode wraps the same object). Call it with a body whose
// signature was checked. Pure.
//
// In channels a question is an `app_mention`. Slack sends the same message as `message` too, with another event_id;
// that twin is ignored here, except in group direct messages (mpim), where both may come and both are served: (team,
// channel, ts), which is `workspace`, `group` and `message_id` of the incoming, is equal for both, so whoever dedups by
// it answers once. What mentions the bot nowhere is `overheard`. In direct messages every `message` is meant for the
// bot. Own and other bots' messages, hidden ones and joins never are.
#pragma once

#include "adapters/chat/incoming.hpp"
#include "adapters/chat/not_taken.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace adapters::slack {

// Slack checks the URL it was given: answer 200 with this text.
struct url_verification {
    std::string challenge;

    bool operator==(const url_verification&) const = default;
};

// A message for the bot. where.thread is the thread to answer in: in channels the one the message is in or would start,
// in direct messages only the one it is in.
struct message {
    chat::incoming incoming;
    std::string bot_user;   // the bot's own user id in that workspace
    bool shared = false;    // the channel is shared with another organisation, outsiders read the answer
    bool outsider = false;  // the author belongs to another workspace: who.id is no member's (fields.hpp)
    bool broadcast = false; // a reply in a thread that was also sent to the channel
    bool edited = false;    // the mention came by an edit: its first form may have been answered already

    bool operator==(const message&) const = default;
};

// Something a person said in a channel without mentioning the bot, at its top and not in a thread. For groups that have
// opted in; everywhere else it must be dropped unread.
struct overheard {
    message said; // incoming.overheard is set

    bool operator==(const overheard&) const = default;
};

// Somebody said something in a channel's thread without mentioning the bot.
struct remarked {
    chat::remark remark;
    message said;             // the same, should it be said to the bot all the same: incoming.follows_up is set
    bool to_somebody = false; // it mentions a member, or a group of them

    bool operator==(const remarked&) const = default;
};

// A person's message was changed. `unmentioned`: it mentions the bot neither now nor before, and is only for the bot
// where it was taken for a question or an answer all the same; likewise of one that is gone.
struct changed {
    chat::edit edit;
    bool unmentioned = false;

    bool operator==(const changed&) const = default;
};

// A message is gone.
struct gone {
    chat::deletion deletion;
    bool unmentioned = false;

    bool operator==(const gone&) const = default;
};

// Somebody reacted to a message, or took a reaction away. What it says, and which thread it is in, Slack does not tell
// here.
struct reaction {
    std::string delivery_id;
    chat::place where; // without thread
    chat::person who;
    std::string emoji;      // without colons and skin tone
    std::string message_id; // of the message reacted to
    bool ours = false;      // the bot wrote it
    bool taken_away = false;

    bool operator==(const reaction&) const = default;
};

// The bot was invited into a channel. It may introduce itself as if it had been asked for help.
struct invited {
    chat::incoming introduction;

    bool operator==(const invited&) const = default;
};

// The workspace took the bot's token back: it was uninstalled, or the token revoked. Slack may say so late, when the
// app has been installed there again.
struct uninstalled {
    std::string workspace;
    chat::timestamp at{}; // to the second

    bool operator==(const uninstalled&) const = default;
};

// Nothing to do, but an admin should know.
struct warning {
    std::string what; // holds no text of members

    bool operator==(const warning&) const = default;
};

using chat::ignored;
using chat::malformed;

using event = std::variant<url_verification, message, changed, gone, reaction, invited, uninstalled, warning, ignored,
                           malformed, overheard, remarked>;

// `bot_user_id` from the configuration; empty: taken from the event's authorizations.
[[nodiscard]] event decode(std::string_view raw_body, std::string_view bot_user_id = {});

// Slack's text (mrkdwn with <…> tokens and entities) as plain text: the bot's own mention gone, other mentions as
// @name, channels as #name, links as their label with the address behind it.
[[nodiscard]] std::string plain_text(std::string_view text, std::string_view bot_user_id);

} // namespace adapters::slack
