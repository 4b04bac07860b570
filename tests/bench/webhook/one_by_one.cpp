#include "bot/cli/assembly.hpp"
#include "bot/config/environment.hpp"
#include "bot/config/load.hpp"
#include "bot/server/slack_desk.hpp"
#include "bot/server/slack_routes.hpp"
#include "tests/bench/webhook/contestants.hpp"

#include <iostream>

namespace tests::bench {

namespace {

knowledge::timestamp now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

} // namespace

int serve_one_by_one(const std::filesystem::path& configuration) {
    auto read = bot::config::load(configuration, bot::config::process_environment());
    auto* const settings = std::get_if<bot::config::settings>(&read);
    if (settings == nullptr) {
        for (const auto& mistake : std::get<std::vector<bot::config::mistake>>(read))
            std::cerr << to_string(mistake) << '\n';
        return 78;
    }
    const knowledge::store::settings alone{.path = settings->storage.path, .batch_limit = 1};
    bot::cli::assembly parts(std::move(*settings), alone);
    bot::server::http_server server(parts.loop, {.port = parts.settings.server.port});
    const adapters::slack::web_api api(parts.client, parts.settings.slack.api_url,
                                       [](std::string_view) { return std::string(); });
    bot::server::slack_desk desk(bot::server::slack_desk::parts{
        .loop = parts.loop,
        .api = api,
        .way_out = *parts.slack,
        .settings = parts.settings,
        .in =
            [&parts](adapters::chat::happening what, std::function<void(bot::conversation::outcome)> finished) {
                parts.talk.take(std::move(what), std::move(finished));
            },
        .clock = now,
        .asked_in = [](const adapters::chat::place&, const std::string&) { return std::nullopt; },
        .uninstalled = {}});
    bot::server::add_slack_routes(server, parts.settings.slack, desk,
                                  [] { return std::chrono::floor<std::chrono::seconds>(now()); });
    server.start();
    parts.worker.start();
    parts.loop.run();
    return 0;
}

} // namespace tests::bench
