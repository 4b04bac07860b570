#include "adapters/slack/socket_mode.hpp"

#include "adapters/slack/envelope.hpp"
#include "adapters/slack/socket_invitation.hpp"

#include <utility>

namespace adapters::slack {

using net::link_news;

namespace {

void take_envelope(const socket_mode_hooks& with, envelope got, net::link::reply reply) {
    if (got.type == "events_api") {
        with.event(std::move(got.payload), [id = std::move(got.id), reply = std::move(reply)](bool acknowledge) {
            if (acknowledge) reply(acknowledgement(id));
        });
        return;
    }
    const bool known = got.type == "slash_commands" || got.type == "interactive";
    if (!known || !with.other) return reply(acknowledgement(got.id));
    with.other(std::move(got.type), std::move(got.payload),
               [id = std::move(got.id), answer = got.accepts_response, reply = std::move(reply)](
                   const std::string& payload) { reply(acknowledgement(id, answer ? payload : std::string())); });
}

using counting = std::function<std::size_t()>;

link_news take(const socket_mode_hooks& with, const counting& ours, std::string_view text, net::link::reply reply) {
    auto message = decode_socket_message(text);
    if (const auto* greeting = std::get_if<hello>(&message)) {
        if (with.others && greeting->connections > ours()) with.others(greeting->connections - ours());
        return link_news::ready;
    }
    if (const auto* end = std::get_if<disconnect>(&message)) {
        switch (end->why) {
        case farewell::renew:
            return link_news::renew;
        case farewell::crowded:
            return link_news::crowded;
        case farewell::switched_off:
            return link_news::switched_off;
        }
    }
    if (const auto* wrong = std::get_if<not_an_envelope>(&message)) {
        with.malformed(wrong->reason);
    } else {
        take_envelope(with, std::get<envelope>(std::move(message)), std::move(reply));
    }
    return link_news::nothing;
}

net::way_in::hooks hooks_of(const socket_mode_settings& how, socket_mode_hooks with, counting ours) {
    net::way_in::hooks hooks;
    hooks.ask = [token = how.app_token, api_url = how.api_url] { return encode_invitation(token, api_url); };
    hooks.read = read_invitation;
    hooks.report = with.report;
    hooks.random = with.random;
    hooks.received = [with = std::move(with), ours = std::move(ours)](std::string_view text, net::link::reply reply) {
        return take(with, ours, text, std::move(reply));
    };
    return hooks;
}

} // namespace

socket_mode::socket_mode(net::event_loop& loop, net::http_client& client, net::websocket_client& sockets,
                         const socket_mode_settings& how, socket_mode_hooks with)
    : way_in(loop, client, sockets, {.api_url = how.api_url, .hosts = how.hosts, .pace = how.pace},
             hooks_of(how, std::move(with), [this] { return lines(); })) {}

} // namespace adapters::slack
