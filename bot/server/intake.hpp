// How a webhook's request becomes a message taken: what the conversation made of it, as the platform's answer.
#pragma once

#include "adapters/chat/authenticity.hpp"
#include "bot/conversation/conversation.hpp"
#include "bot/server/http_server.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string_view>

namespace bot::server {

// The one way in of the conversation, as the routes see it; tests hand in their own.
using intake = std::function<void(adapters::chat::happening, std::function<void(conversation::outcome)>)>;

// 200 for what is stored, was stored before or is none of ours; 503 when the platform should try again; 500 for our
// mistakes. The platform's acknowledgement is never sent before the commit (promise 1).
[[nodiscard]] response acknowledgement(conversation::outcome what);

// Takes the message and answers when it is committed.
void take(const intake& in, adapters::chat::happening what, std::function<void(response)> finished);

// The right to answer as a function that can be copied, as std::function wants it.
[[nodiscard]] std::function<void(response)> shared(responder respond);

// 400; `platform` is for the log.
void refuse_body(const request& asked, responder respond, std::string_view platform, std::string_view reason);
// 401, and nothing of it is read. Whoever reaches the port could fill the log: one line a minute, with how many there
// were.
class sender_refusal {
  public:
    explicit sender_refusal(std::string_view platform) : platform_(platform) {}
    void operator()(const request& asked, responder respond, adapters::chat::authenticity found);

  private:
    std::string_view platform_;
    std::chrono::steady_clock::time_point last_line_{};
    std::uint64_t unsaid_ = 0;
};

} // namespace bot::server
