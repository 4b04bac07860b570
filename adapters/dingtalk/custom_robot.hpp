// Posts of a custom robot (自定义机器人): it says something in one group and hears nothing. For the weekly. Pure;
// webhook.hpp's classify() reads the answers.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "adapters/net/http_client.hpp"

#include <string>
#include <string_view>

namespace adapters::dingtalk {

struct custom_robot {
    std::string oapi_url = "https://oapi.dingtalk.com";
    std::string access_token; // opens the group to whoever has it
    std::string secret;       // "SEC…"; empty: the robot checks keywords or addresses instead
};

struct announcement {
    std::string title;
    std::string markdown;
    std::string uuid; // the same again is not said twice
};

struct announcing {
    net::http_request request;
    std::string text;       // Markdown of DingTalk, as it will be shown
    bool shortened = false; // it was too long for one message
};

// `now` is signed and may be off by an hour at most.
[[nodiscard]] announcing encode_announcement(const custom_robot& robot, const announcement& what, chat::timestamp now);

} // namespace adapters::dingtalk
