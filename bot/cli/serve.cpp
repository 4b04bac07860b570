#include "adapters/net/event_loop.hpp"
#include "bot/cli/assembly.hpp"
#include "bot/cli/certificate_watch.hpp"
#include "bot/cli/reviewer.hpp"
#include "bot/cli/setup.hpp"
#include "bot/cli/slack_lookups.hpp"
#include "bot/cli/start_up_memory.hpp"
#include "bot/cli/sweeper.hpp"
#include "bot/cli/time_zones.hpp"
#include "bot/cli/verbs.hpp"
#include "bot/config/environment.hpp"
#include "bot/config/values.hpp"
#include "bot/conversation/quota_notice.hpp"
#include "bot/observe/log.hpp"
#include "bot/observe/terminal.hpp"
#include "bot/server/dingtalk_routes.hpp"
#include "bot/server/health_routes.hpp"
#include "bot/server/keep_trying.hpp"
#include "bot/server/links.hpp"
#include "bot/server/signals.hpp"
#include "bot/server/slack_desk.hpp"
#include "bot/server/slack_install.hpp"
#include "bot/server/slack_people.hpp"
#include "bot/server/slack_routes.hpp"
#include "bot/try/try_routes.hpp"
#include "knowledge/store/entries.hpp"

#include <fmt/format.h>

#include <functional>
#include <iostream>
#include <memory>
#include <system_error>

namespace bot::cli {

namespace {

namespace log = observe::log;
using namespace std::chrono_literals;

server::settings listener(const config::server_settings& configured, const serve_arguments& how) {
    server::settings settings;
    settings.address = configured.address;
    settings.port = how.port.value_or(configured.port);
    if (!configured.tls_certificate.empty())
        settings.tls = server::tls_files{configured.tls_certificate, configured.tls_key};
    // On a loopback address every peer is this machine: a proxy in front, usually.
    if (!config::is_loopback(configured.address))
        settings.peer_limit = static_cast<std::size_t>(configured.connections_per_peer);
    settings.warn = [](std::string_view what) { log::warning("{}", what); };
    return settings;
}

class service {
  public:
    service(assembly& parts, const serve_arguments& how)
        : parts_(parts), slack_lookups_(parts.store, parts.settings),
          server_(parts.loop, listener(parts.settings.server, how)),
          links_(parts.loop, parts.client, parts.way, random_share),
          signals_(
              parts.loop, [this] { end(); }, [this] { reload(); }),
          sweeper_(parts.loop, parts.store, parts.settings.retention, now),
          reviewer_(parts.store, parts.settings, now,
                    [this](const std::string& lane) { parts_.loop.post([this, lane] { parts_.worker.wake(lane); }); }) {
        add_routes();
        parts_.links = [this] { return links_.lines(); };
    }

    void run() {
        try {
            server_.start();
        } catch (const std::system_error& why) {
            throw stop(unavailable, why.what());
        }
        certificate_watch_.look();
        parts_.worker.start();
        links_.start();
        if (parts_.dingtalk) parts_.dingtalk->start();
        sweeper_.start();
        reviewer_.start();
        announce();
        give_back_start_up_memory();
        parts_.loop.run();
        reviewer_.stop();
        log::info("stopped");
    }

  private:
    void add_routes() {
        const auto& settings = parts_.settings;
        const server::intake take = [this](adapters::chat::happening what,
                                           std::function<void(conversation::outcome)> finished) {
            parts_.talk.take(std::move(what), std::move(finished));
        };
        server::add_health_routes(
            server_, [this] { return why_not_ready(); }, [this] { return figures(); });
        if (settings.slack.enabled) add_slack(take);
        if (settings.dingtalk.enabled) add_dingtalk(server::keep_trying(parts_.loop, take));
        const auto group =
            settings.group(adapters::chat::platform::simulator, config::simulator_workspace, config::simulator_group);
        try_page_ = settings.simulator.enabled && group &&
                    (config::is_loopback(settings.server.address) || settings.simulator.beyond_loopback);
        if (try_page_) {
            const auto who =
                settings.simulator.beyond_loopback ? try_page::visitors::everybody : try_page::visitors::this_machine;
            try_page::add_routes(server_, parts_.simulator, parts_.talk, group->speaks, who);
        }
    }

