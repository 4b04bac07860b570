// Reads a robot message: the body of HTTP mode, the same JSON that Stream mode wraps as `data`. Call it with a body
// whose request was verified. Pure.
#pragma once

#include "adapters/chat/incoming.hpp"
#include "adapters/chat/not_taken.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace adapters::dingtalk {

// What a message must agree with, since the signature does not cover it. Empty: not pinned.
struct pins {
    std::string robot_code; // messages for another robot, or for none, are ignored
    std::string corp_id;    // messages for another organisation's bot are ignored; names the workspace
    std::string bot_name;   // as shown in the groups, to strip a mention that stayed in the text
};

// A message for the bot, in words. incoming.text may be empty: somebody only mentioned it.
struct message {
    chat::incoming incoming;
    bool outsider = false; // no senderStaffId: from outside the organisation, or the robot is not published yet

    bool operator==(const message&) const = default;
};

// A message without words in it, so that the bot can ask for some. incoming.text is empty.
struct unsupported {
    chat::incoming incoming;
    std::string type; // picture, audio, video, file, unknownMsgType, or one nobody knows yet

    bool operator==(const unsupported&) const = default;
};

// The organisation's monthly quota is used up (errorCode 20001): the platform withholds the text.
struct quota_used_up {
    chat::incoming incoming;

    bool operator==(const quota_used_up&) const = default;
};

using chat::ignored;
using chat::malformed;

using event = std::variant<message, unsupported, quota_used_up, ignored, malformed>;

[[nodiscard]] event decode(std::string_view raw_body, const pins& pinned);

// Without the mention of the bot at start and end, and without white space there. Only the bot's own known name goes:
// anything cleverer eats the Chinese text that people write right behind it.
[[nodiscard]] std::string without_mention(std::string_view text, std::string_view bot_name);

} // namespace adapters::dingtalk
