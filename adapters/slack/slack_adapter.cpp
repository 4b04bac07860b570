#include "adapters/slack/slack_adapter.hpp"

#include "adapters/slack/inquiry.hpp"

#include <utility>

namespace adapters::slack {

// One call of send(): at most three requests, each in a form the one before was refused for.
struct slack_adapter::attempt {
    chat::outgoing message;
    std::function<void(chat::delivery)> finished;
    shape form = shape::whole;
    bool by_reply_address = false;
    std::string token{}; // it was asked with, unless by reply address
};

slack_adapter::slack_adapter(net::event_loop& loop, net::http_client& client, slack_settings how)
    : client_(client), how_(std::move(how)), api_(client, how_.api_url, how_.token_of),
      sign_(loop, api_, how_.working_emoji, how_.clock) {}

slack_adapter::~slack_adapter() = default;

void slack_adapter::send(chat::outgoing message, std::function<void(chat::delivery)> finished) {
    sign_.begin(message);
    auto one = std::make_shared<attempt>(attempt{std::move(message), std::move(finished)});
    one->by_reply_address = goes_to_reply_address(one->message, how_.clock(), how_.api_url);
    start(std::move(one));
}

void slack_adapter::start(std::shared_ptr<attempt> one) {
    const chat::outgoing& message = one->message;
    net::http_request request;
    if (one->by_reply_address) {
        request = encode_to_reply_address(message, one->form);
    } else if (!message.only_for.id.empty() && message.what != chat::act::post) {
        // There is no other way to change what only one member sees.
        return settle(*one, {.what = chat::verdict::failed, .reason = "the reply address is not good any more"});
    } else {
        const std::string token = how_.token_of(message.where.workspace);
        if (token.empty()) {
            // It may be installed again before the message has expired.
            return settle(*one, {.what = chat::verdict::retry,
                                 .reason = "the bot is not installed in workspace " + message.where.workspace});
        }
        one->token = token;
        request = encode(message, token, how_.api_url, one->form);
    }
    client_.send(std::move(request), [this, one, alive = std::weak_ptr(alive_)](const net::http_answer& answer) {
        if (alive.lock()) return take(one, answer);
        one->finished(classify(answer, one->message.what));
    });
}

void slack_adapter::take(std::shared_ptr<attempt> one, const net::http_answer& answer) {
    if (one->form == shape::whole && wants_plain(answer)) {
        one->form = shape::plain;
        return start(std::move(one));
    }
    if (how_.token_refused && !one->by_reply_address) {
        const std::string why = token_trouble(answer);
        if (!why.empty()) how_.token_refused(one->message.where.workspace, one->token, why);
    }
    const chat::act what = one->message.what;
    if (one->by_reply_address && what == chat::act::post && reply_address_is_gone(answer)) {
        one->by_reply_address = false; // used up: by the bot's own power, where it has it
        return start(std::move(one));
    }
    settle(*one, one->by_reply_address ? classify_reply(answer, what) : classify(answer, what));
}

void slack_adapter::settle(const attempt& one, chat::delivery became) {
    if (became.what != chat::verdict::retry) sign_.end(one.message);
    one.finished(std::move(became));
}

void slack_adapter::look_for(chat::outgoing message, chat::timestamp since,
                             std::function<void(chat::inquiry)> finished) {
    // What only one member sees no method tells, and what was changed has another message's metadata.
    if (!message.only_for.id.empty() || message.what != chat::act::post)
        return finished({.what = chat::sighting::never_tells});
    const std::string token = how_.token_of(message.where.workspace);
    if (token.empty()) return finished({.what = chat::sighting::cannot_tell});
    auto request = encode_inquiry(message, since, token, how_.api_url);
    message.said_at = since;
    client_.send(std::move(request), [this, message = std::move(message), finished = std::move(finished),
                                      alive = std::weak_ptr(alive_)](const net::http_answer& answer) {
        auto found = read_inquiry(answer, message.id);
        if (found.what == chat::sighting::there && alive.lock()) sign_.end(message);
        finished(std::move(found));
    });
}

void slack_adapter::give_up(const chat::outgoing& message) {
    sign_.end(message);
}

} // namespace adapters::slack
