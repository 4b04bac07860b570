#include "adapters/dingtalk/ways.hpp"

#include "adapters/dingtalk/composition.hpp"
#include "adapters/dingtalk/webhook.hpp"

#include <string_view>

namespace adapters::dingtalk {

namespace {

std::string why_no_session(const chat::outgoing& message, const outlets& there, chat::timestamp now) {
    if (message.reply.url.empty()) return "no address to reply to";
    if (!allowed_webhook(message.reply.url, there.hosts)) return "webhook host not allowed";
    // An unknown end (0) is left to the platform to judge.
    const chat::timestamp end = message.reply.expires_at;
    if (end != chat::timestamp{} && now + there.expiry_margin >= end) return "session expired";
    return {};
}

} // namespace

choice ways_for(const chat::outgoing& message, const outlets& there, chat::timestamp now) {
    choice found;
    if (message.what != chat::act::post) {
        found.without_session = "DingTalk cannot change what was said";
        if (message.what == chat::act::replace && there.cards && !message.target.empty())
            found.ways = {way::card_update};
        if (message.what == chat::act::withdraw && there.openapi && !message.target.empty()) found.ways = {way::recall};
        return found;
    }
    found.without_session = why_no_session(message, there, now);
    const bool session = found.without_session.empty();
    const bool alone = !message.where.direct && !message.only_for.id.empty();
    const bool reachable = !usable_id(message.where.direct ? message.partner : message.only_for).empty();
    if (alone) {
        if (there.openapi && reachable) found.ways.push_back(way::person);
        if (session) found.ways.push_back(way::session);
        return found;
    }
    if (there.cards && !message.buttons.empty() && (!message.where.direct || reachable))
        found.ways.push_back(way::card);
    if (session) found.ways.push_back(way::session);
    if (there.openapi && !message.where.direct) found.ways.push_back(way::group);
    if (there.openapi && message.where.direct && reachable) found.ways.push_back(way::person);
    return found;
}

} // namespace adapters::dingtalk
