#include "bot/server/intake.hpp"

#include "bot/observe/log.hpp"

#include <memory>
#include <utility>

namespace bot::server {

response acknowledgement(conversation::outcome what) {
    switch (what) {
    case conversation::outcome::taken:
    case conversation::outcome::duplicate:
    case conversation::outcome::not_ours:
        return {.status = 200};
    case conversation::outcome::busy:
        return {.status = 503, .headers = {{"Retry-After", "1"}}};
    case conversation::outcome::broken:
        return {.status = 500};
    }
    return {.status = 500};
}

void take(const intake& in, adapters::chat::incoming message, responder respond) {
    // std::function wants to be copied, the right to answer does not.
    auto answer = std::make_shared<responder>(std::move(respond));
    in(std::move(message), [answer](conversation::outcome what) { (*answer)(acknowledgement(what)); });
}

void ignore(const request& asked, responder respond, std::string_view platform, std::string_view reason) {
    observe::log::debug("{} {} message ignored: {}", asked.id, platform, observe::log_text(reason));
    respond({.status = 200});
}

void refuse_body(const request& asked, responder respond, std::string_view platform, std::string_view reason) {
    observe::log::warning("{} {} message refused: {}", asked.id, platform, observe::log_text(reason));
    respond({.status = 400});
}

void refuse_sender(const request& asked, responder respond, std::string_view platform,
                   adapters::chat::authenticity found) {
    observe::log::warning("{} {} request from {} refused: signature {}", asked.id, platform,
                          observe::log_text(asked.remote), to_string(found));
    respond({.status = 401});
}

} // namespace bot::server
