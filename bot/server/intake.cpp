#include "bot/server/intake.hpp"

#include <memory>
#include <utility>

namespace bot::server {

response acknowledgement(conversation::outcome what) {
    switch (what) {
    case conversation::outcome::taken:
    case conversation::outcome::duplicate:
    case conversation::outcome::not_ours:
        return {.status = 200, .body = {}, .headers = {}};
    case conversation::outcome::busy:
        return {.status = 503, .body = {}, .headers = {{"Retry-After", "1"}}};
    case conversation::outcome::broken:
        return {.status = 500, .body = {}, .headers = {}};
    }
    return {.status = 500, .body = {}, .headers = {}};
}

void take(const intake& in, adapters::chat::incoming message, responder respond) {
    // std::function wants to be copied, the right to answer does not.
    auto answer = std::make_shared<responder>(std::move(respond));
    in(std::move(message), [answer](conversation::outcome what) { (*answer)(acknowledgement(what)); });
}

} // namespace bot::server
