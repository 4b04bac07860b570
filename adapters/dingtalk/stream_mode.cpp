#include "adapters/dingtalk/stream_mode.hpp"

#include "adapters/dingtalk/stream_invitation.hpp"
#include "adapters/net/host_list.hpp"

#include <utility>

namespace adapters::dingtalk {

using net::link_news;

namespace {

constexpr std::string_view no_response = R"({"response":null})";

// What a frame means for the link, and what is done with it.
struct taking {
    stream_mode_hooks& with;
    net::link::reply reply;

    link_news operator()(stream_message& said) {
        with.message(std::move(said.data), [id = std::move(said.id), reply = std::move(reply)](bool acknowledge) {
            if (acknowledge) reply(stream_acknowledgement(id, 200, no_response));
        });
        return link_news::nothing;
    }
    link_news operator()(stream_card& pressed) {
        std::string frame = pressed.id;
        auto answer = [id = std::move(pressed.id), reply = std::move(reply)](const std::string& response) {
            reply(card_acknowledgement(id, response));
        };
        if (with.card)
            with.card(std::move(pressed.data), std::move(frame), std::move(answer));
        else
            answer({});
        return link_news::nothing;
    }
    link_news operator()(const stream_farewell&) const { return link_news::renew; }
    link_news operator()(const stream_answer& answer) const {
        reply(answer.text);
        return link_news::nothing;
    }
    link_news operator()(const stream_nothing&) const { return link_news::nothing; }
    link_news operator()(const not_a_frame& wrong) const {
        with.malformed(wrong.reason);
        return link_news::nothing;
    }
};

} // namespace

stream_mode::stream_mode(net::event_loop& loop, net::http_client& client, net::websocket_client& sockets,
                         stream_mode_settings how, stream_mode_hooks with)
    : client_(client), how_(std::move(how)), with_(std::move(with)),
      // DingTalk's first frames are undocumented and may never come.
      link_(loop, sockets, {.pace = how_.pace, .ready_when_open = true}, hooks()) {}

net::link::hooks stream_mode::hooks() {
    auto hosts = how_.hosts;
    if (const auto api = net::parse_url(how_.api_url)) hosts.push_back(api->host);
    net::link::hooks hooks;
    hooks.invite = [this](std::function<void(net::invitation)> finished) {
        client_.send(
            encode_invitation(how_.client_id, how_.client_secret, how_.api_url),
            [finished = std::move(finished)](const net::http_answer& answer) { finished(read_invitation(answer)); });
    };
    hooks.allowed = [hosts = std::move(hosts)](const net::url& where) { return net::is_listed(where.host, hosts); };
    hooks.received = [this](std::string_view text, net::link::reply reply) { return take(text, std::move(reply)); };
    hooks.report = with_.report;
    hooks.random = with_.random;
    return hooks;
}

link_news stream_mode::take(std::string_view text, net::link::reply reply) {
    auto frame = decode_stream_frame(text);
    return std::visit(taking{with_, std::move(reply)}, frame);
}

} // namespace adapters::dingtalk
