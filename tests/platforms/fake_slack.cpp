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
    : running_platform({"/api/chat.postMessage", "/api/chat.update", "/api/chat.delete", "/api/chat.postEphemeral",
                        "/api/conversations.replies", "/api/conversations.history", "/api/views.open",
                        "/api/views.update", "/api/reactions.add", "/api/reactions.remove", "/api/oauth.v2.access",
                        "/api/auth.test", "/respond", "/api/apps.connections.open"}),
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

fake_slack::message* fake_slack::find(const std::string& ts) {
    for (message& one : messages_) {
        if (one.ts == ts && !one.gone) return &one;
    }
    return nullptr;
}

response fake_slack::serve(const bot::server::request& call) {
    const std::string method = call.path.substr(call.path.rfind('/') + 1);
    ++methods_[method];
    if (method == "apps.connections.open") {
        if (call.header("authorization") != fmt::format("Bearer {}", app_token)) return refused("invalid_auth");
        const std::string target = fmt::format("/link?ticket={}", ++made_);
        tickets_.insert(target);
        return answered({{"ok", true}, {"url", fmt::format("ws://127.0.0.1:{}{}", sockets_.port(), target)}});
    }
    if (method == "respond") return respond(call);
    if (method == "oauth.v2.access") return form_call(call);
    if (call.header("authorization") != fmt::format("Bearer {}", token)) return refused("invalid_auth");
    if (method.starts_with("chat.")) return chat(call);
    if (method.starts_with("conversations.")) return conversation(call);
    return form_call(call);
}

response fake_slack::chat(const bot::server::request& call) {
    if (call.header("content-type") != "application/json; charset=utf-8") return refused("invalid_post_type");
    const json body = json::parse(call.body, nullptr, false);
    if (!body.is_object()) return refused("invalid_json");
    const std::string channel = body.value("channel", ""), text = body.value("text", "");
    const std::string blocks = body.contains("blocks") ? body["blocks"].dump() : "";
    if (channel.empty()) return refused("channel_not_found");
    if (call.path.ends_with("chat.delete")) {
        message* const old = find(body.value("ts", ""));
        if (old == nullptr) return refused("message_not_found");
        old->gone = true;
        return answered({{"ok", true}, {"channel", channel}, {"ts", old->ts}});
    }
    if (text.empty()) return refused("no_text");
    if (text.size() > 40000) return refused("msg_too_long");
    if (call.path.ends_with("chat.update")) {
        message* const old = find(body.value("ts", ""));
        if (old == nullptr || old->channel != channel) return refused("message_not_found");
        old->text = text;
        old->blocks = blocks;
        old->changed = true;
        return answered({{"ok", true}, {"channel", channel}, {"ts", old->ts}});
    }
    if (call.path.ends_with("chat.postEphemeral")) {
        private_.push_back({body.value("user", ""), text, blocks});
        return answered({{"ok", true}, {"message_ts", next_ts()}});
    }
    message posted;
    posted.channel = channel;
    posted.thread_ts = body.value("thread_ts", "");
    posted.text = text;
    posted.blocks = blocks;
    posted.reply_id = body.value("/metadata/event_payload/id"_json_pointer, "");
    posted.raw = call.body;
    posted.ts = next_ts();
    messages_.push_back(posted);
    return answered({{"ok", true},
                     {"channel", posted.channel},
                     {"ts", posted.ts},
                     {"message", {{"type", "message"}, {"text", posted.text}, {"ts", posted.ts}}}});
}

response fake_slack::respond(const bot::server::request& call) {
    const json body = json::parse(call.body, nullptr, false);
    if (!body.is_object() || call.count("authorization") > 0) return {.status = 400};
    const bool replaces = body.value("replace_original", false);
    if (body.value("delete_original", false)) return answered({{"ok", true}});
    private_.push_back({"", body.value("text", ""), body.contains("blocks") ? body["blocks"].dump() : "", replaces});
    return answered({{"ok", true}});
}

response fake_slack::form_call(const bot::server::request& call) {
    const auto fields = adapters::net::parse_pairs(call.body);
    if (!fields) return refused("invalid_form_data");
    const auto field = [&](std::string_view name) { return std::string(adapters::net::value_of(*fields, name)); };
    const std::string method = call.path.substr(call.path.rfind('/') + 1);
    if (method.starts_with("reactions.")) {
        reactions_.push_back((method == "reactions.add" ? "+" : "-") + field("name") + " " + field("timestamp"));
        return answered({{"ok", true}});
    }
    if (method == "views.open" || method == "views.update") {
        if (!json::parse(field("view"), nullptr, false).is_object()) return refused("invalid_arguments");
        if (method == "views.open")
            views_.push_back(field("view"));
        else
            views_.back() = field("view");
        return answered({{"ok", true}, {"view", {{"id", fmt::format("V0{}", views_.size())}, {"hash", "1.x"}}}});
    }
    if (method == "auth.test")
        return answered({{"ok", true}, {"team_id", team}, {"user_id", bot_user}, {"bot_id", "B0BOT"}});
    if (field("code") != "good-code" || field("client_secret") != client_secret) return refused("invalid_code");
    return answered({{"ok", true},
                     {"access_token", token},
                     {"token_type", "bot"},
                     {"bot_user_id", bot_user},
                     {"scope", "chat:write"},
                     {"authed_user", {{"id", "U0MONA"}}},
                     {"team", {{"id", team}, {"name", "Test <team>"}}}});
}

