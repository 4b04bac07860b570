#include "adapters/slack/manifest.hpp"

#include "adapters/chat/json_text.hpp"
#include "adapters/slack/interactions.hpp"
#include "adapters/slack/mark_form.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace adapters::slack {

namespace {

using nlohmann::ordered_json;

// Each with what needs it.
constexpr std::array<std::string_view, 12> scopes{
    "app_mentions:read", // questions in channels
    "channels:history",  // edits and deletions; look-ups of messages
    "channels:read",     // being invited
    "chat:write",        // answers
    "commands",          // /ask and the shortcuts
    "groups:history",    // as channels: private ones
    "groups:read",       //
    "im:history",        // direct messages
    "mpim:history",      // mentions in group direct messages, and their edits
    "reactions:read",    // reactions as marks
    "reactions:write",   // the sign on a question that waits
    "users:read",        // names of who asks, and who is a guest
};

constexpr std::array<std::string_view, 11> events{
    "app_mention",      "app_uninstalled",  "channel_id_changed", "member_joined_channel",
    "message.channels", "message.groups",   "message.im",         "message.mpim",
    "reaction_added",   "reaction_removed", "tokens_revoked",
};

ordered_json shortcut(std::string_view name, std::string_view callback_id, std::string_view description) {
    return {{"name", name}, {"type", "message"}, {"callback_id", callback_id}, {"description", description}};
}

} // namespace

std::span<const std::string_view> bot_scopes() {
    return scopes;
}

std::string manifest_json(const manifest_wishes& how) {
    std::string url = how.url;
    while (url.ends_with('/'))
        url.pop_back();
    const auto address = [&](std::string_view path) { return url + std::string(path); };

    ordered_json ask = {{"command", "/ask"}};
    if (!how.socket) ask["url"] = address(commands_path);
    ask["description"] = "Ask a question; only you see the answer";
    ask["usage_hint"] = "your question";
    ask["should_escape"] = true;

    ordered_json out;
    out["_metadata"] = {{"major_version", 1}, {"minor_version", 1}};
    out["display_information"] = {{"name", how.name},
                                  {"description", "Answers questions from the community's own knowledge"}};
    out["features"] = {
        {"app_home",
         {{"home_tab_enabled", false}, {"messages_tab_enabled", true}, {"messages_tab_read_only_enabled", false}}},
        {"bot_user", {{"display_name", how.name}, {"always_online", true}}},
        {"shortcuts", ordered_json::array({shortcut("Mark as canonical answer", mark_callback_id,
                                                    "Keep this message as the answer to a question"),
                                           shortcut("Ask about this message", ask_callback_id,
                                                    "Look for an answer to this message; only you see it")})},
        {"slash_commands", ordered_json::array({ask})}};
    if (!how.socket) out["oauth_config"]["redirect_urls"] = ordered_json::array({address(redirect_path)});
    out["oauth_config"]["scopes"]["bot"] = scopes;
    ordered_json& settings = out["settings"];
    if (!how.socket) settings["event_subscriptions"]["request_url"] = address(events_path);
    settings["event_subscriptions"]["bot_events"] = events;
    settings["interactivity"]["is_enabled"] = true;
    if (!how.socket) settings["interactivity"]["request_url"] = address(interactivity_path);
    settings["org_deploy_enabled"] = false;
    settings["socket_mode_enabled"] = how.socket;
    settings["token_rotation_enabled"] = false;
    return chat::json_page(out) + "\n";
}

} // namespace adapters::slack
