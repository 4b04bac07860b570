#include "bot/cli/assembly.hpp"

#include "adapters/net/url.hpp"
#include "bot/cli/setup.hpp"
#include "bot/observe/log.hpp"

#include <algorithm>
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
adapters::net::http_client_settings only_configured_hosts(const config::settings& settings,
                                                          adapters::net::way_out way) {
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
        if (settings.dingtalk.by_stream() || settings.dingtalk.has_openapi()) add(settings.dingtalk.api_url);
    }
    adapters::net::http_client_settings how;
    how.way = std::move(way);
    how.allowed = [allowed](std::string_view scheme, std::string_view host, unsigned short port) {
        return std::ranges::find(allowed, destination{std::string(scheme), std::string(host), port}) != allowed.end();
    };
    return how;
}

std::unique_ptr<adapters::slack::slack_adapter> slack_of(const config::settings& settings,
                                                         server::slack_workspaces& workspaces,
                                                         adapters::net::event_loop& loop,
                                                         adapters::net::http_client& client) {
    if (!settings.slack.enabled) return nullptr;
    return std::make_unique<adapters::slack::slack_adapter>(
        loop, client,
        adapters::slack::slack_settings{
            .api_url = settings.slack.api_url,
            .token_of = [&workspaces](std::string_view workspace) { return workspaces.token_of(workspace); },
            .working_emoji = settings.slack.working_emoji,
            .clock = now,
            .token_refused = [&workspaces](const std::string& workspace, const std::string& token,
                                           const std::string& why) { workspaces.refused(workspace, token, why); }});
}

std::unique_ptr<adapters::dingtalk::dingtalk_adapter> dingtalk_of(const config::dingtalk_settings& settings,
                                                                  adapters::net::event_loop& loop,
                                                                  adapters::net::http_client& client,
                                                                  delivery::monthly_quota& quota) {
    if (!settings.enabled) return nullptr;
    adapters::dingtalk::dingtalk_settings how;
    how.webhook_hosts = settings.webhook_hosts;
    how.warn = [](std::string_view what) { observe::log::warning("dingtalk: {}", observe::log_text(what)); };
    how.counted = [&quota] { quota.sent(); };
    if (settings.has_openapi() && !settings.app_secrets.empty()) {
        how.api_url = settings.api_url;
        how.app = {.client_id = settings.client_id, .client_secret = settings.app_secrets.front().reveal()};
        how.robot_code = settings.robot_code;
        how.card_template = settings.card_template;
        how.card_callback_url = settings.card_callback_url;
    }
    return std::make_unique<adapters::dingtalk::dingtalk_adapter>(loop, client, std::move(how));
}

delivery::worker::adapters_by_platform by_platform(assembly& parts) {
    delivery::worker::adapters_by_platform all{{adapters::chat::platform::simulator, &parts.simulator}};
    if (parts.slack) all[adapters::chat::platform::slack] = parts.slack.get();
    if (parts.dingtalk) all[adapters::chat::platform::dingtalk] = parts.dingtalk.get();
    return all;
}

delivery::worker_settings paced() {
    delivery::worker_settings how;
    how.pace = {{adapters::chat::platform::slack, delivery::slack_pace},
                {adapters::chat::platform::dingtalk, delivery::dingtalk_pace}};
    return how;
}

} // namespace

assembly::assembly(config::settings configured, knowledge::store::settings database)
    : settings(std::move(configured)), alone(database.path), store(on_loop(std::move(database), loop)),
      index(store, settings.synonyms()), logs(store, settings), way(way_out_of(settings.network)),
      client(loop, only_configured_hosts(settings, way)), slack_workspaces(store, settings.slack, now),
      slack(slack_of(settings, slack_workspaces, loop, client)),
      dingtalk_quota(store, loop, settings.dingtalk.monthly_quota, now),
      dingtalk(dingtalk_of(settings.dingtalk, loop, client, dingtalk_quota)),
      simulator(config::simulator_workspace, config::simulator_group, settings.simulator.members, now),
      worker(loop, store, by_platform(*this), paced(), now, random_share),
      talk(settings, store, index,
           {.clock = now,
            .outbox_filled = [this](const std::string& lane) { worker.wake(lane); },
            .answered =
                [this](const adapters::chat::place& place, const std::string& message_id) {
                    if (slack && place.on == adapters::chat::platform::slack) slack->will_answer(place, message_id);
                },
            .links = [this] { return links ? links() : std::string(); },
            .logs = [this] { return logs.now(); }}) {}

assembly::~assembly() {
    store.close();
}

} // namespace bot::cli
