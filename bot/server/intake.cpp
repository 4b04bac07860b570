#include "bot/server/intake.hpp"

#include "bot/observe/log.hpp"

#include <memory>
#include <utility>

namespace bot::server {

namespace {

// What an admin may look for, where it was the platform after all.
std::string_view hint(adapters::chat::authenticity found) {
    switch (found) {
    case adapters::chat::authenticity::stale:
        return ": signed too long ago, or a clock is wrong";
    case adapters::chat::authenticity::forged:
        return ": by somebody else, or with another secret than the configured one";
    case adapters::chat::authenticity::malformed:
    case adapters::chat::authenticity::genuine:
        break;
    }
    return {};
}

} // namespace

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

void take(const intake& in, adapters::chat::happening what, std::function<void(response)> finished) {
    in(std::move(what),
       [finished = std::move(finished)](conversation::outcome became) { finished(acknowledgement(became)); });
}

std::function<void(response)> shared(responder respond) {
    return [answer = std::make_shared<responder>(std::move(respond))](response what) { (*answer)(std::move(what)); };
}

void refuse_body(const request& asked, responder respond, std::string_view platform, std::string_view reason) {
    observe::log::warning("{} {} message refused: {}", asked.id, platform, observe::log_text(reason));
    respond({.status = 400});
}

void sender_refusal::operator()(const request& asked, responder respond, adapters::chat::authenticity found) {
    const auto now = std::chrono::steady_clock::now();
    ++unsaid_;
    if (last_line_ == std::chrono::steady_clock::time_point{} || now - last_line_ > std::chrono::minutes(1)) {
        observe::log::warning("{} {} request from {} refused: signature {}{} ({} refused since the last such line)",
                              asked.id, platform_, observe::log_text(asked.remote), to_string(found), hint(found),
                              unsaid_);
        last_line_ = now;
        unsaid_ = 0;
    }
    respond({.status = 401});
}

} // namespace bot::server
