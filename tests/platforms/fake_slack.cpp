#include "tests/platforms/fake_slack.hpp"

#include "adapters/net/url.hpp"
#include "adapters/slack/signature.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <utility>

namespace tests::platforms {

using bot::server::response;
using nlohmann::json;

namespace {

response answered(const json& body) {
    return {.status = 200, .content_type = "application/json; charset=utf-8", .body = body.dump(), .headers = {}};
}

response refused(const std::string& error) {
    return answered({{"ok", false}, {"error", error}});
}

std::string with_mention(std::string text) {
    static constexpr std::string_view placeholder = "@bot";
    const std::string mention = fmt::format("<@{}>", fake_slack::bot_user);
    for (std::size_t at = 0; (at = text.find(placeholder, at)) != std::string::npos; at += mention.size()) {
        text.replace(at, placeholder.size(), mention);
    }
    return text;
}

} // namespace

fake_slack::fake_slack()
    : running_platform({"/api/chat.postMessage", "/api/conversations.replies", "/api/conversations.history",
                        "/api/apps.connections.open"}),
      sockets_({.admit = [this](std::string_view target) { return admit(target); },
                .greeting = {R"({"type":"hello","num_connections":1})"},
                .received = [this](websocket_server::id, const std::string& text) { take_acknowledgement(text); }}) {}

std::string fake_slack::api_url() const {
    return address() + "/api/";
}

std::vector<fake_slack::message> fake_slack::messages() const {
    const auto held = lock();
    return messages_;
}

std::string fake_slack::next_ts() {
    ++made_;
    return fmt::format("{}.{:06}", 1800000000 + made_ / 10, made_);
}

response fake_slack::serve(const bot::server::request& call) {
    if (call.path == "/api/apps.connections.open") {
        if (call.header("authorization") != fmt::format("Bearer {}", app_token)) return refused("invalid_auth");
        const std::string target = fmt::format("/link?ticket={}", ++made_);
        tickets_.insert(target);
        return answered({{"ok", true}, {"url", fmt::format("ws://127.0.0.1:{}{}", sockets_.port(), target)}});
    }
    if (call.header("authorization") != fmt::format("Bearer {}", token)) return refused("invalid_auth");
    if (call.path != "/api/chat.postMessage") return conversation(call);
    if (call.header("content-type") != "application/json; charset=utf-8") return refused("invalid_post_type");
    const json body = json::parse(call.body, nullptr, false);
    if (!body.is_object()) return refused("invalid_json");
    message posted;
    posted.channel = body.value("channel", "");
    posted.thread_ts = body.value("thread_ts", "");
    posted.text = body.value("text", "");
    posted.reply_id = body.value("/metadata/event_payload/id"_json_pointer, "");
    posted.raw = call.body;
    if (posted.channel.empty()) return refused("channel_not_found");
    if (posted.text.empty()) return refused("no_text");
    if (posted.text.size() > 40000) return refused("msg_too_long");
    posted.ts = next_ts();
    messages_.push_back(posted);
    return answered({{"ok", true},
                     {"channel", posted.channel},
                     {"ts", posted.ts},
                     {"message", {{"type", "message"}, {"text", posted.text}, {"ts", posted.ts}}}});
}

response fake_slack::conversation(const bot::server::request& call) const {
    const auto fields = adapters::net::parse_pairs(call.body);
    if (!fields) return refused("invalid_form_data");
    const auto thread = adapters::net::value_of(*fields, "ts");
    json found = json::array();
    for (const auto& one : messages_) {
        if (one.channel != adapters::net::value_of(*fields, "channel") || one.thread_ts != thread) continue;
        found.push_back({{"type", "message"},
                         {"ts", one.ts},
                         {"text", one.text},
                         {"metadata", {{"event_type", "qunda_reply"}, {"event_payload", {{"id", one.reply_id}}}}}});
    }
    return answered({{"ok", true}, {"messages", found}, {"has_more", false}});
}

response fake_slack::refusal(const armed_fault& fault) const {
    return refused(fault.word.empty() ? "ratelimited" : fault.word);
}

fake_slack::said fake_slack::say(const std::string& url, saying what, tampering how) {
    said out;
    {
        const auto held = lock();
        out.ts = what.ts.empty() ? next_ts() : what.ts;
        out.event_id = what.event_id.empty() ? fmt::format("Ev{:08}", ++made_) : what.event_id;
    }
    json event = {{"type", "message"},  {"user", what.user}, {"text", with_mention(what.text)}, {"ts", out.ts},
                  {"event_ts", out.ts}, {"team", team},      {"channel", what.channel}};
    if (!what.thread_ts.empty()) event["thread_ts"] = what.thread_ts;
    const auto envelope = [&](const std::string& event_id) {
        return json{{"type", "event_callback"},
                    {"team_id", team},
                    {"context_team_id", team},
                    {"api_app_id", "A0TEST"},
                    {"event_id", event_id},
                    {"event_time", 1800000000},
                    {"authorizations", json::array({{{"team_id", team}, {"user_id", bot_user}, {"is_bot", true}}})},
                    {"is_ext_shared_channel", false},
                    {"event", event}}
            .dump();
    };
    event["channel_type"] = what.direct ? "im" : "channel";
    if (!what.direct) {
        (void)deliver(url, envelope("Tw" + out.event_id), how);
        event["type"] = "app_mention";
        event.erase("channel_type");
    }
    out.answer = deliver(url, envelope(out.event_id), how);
    return out;
}

bool fake_slack::admit(std::string_view target) {
    const auto held = lock();
    return tickets_.erase(std::string(target)) == 1; // a ticket is good for one connection
}

void fake_slack::take_acknowledgement(const std::string& text) {
    const json body = json::parse(text, nullptr, false);
    const auto held = lock();
    if (body.is_object()) acknowledged_[body.value("envelope_id", "")] = text;
}

std::string fake_slack::deliver_envelope(const std::string& type, const std::string& payload, bool accepts_response) {
    const auto to = sockets_.newest(std::chrono::seconds(10));
    std::string id;
    {
        const auto held = lock();
        id = fmt::format("e{:08}", ++made_);
    }
    sockets_.send(to, json{{"type", type},
                           {"envelope_id", id},
                           {"accepts_response_payload", accepts_response},
                           {"payload", json::parse(payload)}}
                          .dump());
    std::string got;
    const auto found = [&] {
        const auto held = lock();
        if (const auto one = acknowledged_.find(id); one != acknowledged_.end()) got = one->second;
        return !got.empty();
    };
    (void)sockets_.wait_for([&] { return found() || !sockets_.is_open(to); }, std::chrono::seconds(3));
    return got;
}

adapters::net::http_answer fake_slack::deliver(const std::string& url, std::string body, tampering how) {
    if (url == by_socket) {
        adapters::net::http_answer answer;
        answer.status = deliver_envelope("events_api", body).empty() ? 0 : 200;
        return answer;
    }
    auto now = std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
    if (how == tampering::stale) now -= std::chrono::minutes(6);
    const std::string timestamp = std::to_string(now.time_since_epoch().count());
    std::string signature = adapters::slack::signature_of(body, timestamp, signing_secret);
    if (how == tampering::bad_signature) signature.back() = signature.back() == '0' ? '1' : '0';
    adapters::net::http_request request{.url = url};
    request.headers = {{"Content-Type", "application/json"}, {"X-Slack-Request-Timestamp", timestamp}};
    if (how != tampering::no_signature) request.headers.emplace_back("X-Slack-Signature", signature);
    if (how == tampering::doubled_signature) request.headers.emplace_back("X-Slack-Signature", signature);
    request.body = std::move(body);
    return post(std::move(request));
}

} // namespace tests::platforms
