// How a webhook's request becomes a message taken: what the conversation made of it, as the platform's answer.
#pragma once

#include "adapters/chat/authenticity.hpp"
#include "bot/conversation/conversation.hpp"
#include "bot/server/http_server.hpp"

#include <functional>
#include <string_view>

namespace bot::server {

// The one way in of the conversation, as the routes see it; tests hand in their own.
using intake = std::function<void(adapters::chat::incoming, std::function<void(conversation::outcome)>)>;

// 200 for what is stored, was stored before or is none of ours; 503 when the platform should try again; 500 for our
// mistakes. The platform's acknowledgement is never sent before the commit (promise 1).
[[nodiscard]] response acknowledgement(conversation::outcome what);

// Takes the message and answers when it is committed.
void take(const intake& in, adapters::chat::incoming message, responder respond);

// The other ends of a webhook's request; `platform` is for the log.
void ignore(const request& asked, responder respond, std::string_view platform,
            std::string_view reason); // 200: not again
void refuse_body(const request& asked, responder respond, std::string_view platform, std::string_view reason); // 400
void refuse_sender(const request& asked, responder respond, std::string_view platform,
                   adapters::chat::authenticity found); // 401, nothing of it is read

} // namespace bot::server
