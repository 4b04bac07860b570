// DingTalk's HTTP mode. POST /dingtalk/messages: verified, decoded, taken, acknowledged with an empty body; the reply
// goes out by the adapter. POST /dingtalk/cards: the same for presses on cards, acknowledged with a JSON body.
#pragma once

#include "bot/config/settings.hpp"
#include "bot/server/intake.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace bot::server {

struct dingtalk_hooks {
    std::function<void()> received = [] {}; // a message or a press, for the quota
    // The platform has withheld the text of this message.
    std::function<void(const adapters::chat::incoming&)> quota_used_up = [](const adapters::chat::incoming&) {};
};

void add_dingtalk_routes(http_server& server, const config::dingtalk_settings& dingtalk, intake in,
                         std::function<knowledge::timestamp()> clock, dingtalk_hooks hooks = {});

// Takes the data of a robot's message, in whatever mode it came, and answers with HTTP's status once it is stored, or
// is no use.
using message_intake = std::function<void(std::string_view data, std::function<void(response)> finished)>;
[[nodiscard]] message_intake dingtalk_message_intake(const config::dingtalk_settings& dingtalk, intake in,
                                                     dingtalk_hooks hooks = {});

// Takes the data of a card's callback, in whatever mode it came, and answers with the JSON for the platform once what
// was pressed is stored; "" where it was not and may be told again. `nonce` as decode_card_callback() wants it.
using card_intake = std::function<void(std::string data, std::string nonce, std::function<void(std::string)> answer)>;
[[nodiscard]] card_intake dingtalk_card_intake(const config::dingtalk_settings& dingtalk, intake in,
                                               dingtalk_hooks hooks = {});

} // namespace bot::server
