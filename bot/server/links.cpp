#include "bot/server/links.hpp"

#include "adapters/dingtalk/stream_mode.hpp"
#include "adapters/slack/socket_mode.hpp"
#include "bot/observe/log.hpp"

#include <fmt/chrono.h>

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

// What was no use once is no use again; what could not be stored may come again.
bool is_settled(int status) {
    return status < 500;
}

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
            log::warning("{}: {} not readable so far; the last: {}", platform,
                         count == 1 ? "1 message was" : std::to_string(count) + " messages were",
                         observe::log_text(reason));
    };
}

} // namespace

links::links(net::event_loop& loop, net::http_client& client, net::way_out way, std::function<double()> random)
    : loop_(loop), client_(client), random_(std::move(random)), sockets_(loop, {.way = std::move(way)}) {}

void links::add_slack(const config::slack_settings& settings, slack_desk& desk) {
    slack::socket_mode_hooks with;
    with.event = [&desk](const std::string& payload, acknowledging finished) {
        desk.event(payload, [finished = std::move(finished)](const slack_desk::reply& what) {
            finished(is_settled(what.status));
        });
    };
    with.other = [&desk](const std::string& type, const std::string& payload,
                         std::function<void(std::string)> acknowledge) {
        desk.envelope(type, payload, std::move(acknowledge));
    };
    with.report = [](const net::link_report& what) { tell(as_slack, what); };
    with.others = [](std::size_t count) {
        log::warning(
            "slack: beside ours there are {} connections of this app. Unless one of ours has just been cut, another "
            "bot runs with the same {}, and each gets only a part of what is said",
            count, as_slack.credentials);
    };
    with.malformed = count_malformed(as_slack.platform);
    with.random = random_;
    const slack::socket_mode_settings how{
        .api_url = settings.api_url, .app_token = settings.app_token.reveal(), .hosts = settings.socket_hosts};
    add(as_slack.platform, as_slack.way,
        std::make_unique<slack::socket_mode>(loop_, client_, sockets_, how, std::move(with)));
}

void links::add_dingtalk(const config::dingtalk_settings& settings, const intake& in, const dingtalk_hooks& hooks) {
    dingtalk::stream_mode_hooks with;
    with.message = [take = dingtalk_message_intake(settings, in, hooks)](const std::string& data,
                                                                         acknowledging finished) {
        take(data, [finished = std::move(finished)](const response& what) { finished(is_settled(what.status)); });
    };
    with.card = dingtalk_card_intake(settings, in, hooks);
    with.report = [](const net::link_report& what) { tell(as_dingtalk, what); };
    with.malformed = count_malformed(as_dingtalk.platform);
    with.random = random_;
    const dingtalk::stream_mode_settings how{.api_url = settings.api_url,
                                             .client_id = settings.client_id,
                                             .client_secret = settings.app_secrets.front().reveal(),
                                             .hosts = settings.stream_hosts};
    add(as_dingtalk.platform, as_dingtalk.way,
        std::make_unique<dingtalk::stream_mode>(loop_, client_, sockets_, how, std::move(with)));
}

void links::add(std::string_view platform, std::string_view way, std::unique_ptr<net::way_in> link) {
    all_.push_back({.name = fmt::format("{} {}", platform, way), .link = std::move(link)});
}

std::string links::lines() const {
    std::string lines;
    for (const auto& one : all_) {
        const auto state = one.link->state();
        const auto since = std::chrono::floor<std::chrono::seconds>(state.since);
        lines += fmt::format("{}: {} since {:%Y-%m-%dT%H:%M:%S}Z\n", one.name,
                             state.connected ? "connected" : "not connected, trying",
                             fmt::gmtime(std::chrono::system_clock::to_time_t(since)));
    }
    return lines;
}

void links::start() {
    for (const auto& one : all_)
        one.link->start();
}

void links::drain(std::chrono::milliseconds patience, const std::function<void()>& finished) {
    if (all_.empty()) return loop_.post(finished);
    const auto one_less = [left = std::make_shared<std::size_t>(all_.size()), finished] {
        if (--*left == 0) finished();
    };
    for (const auto& one : all_)
        one.link->drain(patience, one_less);
}

} // namespace bot::server
