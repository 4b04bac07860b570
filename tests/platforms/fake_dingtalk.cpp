#include "tests/platforms/fake_dingtalk.hpp"

#include "adapters/dingtalk/signature.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace tests::platforms {

using bot::server::response;
using nlohmann::json;
using std::chrono::milliseconds;

namespace {

constexpr std::string_view reply_path = "/robot/sendBySession";
constexpr std::string_view gateway_path = "/v1.0/gateway/connections/open";
constexpr std::string_view query = "session=";
constexpr std::size_t body_limit_bytes = 20000;

response answered(int code, const std::string& words) {
    return {.status = 200,
            .content_type = "application/json",
            .body = json{{"errcode", code}, {"errmsg", words}}.dump(),
            .headers = {}};
}

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
    : running_platform({std::string(reply_path), std::string(gateway_path)}),
      streams_({.admit = [this](std::string_view target) { return admit(target); },
                .received = [this](websocket_server::id, const std::string& text) { take_acknowledgement(text); }}) {}

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
    const auto held = lock();
    if (body.is_object()) acknowledged_[body.value("/headers/messageId"_json_pointer, "")] = text;
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
    std::string got;
    const auto found = [&] {
        const auto held = lock();
        if (const auto one = acknowledged_.find(id); one != acknowledged_.end()) got = one->second;
        return !got.empty();
    };
    (void)streams_.wait_for([&] { return found() || !streams_.is_open(to); }, std::chrono::seconds(3));
    return got;
}

std::vector<fake_dingtalk::message> fake_dingtalk::messages() const {
    const auto held = lock();
    return messages_;
}

void fake_dingtalk::expire_sessions() {
    const auto held = lock();
    sessions_.clear();
}

response fake_dingtalk::serve(const bot::server::request& call) {
    if (call.path == gateway_path) return open_connection(call);
    if (!call.header("content-type").starts_with("application/json")) return answered(43004, "wrong content type");
    if (!call.query.starts_with(query)) return answered(40035, "no session");
    const std::string session = call.query.substr(query.size());
    const auto found = sessions_.find(session);
    if (found == sessions_.end()) return answered(300001, "session is not exist");
    if (call.body.size() >= body_limit_bytes) return answered(460101, "message too long");
    const json body = json::parse(call.body, nullptr, false);
    if (!body.is_object() || body.value("msgtype", "") != "markdown") return answered(40035, "not a markdown message");
    message posted;
    posted.conversation = found->second;
    posted.title = body.value("/markdown/title"_json_pointer, "");
    posted.text = body.value("/markdown/text"_json_pointer, "");
    posted.raw = call.body;
    if (posted.title.empty() || posted.text.empty()) return answered(40035, "title or text is missing");
    for (const json& id : body.value("/at/atUserIds"_json_pointer, json::array())) {
        const std::string name = id.get<std::string>();
        if (posted.text.find('@' + name) != std::string::npos) posted.mentioned.push_back(name);
    }
    messages_.push_back(std::move(posted));
    return answered(0, "ok");
}

response fake_dingtalk::refusal(const armed_fault& fault) const {
    return answered(fault.code == 0 ? 90018 : fault.code, "refused");
}

fake_dingtalk::said fake_dingtalk::say(const std::string& url, saying what, tampering how) {
    said out;
    const std::string session = session_of(what.conversation);
    {
        const auto held = lock();
        out.msg_id = what.msg_id.empty() ? fmt::format("msg{:08}==", ++made_) : what.msg_id;
        sessions_[session] = what.conversation;
    }
    const std::string own = fmt::format("{}{}?{}{}", address(), reply_path, query, session);
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
    return post(std::move(request));
}

} // namespace tests::platforms
