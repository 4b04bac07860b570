#include "adapters/slack/socket_mode.hpp"

#include "adapters/net/host_list.hpp"
#include "adapters/slack/socket_invitation.hpp"

#include <utility>

namespace adapters::slack {

using net::link_news;

socket_mode::socket_mode(net::event_loop& loop, net::http_client& client, net::websocket_client& sockets,
                         socket_mode_settings how, socket_mode_hooks with)
    : client_(client), how_(std::move(how)), with_(std::move(with)),
      link_(loop, sockets, {.pace = how_.pace}, hooks()) {}

net::link::hooks socket_mode::hooks() {
    auto hosts = how_.hosts;
    if (const auto api = net::parse_url(how_.api_url)) hosts.push_back(api->host);
    net::link::hooks hooks;
    hooks.invite = [this](std::function<void(net::invitation)> finished) {
        client_.send(
            encode_invitation(how_.app_token, how_.api_url),
            [finished = std::move(finished)](const net::http_answer& answer) { finished(read_invitation(answer)); });
    };
    hooks.allowed = [hosts = std::move(hosts)](const net::url& where) { return net::is_listed(where.host, hosts); };
    hooks.received = [this](std::string_view text, net::link::reply reply) { return take(text, std::move(reply)); };
    hooks.report = with_.report;
    hooks.random = with_.random;
    return hooks;
}

link_news socket_mode::take(std::string_view text, net::link::reply reply) {
    auto message = decode_socket_message(text);
    if (std::holds_alternative<hello>(message)) return link_news::ready;
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
        with_.malformed(wrong->reason);
    } else {
        take_envelope(std::get<envelope>(std::move(message)), std::move(reply));
    }
    return link_news::nothing;
}

void socket_mode::take_envelope(envelope got, net::link::reply reply) {
    if (got.type == "events_api") {
        with_.event(std::move(got.payload), [id = std::move(got.id), reply = std::move(reply)](bool acknowledge) {
            if (acknowledge) reply(acknowledgement(id));
        });
        return;
    }
    const bool known = got.type == "slash_commands" || got.type == "interactive";
    if (!known || !with_.other) return reply(acknowledgement(got.id));
    with_.other(std::move(got.type), std::move(got.payload),
                [id = std::move(got.id), answer = got.accepts_response, reply = std::move(reply)](
                    const std::string& payload) { reply(acknowledgement(id, answer ? payload : std::string())); });
}

} // namespace adapters::slack
