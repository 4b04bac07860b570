#include "adapters/dingtalk/dingtalk_adapter.hpp"

#include "adapters/dingtalk/webhook.hpp"

#include <utility>

namespace adapters::dingtalk {

dingtalk_adapter::dingtalk_adapter(net::event_loop& loop, net::http_client& client, dingtalk_settings how)
    : loop_(loop), client_(client), how_(std::move(how)) {}

void dingtalk_adapter::send(chat::outgoing message, std::function<void(chat::delivery)> finished) {
    const auto refuse = [&](std::string why) {
        loop_.post([finished = std::move(finished), why = std::move(why)] {
            finished({.what = chat::verdict::failed, .reason = why});
        });
    };
    if (message.reply.url.empty()) return refuse("no address to reply to");
    if (!allowed_webhook(message.reply.url, how_.webhook_hosts)) return refuse("webhook host not allowed");
    // An unknown end (0) is left to the platform to judge.
    const chat::timestamp end = message.reply.expires_at;
    if (end != chat::timestamp{} && how_.now() + how_.expiry_margin >= end) return refuse("session expired");
    client_.send(encode(message),
                 [finished = std::move(finished)](net::http_answer answer) { finished(classify(answer)); });
}

} // namespace adapters::dingtalk
