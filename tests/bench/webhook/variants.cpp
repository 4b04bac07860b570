// The program's own parts put together otherwise than `qunda serve` does, for what they are compared with.
#include "adapters/slack/events.hpp"
#include "adapters/slack/signature.hpp"
#include "bot/cli/assembly.hpp"
#include "bot/config/environment.hpp"
#include "bot/config/load.hpp"
#include "bot/server/intake.hpp"
#include "bot/server/secrets.hpp"
#include "bot/server/slack_desk.hpp"
#include "bot/server/slack_routes.hpp"
#include "knowledge/store/questions.hpp"
#include "tests/bench/webhook/contestants.hpp"
#include "tests/bench/webhook/made_up.hpp"

#include <iostream>
#include <span>

namespace tests::bench {

namespace {

namespace slack = adapters::slack;
namespace store = knowledge::store;
using bot::server::request;
using bot::server::responder;

knowledge::timestamp now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::chrono::sys_seconds this_second() {
    return std::chrono::floor<std::chrono::seconds>(now());
}

std::optional<bot::config::settings> read(const std::filesystem::path& configuration) {
    auto found = bot::config::load(configuration, bot::config::process_environment());
    if (auto* const settings = std::get_if<bot::config::settings>(&found)) return std::move(*settings);
    for (const auto& mistake : std::get<std::vector<bot::config::mistake>>(found))
        std::cerr << to_string(mistake) << '\n';
    return std::nullopt;
}

void take_in(store::store& database, const request& asked, responder respond, std::span<const std::string> secrets) {
    const slack::signature_headers headers{.timestamp = asked.header("x-slack-request-timestamp"),
                                           .signature = asked.header("x-slack-signature")};
    if (slack::check_signature(asked.body, headers, secrets, this_second()) != adapters::chat::authenticity::genuine)
        return respond({.status = 401});
    const auto event = slack::decode(asked.body, bot_user);
    const auto* const mention = std::get_if<slack::message>(&event);
    if (mention == nullptr) return respond({.status = 400});
    const auto answer = bot::server::shared(std::move(respond));
    const bool queued = database.submit(
        [key = mention->incoming.delivery_id](store::session& db) { (void)store::remember_delivery(db, key, now()); },
        [answer](const std::exception_ptr& wrong) { answer({.status = wrong ? 500 : 200}); });
    if (!queued) answer({.status = 503});
}

void serve_one_by_one(bot::config::settings settings) {
    const store::settings alone{.path = settings.storage.path, .batch_limit = 1};
    bot::cli::assembly parts(std::move(settings), alone);
    bot::server::http_server server(parts.loop, {.port = parts.settings.server.port});
    const slack::web_api api(parts.client, parts.settings.slack.api_url,
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
    bot::server::add_slack_routes(server, parts.settings.slack, desk, this_second);
    server.start();
    parts.worker.start();
    parts.loop.run();
}

void serve_intake_only(const bot::config::settings& settings, std::size_t batch_limit) {
    adapters::net::event_loop loop;
    store::store database({.path = settings.storage.path,
                           .batch_limit = batch_limit,
                           .post = [&loop](std::function<void()> completions) { loop.post(std::move(completions)); }});
    bot::server::http_server server(loop, {.port = settings.server.port});
    server.route("POST", "/slack/events",
                 [&database, secrets = bot::server::revealed(settings.slack.signing_secrets)](const request& asked,
                                                                                              responder respond) {
                     take_in(database, asked, std::move(respond), secrets);
                 });
    server.start();
    loop.run();
}

} // namespace

std::optional<int> serve_variant(std::string_view option, const std::filesystem::path& configuration) {
    const bool whole = option == "--one-by-one", alone = option == "--intake-one-by-one";
    if (!whole && !alone && option != "--intake-only") return std::nullopt;
    auto settings = read(configuration);
    if (!settings) return 78;
    if (whole)
        serve_one_by_one(std::move(*settings));
    else
        serve_intake_only(*settings, alone ? 1 : store::settings{}.batch_limit);
    return 0;
}

} // namespace tests::bench
