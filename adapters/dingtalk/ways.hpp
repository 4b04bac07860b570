// By which of DingTalk's ways a message may go out, best first. Pure.
#pragma once

#include "adapters/chat/outgoing.hpp"

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace adapters::dingtalk {

// card: an interactive card. card_update: shows one anew. session: the sessionWebhook that came with the question.
// group, person: OpenAPI. recall: takes back what went out by one of those two.
enum class way { card, card_update, session, group, person, recall };

struct outlets {
    bool openapi = false;                          // credentials and robot code are configured
    bool cards = false;                            // and a card template
    std::span<const std::string> hosts;            // where a sessionWebhook may point
    std::chrono::milliseconds expiry_margin{5000}; // a session is not used this short before its end
};

struct choice {
    std::vector<way> ways;
    std::string without_session; // why the webhook is not among them, for the log
};

// What is said to one member alone goes to that member's own conversation with the bot; only without OpenAPI, or as the
// last resort, to the group. A card is for what has buttons and is said to all.
[[nodiscard]] choice ways_for(const chat::outgoing& message, const outlets& there, chat::timestamp now);

} // namespace adapters::dingtalk
