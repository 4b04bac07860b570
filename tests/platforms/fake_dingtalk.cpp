#include "tests/platforms/fake_dingtalk.hpp"

#include "adapters/dingtalk/signature.hpp"
#include "adapters/net/base64.hpp"
#include "adapters/net/hmac.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace tests::platforms {

using bot::server::response;
using nlohmann::json;
using std::chrono::milliseconds;

namespace {

constexpr std::string_view query = "session=";

milliseconds since_epoch() {
    return std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch());
}

// What a session is called in a URL: letters and digits of its conversation.
std::string session_of(std::string conversation) {
    std::erase_if(conversation, [](char c) { return c == '=' || c == '/' || c == '+'; });
    return conversation;
}

} // namespace

fake_dingtalk::fake_dingtalk()
    : running_platform({session_path, robot_path, token_path, group_path, person_path, card_path,
                        "PUT " + std::string(update_path), register_path, gateway_path, recall_path}),
      streams_({.admit = [this](std::string_view target) { return admit(target); },
                .received = [this](websocket_server::id, const std::string& text) { take_acknowledgement(text); }}) {
    be_seen();
}

response fake_dingtalk::open_connection(const bot::server::request& call) {
    const json body = json::parse(call.body, nullptr, false);
    if (!body.is_object() || body.value("clientId", "") != client_id || body.value("clientSecret", "") != app_secret)
        return {.status = 401,
                .content_type = "application/json",
                .body = R"({"code":"authFailed","message":"no"})",
                .headers = {}};
    const std::string ticket = fmt::format("t{}", ++made_);
    tickets_.insert("/connect?ticket=" + ticket);
    return {
        .status = 200,
        .content_type = "application/json",
        .body =
            json{{"endpoint", fmt::format("ws://127.0.0.1:{}/connect", streams_.port())}, {"ticket", ticket}}.dump(),
        .headers = {}};
}

bool fake_dingtalk::admit(std::string_view target) {
    const auto held = lock();
    return tickets_.erase(std::string(target)) == 1; // a ticket is good for one connection
}

void fake_dingtalk::take_acknowledgement(const std::string& text) {
    const json body = json::parse(text, nullptr, false);
    if (body.is_object()) acknowledged_.take(body.value("/headers/messageId"_json_pointer, ""), text);
}

std::string fake_dingtalk::deliver_frame(const std::string& type, const std::string& topic, const std::string& data) {
    const auto to = streams_.newest(std::chrono::seconds(10));
    std::string id;
    {
        const auto held = lock();
        id = fmt::format("f{:08}", ++made_);
    }
    streams_.send(to, json{{"specVersion", "1.0"},
                           {"type", type},
                           {"headers", {{"messageId", id}, {"contentType", "application/json"}, {"topic", topic}}},
                           {"data", data}}
                          .dump());
    return acknowledged_.wait_for(id, streams_, to);
}

std::vector<fake_dingtalk::message> fake_dingtalk::messages() const {
    const auto held = lock();
    return messages_;
}

void fake_dingtalk::expire_sessions() {
    const auto held = lock();
    sessions_.clear();
}

void fake_dingtalk::revoke_tokens() {
    const auto held = lock();
    good_tokens_from_ = tokens_.size();
}

int fake_dingtalk::tokens() const {
    const auto held = lock();
    return static_cast<int>(tokens_.size());
}

std::vector<std::string> fake_dingtalk::recalled() const {
    const auto held = lock();
    return recalled_;
}

int fake_dingtalk::updates() const {
    const auto held = lock();
    return updates_;
}

std::string fake_dingtalk::card_address() const {
    const auto held = lock();
    return card_address_;
}

