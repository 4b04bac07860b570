#include "tests/platforms/fake_slack.hpp"

#include "adapters/slack/signature.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <utility>

namespace tests::platforms {

using nlohmann::json;

fake_slack::fake_slack()
    : running_platform({"/api/chat.postMessage", "/api/chat.update", "/api/chat.delete", "/api/chat.postEphemeral",
                        "/api/conversations.replies", "/api/conversations.history", "/api/views.open",
                        "/api/views.update", "/api/reactions.add", "/api/reactions.remove", "/api/oauth.v2.access",
                        "/api/auth.test", "/api/users.info", "/respond", "/api/apps.connections.open"}),
      sockets_({.admit = [this](std::string_view target) { return admit(target); },
                .greeting = {R"({"type":"hello","num_connections":1})"},
                .received = [this](websocket_server::id, const std::string& text) { take_acknowledgement(text); }}) {
    be_seen();
}

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

std::vector<fake_slack::private_message> fake_slack::private_messages() const {
    const auto held = lock();
    return private_;
}

std::vector<std::string> fake_slack::views() const {
    const auto held = lock();
    return views_;
}

std::vector<std::string> fake_slack::reactions() const {
    const auto held = lock();
    return reactions_;
}

int fake_slack::calls_of(const std::string& method) const {
    const auto held = lock();
    const auto found = methods_.find(method);
    return found == methods_.end() ? 0 : found->second;
}

std::vector<std::string> fake_slack::buttons(const std::string& blocks) {
    std::vector<std::string> labels;
    const json all = json::parse(blocks, nullptr, false);
    if (!all.is_array()) return labels;
    for (const json& block : all) {
        if (block.value("type", "") != "actions") continue;
        for (const json& one : block["elements"])
            labels.push_back(one["text"]["text"]);
    }
    return labels;
}

void fake_slack::introduce(const std::string& user, const std::string& display_name, bool guest) {
    const auto held = lock();
    people_[user] = json{{"id", user},
                         {"name", "handle"},
                         {"is_restricted", guest},
                         {"is_ultra_restricted", false},
                         {"profile", {{"display_name", display_name}, {"real_name", "Real Name"}}}}
                        .dump();
}

std::string fake_slack::envelope(const std::string& event_json, const std::string& event_id) const {
    return json{{"type", "event_callback"},
                {"team_id", team},
                {"context_team_id", team},
                {"api_app_id", "A0TEST"},
                {"event_id", event_id},
                {"event_time", 1800000000},
                {"authorizations", json::array({{{"team_id", team}, {"user_id", bot_user}, {"is_bot", true}}})},
                {"is_ext_shared_channel", false},
                {"event", json::parse(event_json)}}
        .dump();
}

bool fake_slack::admit(std::string_view target) {
    const auto held = lock();
    return tickets_.erase(std::string(target)) == 1; // a ticket is good for one connection
}

void fake_slack::take_acknowledgement(const std::string& text) {
    const json body = json::parse(text, nullptr, false);
    if (body.is_object()) acknowledged_.take(body.value("envelope_id", ""), text);
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
    return acknowledged_.wait_for(id, sockets_, to);
}

adapters::net::http_answer fake_slack::deliver(const std::string& url, std::string body, tampering how,
                                               const std::string& content_type) {
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
    request.headers = {{"Content-Type", content_type}, {"X-Slack-Request-Timestamp", timestamp}};
    if (how != tampering::no_signature) request.headers.emplace_back("X-Slack-Signature", signature);
    if (how == tampering::doubled_signature) request.headers.emplace_back("X-Slack-Signature", signature);
    request.body = std::move(body);
    return post(std::move(request));
}

} // namespace tests::platforms
