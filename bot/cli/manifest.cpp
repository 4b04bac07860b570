#include "adapters/slack/manifest.hpp"

#include "adapters/chat/text.hpp"
#include "adapters/net/url.hpp"
#include "bot/cli/setup.hpp"
#include "bot/cli/verbs.hpp"

#include <iostream>

namespace bot::cli {

int manifest(const manifest_arguments& how) {
    constexpr std::size_t longest_name = 35; // Slack's
    if (how.name.empty() || adapters::chat::count_characters(how.name) > longest_name)
        throw stop(bad_usage, "--name: expected 1 to 35 characters");
    if (!how.socket) {
        const auto url = adapters::net::parse_url(how.url);
        if (!url || url->scheme != "https" || url->target.find('?') != std::string::npos)
            throw stop(bad_usage, "--url: expected https://HOST, where Slack reaches this program");
    }
    std::cout << adapters::slack::manifest_json({.name = how.name, .url = how.url, .socket = how.socket});
    return ok;
}

} // namespace bot::cli
