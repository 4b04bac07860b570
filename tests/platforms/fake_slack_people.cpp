// What people do in our Slack: say, press, write, change, react.
#include "adapters/net/url.hpp"
#include "tests/platforms/fake_slack.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tests::platforms {

using nlohmann::json;

namespace {

std::string with_mention(std::string text) {
    static constexpr std::string_view placeholder = "@bot";
    const std::string mention = fmt::format("<@{}>", fake_slack::bot_user);
    for (std::size_t at = 0; (at = text.find(placeholder, at)) != std::string::npos; at += mention.size()) {
        text.replace(at, placeholder.size(), mention);
    }
    return text;
}

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
                                             const std::string& user, bool taken_away) {
    bool ours = false;
    {
        const auto held = lock();
        ours = find(ts) != nullptr;
    }
    return app_event(base, json{{"type", taken_away ? "reaction_removed" : "reaction_added"},
                                {"user", user},
                                {"reaction", emoji},
                                {"item", {{"type", "message"}, {"channel", "C0HELP"}, {"ts", ts}}},
                                {"item_user", ours ? std::string(bot_user) : "U0BOB"}}
                               .dump());
}

} // namespace tests::platforms
