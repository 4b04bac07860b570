#include "adapters/chat/text.hpp"
#include "adapters/slack/interactions.hpp"
#include "adapters/slack/manifest.hpp"
#include "adapters/slack/mark_form.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

using namespace adapters;
using nlohmann::json;

namespace {

std::size_t length(const json& text) {
    return chat::count_characters(text.get<std::string>());
}

// What Slack's own schema of manifests asks, as far as ours has it.
void valid(const json& all) {
    static const std::set<std::string> sections{"_metadata", "display_information", "features", "oauth_config",
                                                "settings"};
    for (const auto& [section, value] : all.items())
        CHECK(sections.contains(section));
    const json& shown = all.at("display_information");
    CHECK(length(shown.at("name")) >= 1);
    CHECK(length(shown.at("name")) <= 35);
    CHECK(length(shown.at("description")) <= 140);
    CHECK(length(all.at("features").at("bot_user").at("display_name")) <= 80);
    const json& shortcuts = all.at("features").at("shortcuts");
    CHECK(shortcuts.size() <= 10);
    for (const json& one : shortcuts) {
        CHECK(length(one.at("name")) <= 24);
        CHECK(one.at("type") == "message");
        CHECK(length(one.at("callback_id")) <= 255);
        CHECK(length(one.at("description")) <= 150);
    }
    for (const json& one : all.at("features").at("slash_commands")) {
        CHECK(one.at("command").get<std::string>().starts_with('/'));
        CHECK(length(one.at("command")) <= 32);
        CHECK(length(one.at("description")) <= 2000);
        CHECK(length(one.at("usage_hint")) <= 1000);
    }
    const json& events = all.at("settings").at("event_subscriptions").at("bot_events");
    CHECK(events.size() <= 100);
    CHECK(std::set<json>(events.begin(), events.end()).size() == events.size());
    // Each event needs its scope.
    const json& granted = all.at("oauth_config").at("scopes").at("bot");
    const auto has = [&](const char* scope) {
        return std::find(granted.begin(), granted.end(), scope) != granted.end();
    };
    for (const auto& [event, scope] :
         std::initializer_list<std::pair<const char*, const char*>>{{"app_mention", "app_mentions:read"},
                                                                    {"message.channels", "channels:history"},
                                                                    {"message.groups", "groups:history"},
                                                                    {"message.im", "im:history"},
                                                                    {"message.mpim", "mpim:history"},
                                                                    {"channel_id_changed", "channels:read"},
                                                                    {"reaction_added", "reactions:read"},
                                                                    {"reaction_removed", "reactions:read"},
                                                                    {"member_joined_channel", "channels:read"}}) {
        INFO(event);
        CHECK(std::find(events.begin(), events.end(), event) != events.end());
        CHECK(has(scope));
    }
    CHECK(has("chat:write"));
    CHECK(has("commands"));
    CHECK(has("reactions:write"));
    CHECK(has("users:read"));
    CHECK(std::set<json>(granted.begin(), granted.end()).size() == granted.size());
}

} // namespace

TEST_CASE("the manifest for HTTP names every address", "[slack]") {
    const json all = json::parse(slack::manifest_json({.name = "Tea Bot", .url = "https://bot.example.org/"}));
    valid(all);
    CHECK(all["display_information"]["name"] == "Tea Bot");
    CHECK(all["settings"]["event_subscriptions"]["request_url"] == "https://bot.example.org/slack/events");
    CHECK(all["settings"]["interactivity"]["request_url"] == "https://bot.example.org/slack/interactivity");
    CHECK(all["features"]["slash_commands"][0]["url"] == "https://bot.example.org/slack/commands");
    CHECK(all["oauth_config"]["redirect_urls"] == json{"https://bot.example.org/slack/oauth_redirect"});
    CHECK(all["settings"]["socket_mode_enabled"] == false);
    CHECK(all["features"]["shortcuts"][0]["callback_id"] == slack::mark_callback_id);
    CHECK(all["features"]["shortcuts"][1]["callback_id"] == slack::ask_callback_id);
}

TEST_CASE("the manifest for Socket Mode names none", "[slack]") {
    const auto text = slack::manifest_json({.socket = true});
    const json all = json::parse(text);
    valid(all);
    CHECK(text.find("http") == std::string::npos);
    CHECK(all["settings"]["socket_mode_enabled"] == true);
    CHECK_FALSE(all["oauth_config"].contains("redirect_urls"));
}