response fake_slack::conversation(const bot::server::request& call) const {
    const auto fields = adapters::net::parse_pairs(call.body);
    if (!fields) return refused("invalid_form_data");
    const auto thread = adapters::net::value_of(*fields, "ts");
    json found = json::array();
    if (!adapters::net::value_of(*fields, "latest").empty()) { // one message by its id
        for (const auto& one : said_) {
            if (one.ts != thread) continue;
            json shown = {{"type", "message"}, {"user", one.user}, {"text", one.text}, {"ts", one.ts}};
            if (!one.thread_ts.empty()) shown["thread_ts"] = one.thread_ts;
            found.push_back(shown);
        }
        return answered({{"ok", true}, {"messages", found}, {"has_more", false}});
    }
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

fake_slack::said fake_slack::say(const std::string& url, saying what, tampering how) {
    said out;
    {
        const auto held = lock();
        out.ts = what.ts.empty() ? next_ts() : what.ts;
        out.event_id = what.event_id.empty() ? fmt::format("Ev{:08}", ++made_) : what.event_id;
        said_.push_back({what.channel, what.user, with_mention(what.text), what.thread_ts, out.ts});
    }
    json event = {{"type", "message"},  {"user", what.user}, {"text", with_mention(what.text)}, {"ts", out.ts},
                  {"event_ts", out.ts}, {"team", team},      {"channel", what.channel}};
    if (!what.thread_ts.empty()) event["thread_ts"] = what.thread_ts;
    event["channel_type"] = what.direct ? "im" : "channel";
    const bool mentions = with_mention(what.text) != what.text;
    if (what.direct || !mentions) {
        out.answer = deliver(url, envelope(event.dump(), out.event_id), how);
        return out;
    }
    (void)deliver(url, envelope(event.dump(), "Tw" + out.event_id), how);
    event["type"] = "app_mention";
    event.erase("channel_type");
    out.answer = deliver(url, envelope(event.dump(), out.event_id), how);
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

namespace {

constexpr auto form = "application/x-www-form-urlencoded";

// The value of a button, "" when the message has no such button.
std::string value_of_button(const std::string& blocks, const std::string& action_id) {
    for (const json& block : json::parse(blocks, nullptr, false)) {
        if (block.value("type", "") != "actions") continue;
        for (const json& one : block["elements"]) {
            if (one["action_id"] == action_id) return one["value"];
        }
    }
    return {};
}

} // namespace

adapters::net::http_answer fake_slack::interact(const std::string& base, const std::string& payload) {
    json whole = json::parse(payload);
    {
        const auto held = lock();
        whole["trigger_id"] = fmt::format("1.2.{}", ++made_);
    }
    whole["team"] = {{"id", team}, {"domain", "test"}};
    if (!whole.contains("view")) whole["response_url"] = address() + "/respond";
    return deliver(base + "/slack/interactivity", "payload=" + adapters::net::percent_encode(whole.dump()),
                   tampering::none, form);
}

adapters::net::http_answer fake_slack::press(const std::string& base, const std::string& ts,
                                             const std::string& action_id, const std::string& user) {
    json payload;
    {
        const auto held = lock();
        const message* const old = find(ts);
        if (old == nullptr) return {};
        json container = {{"type", "message"}, {"message_ts", ts}, {"channel_id", old->channel}};
        if (!old->thread_ts.empty()) container["thread_ts"] = old->thread_ts;
        const bool direct = old->channel.starts_with('D');
        payload = {{"type", "block_actions"},
                   {"user", {{"id", user}, {"name", "somebody"}, {"team_id", team}}},
                   {"container", container},
                   {"channel", {{"id", old->channel}, {"name", direct ? "directmessage" : "help"}}},
                   {"actions", json::array({{{"type", "button"},
                                             {"action_id", action_id},
                                             {"value", value_of_button(old->blocks, action_id)}}})}};
    }
    return interact(base, payload.dump());
}

adapters::net::http_answer fake_slack::press_private(const std::string& base, const std::string& action_id,
                                                     const std::string& user) {
    const auto all = private_messages();
    if (all.empty()) return {};
    return interact(base, json{{"type", "block_actions"},
                               {"user", {{"id", user}, {"team_id", team}}},
                               {"container",
                                {{"type", "message"},
                                 {"message_ts", "1800000000.000009"},
                                 {"channel_id", "C0ELSE"},
                                 {"is_ephemeral", true}}},
                               {"channel", {{"id", "C0ELSE"}, {"name", "else"}}},
                               {"actions", json::array({{{"type", "button"},
                                                         {"action_id", action_id},
                                                         {"value", value_of_button(all.back().blocks, action_id)}}})}}
                              .dump());
}

adapters::net::http_answer fake_slack::shortcut(const std::string& base, const std::string& callback_id,
                                                const std::string& ts, const std::string& user) {
    json payload;
    {
        const auto held = lock();
        for (const auto& one : said_) {
            if (one.ts != ts) continue;
            json shown = {{"type", "message"}, {"user", one.user}, {"text", one.text}, {"ts", ts}};
            if (!one.thread_ts.empty()) shown["thread_ts"] = one.thread_ts;
            payload = {{"type", "message_action"},
                       {"callback_id", callback_id},
                       {"user", {{"id", user}, {"team_id", team}}},
                       {"channel", {{"id", one.channel}, {"name", "help"}}},
                       {"message", shown}};
        }
    }
    return interact(base, payload.dump());
}

adapters::net::http_answer fake_slack::submit(const std::string& base, const std::string& user,
                                              const std::map<std::string, std::string>& values) {
    const auto all = views();
    json view = json::parse(all.back());
    view["id"] = fmt::format("V0{}", all.size());
    view["app_installed_team_id"] = team;
    for (const json& block : view["blocks"]) {
        const std::string name = block["block_id"];
        const auto written = values.find(name);
        const json value =
            written != values.end() ? json(written->second) : block["element"].value("initial_value", json());
        view["state"]["values"][name]["value"] = {{"type", "plain_text_input"}, {"value", value}};
    }
    return interact(
        base, json{{"type", "view_submission"}, {"user", {{"id", user}, {"team_id", team}}}, {"view", view}}.dump());
}

adapters::net::http_answer fake_slack::slash(const std::string& base, const std::string& text, const std::string& user,
                                             const std::string& channel) {
    std::string trigger;
    {
        const auto held = lock();
        trigger = fmt::format("3.4.{}", ++made_);
    }
    std::string body;
    for (const auto& [name, value] : std::map<std::string, std::string>{{"command", "/ask"},
                                                                        {"text", text},
                                                                        {"team_id", std::string(team)},
                                                                        {"channel_id", channel},
                                                                        {"user_id", user},
                                                                        {"trigger_id", trigger},
                                                                        {"response_url", address() + "/respond"}})
        body += (body.empty() ? "" : "&") + name + "=" + adapters::net::percent_encode(value);
    return deliver(base + "/slack/commands", body, tampering::none, form);
}

adapters::net::http_answer fake_slack::app_event(const std::string& base, const std::string& event_json) {
    std::string id;
    {
        const auto held = lock();
        id = fmt::format("Ev{:08}", ++made_);
    }
    return deliver(base + "/slack/events", envelope(event_json, id));
}

adapters::net::http_answer fake_slack::edit(const std::string& base, const std::string& ts, const std::string& text) {
    json event;
    {
        const auto held = lock();
        for (auto& one : said_) {
            if (one.ts != ts) continue;
            json now = {{"type", "message"}, {"user", one.user}, {"text", one.text}, {"ts", ts}, {"team", team}};
            if (!one.thread_ts.empty()) now["thread_ts"] = one.thread_ts;
            event = {
                {"type", "message"},      {"subtype", "message_changed"}, {"previous_message", now}, {"message", now},
                {"channel", one.channel}, {"channel_type", "channel"},    {"hidden", true},          {"ts", next_ts()}};
            one.text = with_mention(text);
            event["message"]["text"] = one.text;
        }
    }
    return app_event(base, event.dump());
}

adapters::net::http_answer fake_slack::erase(const std::string& base, const std::string& ts) {
    json event;
    {
        const auto held = lock();
        for (const auto& one : said_) {
            if (one.ts != ts) continue;
            event = {{"type", "message"},
                     {"subtype", "message_deleted"},
                     {"previous_message", {{"type", "message"}, {"user", one.user}, {"text", one.text}, {"ts", ts}}},
                     {"deleted_ts", ts},
                     {"channel", one.channel},
                     {"channel_type", "channel"},
                     {"hidden", true},
                     {"ts", next_ts()}};
        }
    }
    return app_event(base, event.dump());
}

adapters::net::http_answer fake_slack::react(const std::string& base, const std::string& ts, const std::string& emoji,
                                             const std::string& user) {
    bool ours = false;
    {
        const auto held = lock();
        ours = find(ts) != nullptr;
    }
    return app_event(base, json{{"type", "reaction_added"},
                                {"user", user},
                                {"reaction", emoji},
                                {"item", {{"type", "message"}, {"channel", "C0HELP"}, {"ts", ts}}},
                                {"item_user", ours ? std::string(bot_user) : "U0BOB"}}
                               .dump());
}

} // namespace tests::platforms
