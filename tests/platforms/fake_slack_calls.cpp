// What the bot asks of our Slack: messages, forms, reactions, installing, connections.
#include "adapters/net/url.hpp"
#include "tests/platforms/fake_slack.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

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

} // namespace

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
    if (method == "users.info") {
        const auto known = people_.find(field("user"));
        if (known == people_.end()) return refused("user_not_found");
        return answered({{"ok", true}, {"user", json::parse(known->second)}});
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
    if (const auto latest = adapters::net::value_of(*fields, "latest"); !latest.empty()) {
        // One message by its id, or what was said in its thread before another one.
        const bool one_only = adapters::net::value_of(*fields, "inclusive") == "true";
        for (const auto& one : said_) {
            const bool in_thread = !one_only && one.thread_ts == thread && one.ts < latest;
            if (one.ts != thread && !in_thread) continue;
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

bool fake_slack::comes_beside(const std::string& path) const {
    return path == "/api/users.info" || path.starts_with("/api/reactions.");
}

response fake_slack::refusal(const armed_fault& fault) const {
    return refused(fault.word.empty() ? "ratelimited" : fault.word);
}

} // namespace tests::platforms
