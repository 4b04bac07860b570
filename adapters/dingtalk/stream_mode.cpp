#include "adapters/dingtalk/stream_mode.hpp"

#include "adapters/dingtalk/stream_frame.hpp"
#include "adapters/dingtalk/stream_invitation.hpp"

#include <utility>

namespace adapters::dingtalk {

using net::link_news;

namespace {

constexpr std::string_view no_response = R"({"response":null})";

// What a frame means for the link, and what is done with it.
struct taking {
    const stream_mode_hooks& with;
    net::link::reply reply;

    link_news operator()(stream_message& said) {
        with.message(std::move(said.data), [id = std::move(said.id), reply = std::move(reply)](bool acknowledge) {
            if (acknowledge) reply(stream_acknowledgement(id, 200, no_response));
        });
        return link_news::nothing;
    }
    link_news operator()(stream_card& pressed) {
        std::string frame = pressed.id;
        if (!with.card) {
            reply(card_acknowledgement(pressed.id, {}));
            return link_news::nothing;
        }
        auto answer = [id = std::move(pressed.id), reply = std::move(reply)](const std::string& response) {
            reply(response.empty() ? stream_acknowledgement(id, 500, no_response) : card_acknowledgement(id, response));
        };
        with.card(std::move(pressed.data), std::move(frame), std::move(answer));
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

net::way_in::hooks hooks_of(const stream_mode_settings& how, stream_mode_hooks with) {
    net::way_in::hooks hooks;
    hooks.ask = [how] { return encode_invitation(how.client_id, how.client_secret, how.api_url); };
    hooks.read = read_invitation;
    hooks.report = with.report;
    hooks.random = with.random;
    hooks.received = [with = std::move(with)](std::string_view text, net::link::reply reply) {
        auto frame = decode_stream_frame(text);
        return std::visit(taking{with, std::move(reply)}, frame);
    };
    return hooks;
}

} // namespace

stream_mode::stream_mode(net::event_loop& loop, net::http_client& client, net::websocket_client& sockets,
                         const stream_mode_settings& how, stream_mode_hooks with)
    : way_in(loop, client, sockets,
             // DingTalk's first frames are undocumented and may never come.
             {.api_url = how.api_url, .hosts = how.hosts, .pace = how.pace, .ready_when_open = true},
             hooks_of(how, std::move(with))) {}

} // namespace adapters::dingtalk