    void add_dingtalk(const server::intake& take) {
        const auto& settings = parts_.settings.dingtalk;
        if (settings.by_stream())
            links_.add_dingtalk(settings, take, dingtalk_hooks());
        else
            server::add_dingtalk_routes(server_, settings, take, now, dingtalk_hooks());
    }

    server::dingtalk_hooks dingtalk_hooks() {
        return {.received = [this] { parts_.dingtalk_quota.received(); },
                .quota_used_up = [this](const adapters::chat::incoming& withheld) { quota_used_up(withheld); }};
    }

    // Once a month: a line in the log, and, where OpenAPI can still be used, a word to each moderator.
    void quota_used_up(const adapters::chat::incoming& withheld) {
        const auto group = parts_.settings.group(withheld.where.on, withheld.where.workspace, withheld.where.group);
        auto first = [group, reachable = parts_.settings.dingtalk.has_openapi()](knowledge::store::session& db) {
            log::error("DingTalk withholds messages: the organisation's monthly quota is used up");
            if (group && reachable) conversation::tell_quota_used_up(db, *group, now());
        };
        parts_.dingtalk_quota.used_up(std::move(first), [this] { parts_.worker.search(); });
    }

    std::string figures() const {
        return links_.lines() +
               (parts_.settings.dingtalk.enabled ? "dingtalk " + parts_.dingtalk_quota.line() + "\n" : std::string());
    }

    void add_slack(const server::intake& take) {
        const auto& settings = parts_.settings;
        slack_api_ = std::make_unique<adapters::slack::web_api>(
            parts_.client, settings.slack.api_url,
            [this](std::string_view workspace) { return parts_.slack_workspaces.token_of(workspace); });
        slack_people_ = std::make_unique<server::slack_people>(
            server::slack_people::parts{.loop = parts_.loop,
                                        .settings = settings,
                                        .in = take,
                                        .call = std::bind_front(&adapters::slack::web_api::call, slack_api_.get()),
                                        .clock = now});
        slack_desk_ = std::make_unique<server::slack_desk>(server::slack_desk::parts{
            .loop = parts_.loop,
            .api = *slack_api_,
            .way_out = *parts_.slack,
            .settings = settings,
            .in = std::bind_front(&server::slack_people::take, slack_people_.get()),
            .clock = now,
            .asked_in = std::bind_front(&slack_lookups::asked_in, &slack_lookups_),
            .given_in = std::bind_front(&slack_lookups::given_in, &slack_lookups_),
            .asked_about = std::bind_front(&slack_lookups::asked_about, &slack_lookups_),
            .may_answer = std::bind_front(&slack_lookups::may_answer, &slack_lookups_),
            .proposes = std::bind_front(&slack_lookups::proposes, &slack_lookups_),
            .uninstalled = [this](const adapters::slack::uninstalled& what, std::function<void(bool)> finished) {
                parts_.slack_workspaces.forget(what, std::move(finished));
            }});
        if (settings.slack.by_socket()) {
            links_.add_slack(settings.slack, *slack_desk_);
        } else {
            server::add_slack_routes(server_, settings.slack, *slack_desk_,
                                     [] { return std::chrono::time_point_cast<std::chrono::seconds>(now()); });
        }
        if (settings.slack.is_installable())
            server::add_slack_install_routes(server_, settings, *slack_api_, parts_.slack_workspaces, now);
    }

    std::string why_not_ready() {
        if (ending_) return "shutting down";
        try {
            (void)parts_.store.read(
                [](knowledge::store::session& db) { return knowledge::store::knowledge_revision(db); });
        } catch (const knowledge::store::error& why) {
            // Anybody may ask, so it says no more than this; the log has the rest, once.
            if (!std::exchange(unreadable_, true)) log::error("the database cannot be read: {}", why.what());
            return "the database cannot be read";
        }
        if (std::exchange(unreadable_, false)) log::info("the database can be read again");
        return parts_.talk.why_not_stored();
    }