fake_dingtalk::said fake_dingtalk::say(const std::string& url, saying what, tampering how) {
    said out;
    const std::string session = session_of(what.conversation);
    {
        const auto held = lock();
        out.msg_id = what.msg_id.empty() ? fmt::format("msg{:08}==", ++made_) : what.msg_id;
        sessions_[session] = what.conversation;
    }
    const std::string own = fmt::format("{}{}?{}{}", address(), session_path, query, session);
    json body = {{"conversationId", what.conversation},
                 {"conversationType", what.direct ? "1" : "2"},
                 {"chatbotCorpId", corp_id},
                 {"chatbotUserId", "$:LWCP_v1:$bot"},
                 {"robotCode", robot_code},
                 {"msgId", out.msg_id},
                 {"senderNick", what.nick},
                 {"senderId", "$:LWCP_v1:$" + what.nick},
                 {"isAdmin", false},
                 {"createAt", since_epoch().count()},
                 {"sessionWebhook", what.session_webhook.empty() ? own : what.session_webhook},
                 {"sessionWebhookExpiredTime", (since_epoch() + std::chrono::minutes(90)).count()},
                 {"msgtype", "text"},
                 {"text", {{"content", (what.direct ? "" : " ") + what.text}}}};
    if (!what.direct) body["conversationTitle"] = "help";
    if (!what.staff_id.empty()) {
        body["senderStaffId"] = what.staff_id;
        body["senderCorpId"] = corp_id;
    }
    out.answer = deliver(url, body.dump(), how);
    return out;
}

fake_dingtalk::said fake_dingtalk::tap(const std::string& url, const std::string& title, saying who) {
    const auto all = messages();
    for (auto one = all.rbegin(); one != all.rend(); ++one) {
        const auto found = std::ranges::find(one->buttons, title, &message::button::title);
        if (found == one->buttons.end()) continue;
        who.conversation = one->conversation;
        if (!one->person.empty()) { // said to one member alone
            who.conversation = "cidAlone" + one->person;
            who.staff_id = one->person;
            who.direct = true;
        }
        who.text = found->says;
        return say(url, std::move(who));
    }
    throw std::logic_error("nobody has said anything with the button " + title);
}

adapters::net::http_answer fake_dingtalk::press(const std::string& title, const std::string& staff_id, tampering how) {
    const auto all = messages();
    const auto card =
        std::ranges::find_if(all.rbegin(), all.rend(), [](const message& one) { return !one.card.empty(); });
    if (card == all.rend()) throw std::logic_error("there is no card");
    const auto found = std::ranges::find(card->buttons, title, &message::button::title);
    if (found == card->buttons.end()) throw std::logic_error("the card has no button " + title);
    const auto blank = found->says.find(' ');
    const json params = {{"action", found->says.substr(0, blank)}, {"value", found->says.substr(blank + 1)}};
    const json content = {{"cardPrivateData", {{"actionIds", {"1"}}, {"params", params}}}};
    const json body = {{"type", "actionCallback"},
                       {"outTrackId", card->card},
                       {"corpId", corp_id},
                       {"userId", staff_id},
                       {"userIdType", 1},
                       {"spaceType", "IM"},
                       {"extension", "{}"},
                       {"content", content.dump()},
                       {"spaceId", card->person.empty() ? card->conversation : card->person}};
    const std::string timestamp = std::to_string(since_epoch().count());
    const std::string secret = how == tampering::bad_signature ? "another" : card_secret_;
    adapters::net::http_request request{.url = card_address()};
    request.headers = {{"Content-Type", "application/json; charset=utf-8"},
                       {"x-ddpaas-signature-timestamp", timestamp},
                       {"x-ddpaas-signature", adapters::net::to_base64(adapters::net::hmac_sha256(secret, timestamp))}};
    request.body = body.dump();
    return running_platform::post(std::move(request));
}

adapters::net::http_answer fake_dingtalk::deliver(const std::string& url, std::string body, tampering how) {
    if (url == by_stream) {
        const json got = json::parse(deliver_frame("CALLBACK", "/v1.0/im/bot/messages/get", body), nullptr, false);
        adapters::net::http_answer answer;
        answer.status = got.is_object() ? got.value("code", 0) : 0;
        return answer;
    }
    milliseconds now = since_epoch();
    if (how == tampering::stale) now -= std::chrono::hours(2);
    const std::string timestamp = std::to_string(now.count());
    std::string sign = adapters::dingtalk::signature_of(timestamp, app_secret);
    if (how == tampering::bad_signature) sign.front() = sign.front() == 'A' ? 'B' : 'A';
    adapters::net::http_request request{.url = url};
    request.headers = {{"Content-Type", "application/json; charset=utf-8"}, {"timestamp", timestamp}};
    if (how != tampering::no_signature) request.headers.emplace_back("sign", sign);
    if (how == tampering::doubled_signature) request.headers.emplace_back("sign", sign);
    request.body = std::move(body);
    return running_platform::post(std::move(request));
}

} // namespace tests::platforms
