// The app's manifest: what an admin pastes into Slack to make the app this program speaks for. It names what the
// program uses and nothing more. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace adapters::slack {

struct manifest_wishes {
    std::string name = "Qunda"; // of the app, at most 35 characters
    std::string url;            // "https://bot.example.org": where Slack reaches the program
    bool socket = false;        // Socket Mode: the program connects, no addresses
};

[[nodiscard]] std::string manifest_json(const manifest_wishes& how); // several lines, for people and for Slack

[[nodiscard]] std::span<const std::string_view> bot_scopes();

// Below the program's address.
inline constexpr std::string_view events_path = "/slack/events", interactivity_path = "/slack/interactivity",
                                  commands_path = "/slack/commands", install_path = "/slack/install",
                                  redirect_path = "/slack/oauth_redirect";

} // namespace adapters::slack
