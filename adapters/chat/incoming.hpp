// What a chat platform told us, in one vocabulary for all platforms. Made by the decoders in adapters/<platform> after
// the request was verified; read by bot/conversation. Strings are UTF-8, mentions of the bot stripped, entities
// decoded.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::chat {

enum class platform { dingtalk, slack, simulator };

std::string_view to_string(platform which); // "dingtalk" …: the word used in configuration and database
std::optional<platform> platform_from(std::string_view word);

using timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

// A place where people talk. (platform, workspace, group) names a group, `thread` a thread in it.
struct place {
    platform on = platform::simulator;
    std::string workspace;   // Slack team, DingTalk corp
    std::string group;       // Slack channel, DingTalk conversationId
    std::string group_title; // for people; may be empty
    std::string thread;      // Slack: ts of the thread's root message; empty where the platform has no threads
    bool direct = false;     // a one-to-one conversation with the bot

    bool operator==(const place&) const = default;
};

struct person {
    std::string
        id; // stable (Slack user id, DingTalk senderStaffId); empty for people outside the organisation: no rights
    std::string name; // as displayed; never trusted, may be empty

    bool operator==(const person&) const = default;
};

// How to answer in place, where the platform hands that out with the message (DingTalk). Empty url: not needed.
struct reply_address {
    std::string url;
    timestamp expires_at{};

    bool operator==(const reply_address&) const = default;
};

// A message that is meant for the bot: it was mentioned, or the conversation is direct. What the text means (a
// question, a command) is bot/conversation's to say.
struct incoming {
    std::string delivery_id; // the platform's id of this delivery (Slack event_id, DingTalk msgId): same on redelivery
    std::string message_id;  // the platform's id of the message, unique in its group (Slack ts, DingTalk msgId)
    place where;
    person who;
    std::string text;        // trimmed; may be empty when somebody only mentions the bot
    std::string quoted_text; // the message this one quotes, where the platform tells
    timestamp sent_at{};
    reply_address reply;
    bool unreadable = false; // a picture, a recording, a file: there is no text in it that one could answer

    bool operator==(const incoming&) const = default;
};

} // namespace adapters::chat