    // What an admin wants to see first, on standard output; the log is on standard error.
    void announce() const {
        const auto& settings = parts_.settings;
        const bool v6 = settings.server.address.find(':') != std::string::npos;
        const auto base =
            fmt::format("{}://{}:{}", settings.server.tls_certificate.empty() ? "http" : "https",
                        v6 ? "[" + settings.server.address + "]" : settings.server.address, server_.port());
        std::string lines = fmt::format("qunda " QUNDA_VERSION "\n  listening   {}\n  knowledge   {} entries\n", base,
                                        parts_.index.now()->size());
        if (try_page_) lines += fmt::format("  try it      {}/try\n", base);
        if (settings.slack.by_socket())
            lines += "  slack       Socket Mode, connecting\n";
        else if (settings.slack.enabled)
            lines += fmt::format("  slack       {}/slack/events\n", base);
        if (settings.slack.is_installable()) lines += fmt::format("  install     {}/slack/install\n", base);
        if (settings.dingtalk.by_stream())
            lines += "  dingtalk    Stream mode, connecting\n";
        else if (settings.dingtalk.enabled)
            lines += fmt::format("  dingtalk    {}/dingtalk/messages\n", base);
        if (settings.dingtalk.has_cards() && !settings.dingtalk.card_callback_url.empty())
            lines += fmt::format("  cards       {}/dingtalk/cards, from outside {}\n", base,
                                 settings.dingtalk.card_callback_url);
        std::cout << lines << std::flush;
        log::info("listening on {}", base);
    }

    // Requests under way finish, then what is being sent, then the loop ends; a deadline stands over both.
    void end() {
        ending_ = true;
        parts_.dingtalk_quota.flush();
        log::info("shutting down");
        const auto drain = std::chrono::duration_cast<std::chrono::milliseconds>(parts_.settings.server.drain);
        deadline_ = parts_.loop.after(drain + 1s, [this] {
            log::warning("stopped with {} messages still being sent", parts_.worker.under_way());
            parts_.loop.stop();
        });
        const auto one_less = [this, left = std::make_shared<int>(2)] {
            if (--*left == 0) parts_.worker.drain([this] { parts_.loop.stop(); });
        };
        server_.drain(drain, one_less);
        links_.drain(drain, one_less);
    }

    void reload() {
        if (parts_.settings.server.tls_certificate.empty()) {
            log::warning(
                "SIGHUP changes nothing: there is no certificate to read again, and the configuration is read at "
                "the start only");
            return;
        }
        const auto why = server_.reload_certificate();
        if (why.empty())
            log::info("the certificate was read again");
        else
            log::error("the certificate was not changed: {}", why);
        certificate_watch_.look();
    }

    assembly& parts_;
    const slack_lookups slack_lookups_;
    std::unique_ptr<adapters::slack::web_api> slack_api_; // this and the next two where Slack is enabled
    std::unique_ptr<server::slack_people> slack_people_;
    std::unique_ptr<server::slack_desk> slack_desk_;
    server::http_server server_;
    certificate_watch certificate_watch_{parts_.loop, server_};
    server::links links_;
    server::signals signals_;
    sweeper sweeper_;
    reviewer reviewer_;
    std::unique_ptr<adapters::net::event_loop::timer> deadline_;
    bool try_page_ = false;
    bool ending_ = false;
    bool unreadable_ = false; // the database, when last asked for /readyz
};

} // namespace

int serve(const common_arguments& common, const serve_arguments& how) {
    auto settings = settings_in_force(common, config::secrets::required);
    const bool colour = observe::wants_colour(observe::is_terminal(observe::stream::err),
                                              observe::colour_choice::automatic, config::process_environment());
    log::set_up({.least = log::parse_level(settings.logging.level),
                 .colour = colour,
                 .member_text = settings.logging.member_text});
    read_time_zones(settings);
    const auto file = database(common, settings, if_missing::create);
    assembly parts(std::move(settings), file);
    service(parts, how).run();
    return ok;
}

} // namespace bot::cli
