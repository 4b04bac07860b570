#include "bot/server/links.hpp"

#include "adapters/dingtalk/message.hpp"
#include "bot/observe/log.hpp"

#include <bit>
#include <cstdint>
#include <utility>

namespace bot::server {

namespace dingtalk = adapters::dingtalk;
namespace log = observe::log;
namespace net = adapters::net;
namespace slack = adapters::slack;

namespace {

using acknowledging = std::function<void(bool)>;

void take(const intake& in, adapters::chat::incoming message, acknowledging finished) {
    in(std::move(message), [finished = std::move(finished)](conversation::outcome what) {
        finished(acknowledgement(what).status == 200); // as the routes
    });
}

// Once the platform sent something that is no use, it is no use again: acknowledged.
struct dingtalk_event {
    const intake& in;
    const dingtalk_hooks& hooks;
    acknowledging finished;

    void operator()(const dingtalk::message& said) {
        hooks.received();
        take(in, said.incoming, std::move(finished));
    }
    void operator()(const dingtalk::unsupported& said) {
        hooks.received();
        auto message = said.incoming;
        message.unreadable = true;
        take(in, std::move(message), std::move(finished));
    }
    void operator()(const dingtalk::quota_used_up& withheld) {
        hooks.received();
        hooks.quota_used_up(withheld.incoming);
        finished(true);
    }
    void operator()(const dingtalk::ignored& nothing) {
        log::debug("dingtalk message ignored: {}", observe::log_text(nothing.reason));
        finished(true);
    }
    void operator()(const dingtalk::malformed& wrong) {
        log::warning("dingtalk message refused: {}", observe::log_text(wrong.reason));
        finished(true);
    }
};

struct told_as {
    std::string_view platform, way, credentials, hosts;
};
constexpr told_as as_slack{"slack", "Socket Mode", "app_token", "socket_hosts"};
constexpr told_as as_dingtalk{"dingtalk", "Stream mode", "client_id and app_secrets", "stream_hosts"};

void tell(const told_as& who, const net::link_report& what) {
    using kind = net::link_report::kind;
    const auto why = observe::log_text(what.reason);
    switch (what.what) {
    case kind::connected:
        return log::info("{}: {}, connected", who.platform, who.way);
    case kind::lost:
        return log::info("{}: connection lost ({}); connecting again", who.platform, why);
    case kind::unreachable:
        return log::warning("{}: no connection ({}); trying on", who.platform, why);
    case kind::refused:
        return log::error("{}: {} refused ({}); check {}, or {}. Trying again every few minutes", who.platform, who.way,
                          why, who.credentials, who.hosts);
    case kind::renewing:
        return log::debug("{}: the connection is being renewed", who.platform);
    case kind::crowded:
        return log::warning("{}: too many connections; is another bot running with the same {}?", who.platform,
                            who.credentials);
    case kind::switched_off:
        return log::error("{}: {} is switched off for the app; switch it on again, or set mode = \"http\". Trying "
                          "again every few minutes",
                          who.platform, who.way);
    }
}

// Counted; told ever more rarely, for whoever is on the other side could fill the log.
auto count_malformed(std::string_view platform) {
    return [platform, count = std::uint64_t{0}](const std::string& reason) mutable {
        if (std::has_single_bit(++count))
            log::warning("{}: {} messages were not readable so far; the last: {}", platform, count,
                         observe::log_text(reason));
    };
}

} // namespace

links::links(net::event_loop& loop, net::http_client& client, net::way_out way, std::function<double()> random)
    : loop_(loop), client_(client), random_(std::move(random)), sockets_(loop, {.way = std::move(way)}) {}

void links::add_slack(const config::slack_settings& settings, slack_desk& desk) {
    slack::socket_mode_hooks with;
    with.event = [&desk](const std::string& payload, acknowledging finished) {
        // What was no use once is no use again; what could not be stored may come again.
        desk.event(payload,
                   [finished = std::move(finished)](const slack_desk::reply& what) { finished(what.status < 500); });
    };
    with.other = [&desk](const std::string& type, const std::string& payload,
                         std::function<void(std::string)> acknowledge) {
        desk.envelope(type, payload, std::move(acknowledge));
    };
    with.report = [](const net::link_report& what) { tell(as_slack, what); };
    with.malformed = count_malformed(as_slack.platform);
    with.random = random_;
    slack_ = std::make_unique<slack::socket_mode>(loop_, client_, sockets_,
                                                  slack::socket_mode_settings{.api_url = settings.api_url,
                                                                              .app_token = settings.app_token.reveal(),
                                                                              .hosts = settings.socket_hosts},
                                                  std::move(with));
}

void links::add_dingtalk(const config::dingtalk_settings& settings, const intake& in, const dingtalk_hooks& hooks) {
    dingtalk::stream_mode_hooks with;
    const dingtalk::pins pinned{
        .robot_code = settings.robot_code, .corp_id = settings.corp_id, .bot_name = settings.bot_name};
    with.message = [in, pinned, hooks](const std::string& data, acknowledging finished) {
        std::visit(dingtalk_event{in, hooks, std::move(finished)}, dingtalk::decode(data, pinned));
    };
    with.card = dingtalk_card_intake(settings, in, hooks);
    with.report = [](const net::link_report& what) { tell(as_dingtalk, what); };
    with.malformed = count_malformed(as_dingtalk.platform);
    with.random = random_;
    dingtalk_ = std::make_unique<dingtalk::stream_mode>(loop_, client_, sockets_,
                                                        dingtalk::stream_mode_settings{
                                                            .api_url = settings.api_url,
                                                            .client_id = settings.client_id,
                                                            .client_secret = settings.app_secrets.front().reveal(),
                                                            .hosts = settings.stream_hosts,
                                                        },
                                                        std::move(with));
}

void links::start() {
    if (slack_) slack_->start();
    if (dingtalk_) dingtalk_->start();
}

void links::drain(std::chrono::milliseconds patience, const std::function<void()>& finished) {
    auto one_less = [left = std::make_shared<int>((slack_ ? 1 : 0) + (dingtalk_ ? 1 : 0)), finished] {
        if (--*left == 0) finished();
    };
    if (!slack_ && !dingtalk_) return loop_.post(finished);
    if (slack_) slack_->drain(patience, one_less);
    if (dingtalk_) dingtalk_->drain(patience, one_less);
}

} // namespace bot::server
