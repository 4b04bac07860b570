// What every happening has in common: where, who, and how to answer.
#pragma once

#include "adapters/chat/incoming.hpp"

#include <string>

namespace bot::conversation {

struct occasion {
    std::string delivery_id;
    std::string message_id; // of the message said, pressed, changed or marked
    adapters::chat::place where;
    adapters::chat::person who;
    adapters::chat::reply_address reply;
    bool private_reply = false; // what is said to it only `who` sees
    std::string settings_group; // the group whose settings are in force: `where.group` nearly always
};

[[nodiscard]] const adapters::chat::place& place_of(const adapters::chat::happening& what);
[[nodiscard]] const std::string& settings_group_of(const adapters::chat::happening& what);

[[nodiscard]] occasion occasion_of(const adapters::chat::happening& what);

} // namespace bot::conversation
