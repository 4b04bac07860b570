// What a chat platform told us, in one vocabulary for all platforms. Made by the decoders in adapters/<platform> after
// the request was verified; read by bot/conversation. Strings are UTF-8, mentions of the bot stripped, entities
// decoded.
//
// Each happening says where it happened and who did it, and has a delivery_id, the same on redelivery.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

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

// How to answer in place, where the platform hands that out with what happened (DingTalk's sessionWebhook, Slack's
// response_url). Empty url: not needed.
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
    std::string text;                       // trimmed; may be empty when somebody only mentions the bot
    std::string quoted_text;                // the message this one quotes, where the platform tells
    std::string thread_text;                // what the thread began with, when the bot is called into somebody else's
    std::vector<std::string> thread_last{}; // what people said there before this, a few, the newest first
    timestamp sent_at{};
    reply_address reply;
    bool unreadable = false; // a picture, a recording, a file: there is no text in it that one could answer
    // Asked so that only the asker sees the reply (a slash command). `where` is then a direct conversation with the
    // asker, and `asked_in` the group whose settings are in force.
    bool private_reply = false;
    std::string asked_in;
    bool overheard = false; // said in the group without mentioning the bot: only what it is very sure of is answered
    // Said without mentioning the bot by who was answered in this thread, with nobody else in between.
    bool follows_up = false;

    bool operator==(const incoming&) const = default;
};

// What a button of ours asks for. Their words ("helpful" …) are in Slack's action ids and DingTalk's card actions, so
// they stay as they are.
enum class action {
    helpful,
    unhelpful,
    ask_moderator,
    pick,
    correct,
    take_back,
    answer,
    link,
    ignore,
    merge,
    assign,
    solved,
    accept
};

std::string_view to_string(action what);
std::optional<action> action_from(std::string_view word);

// A reaction may say what a button says, and can be taken away again.
enum class pressed_by { button, reaction, reaction_taken_away };

// A member pressed a button under a message of ours, or reacted to a message.
struct press {
    std::string delivery_id;
    place where;
    person who;
    std::string message_id; // of the message that has the button
    action what = action::helpful;
    std::string value; // of the button, as we gave it (outgoing.hpp)
    reply_address reply;
    bool private_reply = false; // only the member who pressed sees that message; `where` and `asked_in` as above
    std::string asked_in;
    pressed_by how = pressed_by::button;

    bool operator==(const press&) const = default;
};

// The author changed a message's text. Only messages that are for the bot, before or after the change.
struct edit {
    std::string delivery_id;
    std::string message_id;
    place where;
    person who;
    std::string text; // as it is now
    reply_address reply;
    std::string markdown{}; // the same as it was formatted, where it was not said to the bot

    bool operator==(const edit&) const = default;
};

struct deletion {
    std::string delivery_id;
    std::string message_id;
    place where;
    person who; // may be empty: not every platform says who deleted

    bool operator==(const deletion&) const = default;
};

// Somebody wants a message kept as the answer to a question: by a form, a reaction, a command. Whether they may is
// bot/conversation's to say.
struct mark {
    std::string delivery_id;
    std::string message_id; // of the message that holds the answer
    place where;
    person who;
    std::string answer;                 // Markdown
    std::string question;               // empty: what was asked in the message `question_id`
    std::string question_id;            // message id of the question, where it is known (the thread's root)
    std::vector<std::string> phrasings; // may be empty, like the rest
    std::vector<std::string> tags;
    std::string collection;
    reply_address reply;
    std::string based_on; // what was known when a form was opened, as bot/conversation named it; may be empty
    std::string about;    // value of the button that asked for the answer; empty: none did

    bool operator==(const mark&) const = default;
};

// Somebody said something in a thread, not to the bot. Only what may answer a question that waits there is ever kept;
// whoever hands it on makes sure of that first.
struct remark {
    std::string delivery_id;
    std::string message_id;
    place where; // with its thread
    person who;
    std::string text; // Markdown

    bool operator==(const remark&) const = default;
};

// How somebody is called whose words came without a name, and what was kept of them with none. Told twice it changes
// nothing, so it needs no delivery_id.
struct introduction {
    place where; // that they were said in
    person who;

    bool operator==(const introduction&) const = default;
};

using happening = std::variant<incoming, press, edit, deletion, mark, remark, introduction>;

} // namespace adapters::chat
