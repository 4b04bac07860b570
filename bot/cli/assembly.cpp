#include "bot/cli/assembly.hpp"

#include "adapters/net/url.hpp"
#include "bot/cli/setup.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <utility>

namespace bot::cli {

namespace {

// Slack waits three seconds for an answer. A message may have to wait for the lock behind another batch that waits for
// it, so twice this must stay below.
constexpr std::chrono::milliseconds lock_patience{1000};

// Completions go to the loop: one wake-up a batch, and the conversation's hooks run on its thread.
knowledge::store::settings on_loop(knowledge::store::settings how, adapters::net::event_loop& loop) {
    how.busy_timeout = lock_patience;
    how.post = [&loop](std::function<void()> completions) { loop.post(std::move(completions)); };
    return how;
}

struct destination {
    std::string scheme, host;
    unsigned short port = 0;

    bool operator==(const destination&) const = default;
};

// Promise 6: where the bot may call at all, whatever address it is handed.
adapters::net::http_client_settings only_configured_hosts(const config::settings& settings) {
    std::vector<destination> allowed;
    const auto add = [&allowed](const std::string& url) {
        if (const auto parts = adapters::net::parse_url(url))
            allowed.push_back({parts->scheme, parts->host, parts->port});
    };
    if (settings.slack.enabled) {
        add(settings.slack.api_url);
        add(std::string(adapters::slack::reply_host));
    }
    if (settings.dingtalk.enabled) {
        for (const auto& host : settings.dingtalk.webhook_hosts)
            add(host.starts_with("http://") ? host : "https://" + host);
    }
    adapters::net::http_client_settings how;
    how.allowed = [allowed](std::string_view scheme, std::string_view host, unsigned short port) {
        return std::ranges::find(allowed, destination{std::string(scheme), std::string(host), port}) != allowed.end();
    };
    return how;
}

double random_share() {
    thread_local std::mt19937_64 engine{std::random_device{}()};
    return std::uniform_real_distribution<double>(0, 1)(engine);
}

std::unique_ptr<adapters::slack::slack_adapter> slack_of(const config::settings& settings,
                                                         const server::slack_workspaces& workspaces,
                                                         adapters::net::event_loop& loop,
                                                         adapters::net::http_client& client) {
    if (!settings.slack.enabled) return nullptr;
    return std::make_unique<adapters::slack::slack_adapter>(
        loop, client,
        adapters::slack::slack_settings{
            .api_url = settings.slack.api_url,
            .token_of = [&workspaces](std::string_view workspace) { return workspaces.token_of(workspace); },
            .working_emoji = settings.slack.working_emoji,
            .clock = now});
}

std::unique_ptr<adapters::dingtalk::dingtalk_adapter>
dingtalk_of(const config::settings& settings, adapters::net::event_loop& loop, adapters::net::http_client& client) {
    if (!settings.dingtalk.enabled) return nullptr;
    return std::make_unique<adapters::dingtalk::dingtalk_adapter>(
        loop, client, adapters::dingtalk::dingtalk_settings{.webhook_hosts = settings.dingtalk.webhook_hosts});
}

delivery::worker::adapters_by_platform by_platform(assembly& parts) {
    delivery::worker::adapters_by_platform all{{adapters::chat::platform::simulator, &parts.simulator}};
    if (parts.slack) all[adapters::chat::platform::slack] = parts.slack.get();
    if (parts.dingtalk) all[adapters::chat::platform::dingtalk] = parts.dingtalk.get();
    return all;
}

} // namespace

assembly::assembly(config::settings configured, knowledge::store::settings database)
    : settings(std::move(configured)), alone(database.path), store(on_loop(std::move(database), loop)), index(store),
      client(loop, only_configured_hosts(settings)), slack_workspaces(store, settings.slack),
      slack(slack_of(settings, slack_workspaces, loop, client)), dingtalk(dingtalk_of(settings, loop, client)),
      simulator(config::simulator_workspace, config::simulator_group, settings.simulator.members, now),
      worker(loop, store, by_platform(*this), {}, now, random_share),
      talk(settings, store, index, {.clock = now, .outbox_filled = [this] { worker.wake(); }}) {}

assembly::~assembly() {
    store.close();
}

} // namespace bot::cli
