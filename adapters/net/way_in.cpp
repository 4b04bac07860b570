#include "adapters/net/way_in.hpp"

#include "adapters/net/host_list.hpp"

#include <utility>

namespace adapters::net {

namespace {

link::hooks hooks_of(http_client& client, const way_in::settings& how, way_in::hooks with) {
    auto hosts = how.hosts;
    if (const auto api = parse_url(how.api_url)) hosts.push_back(api->host);
    link::hooks hooks;
    hooks.invite = [&client, ask = std::move(with.ask),
                    read = std::move(with.read)](std::function<void(invitation)> finished) {
        client.send(ask(),
                    [read, finished = std::move(finished)](const http_answer& answer) { finished(read(answer)); });
    };
    hooks.allowed = [hosts = std::move(hosts)](const url& where) { return is_listed(where.host, hosts); };
    hooks.received = std::move(with.received);
    hooks.report = std::move(with.report);
    hooks.random = std::move(with.random);
    return hooks;
}

} // namespace

std::optional<invitation> without_answer(const http_answer& answer) {
    if (answer.trouble == http_trouble::none) return std::nullopt;
    if (answer.trouble == http_trouble::not_allowed)
        return invitation{.why = setback::refused, .reason = "address not allowed: " + answer.reason};
    return invitation{.why = setback::unreachable, .reason = answer.reason};
}

way_in::way_in(event_loop& loop, http_client& client, websocket_client& sockets, const settings& how, hooks with)
    : link_(loop, sockets, {.pace = how.pace, .ready_when_open = how.ready_when_open},
            hooks_of(client, how, std::move(with))) {}

} // namespace adapters::net
