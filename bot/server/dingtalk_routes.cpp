#include "bot/server/dingtalk_routes.hpp"

#include "adapters/dingtalk/card_callback.hpp"
#include "adapters/dingtalk/message.hpp"
#include "adapters/dingtalk/signature.hpp"
#include "bot/observe/log.hpp"
#include "bot/server/secrets.hpp"

#include <bit>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace bot::server {

namespace dingtalk = adapters::dingtalk;
using adapters::chat::authenticity;

namespace {

constexpr std::string_view platform = "dingtalk";

dingtalk::pins pins_of(const config::dingtalk_settings& settings) {
    return {.robot_code = settings.robot_code, .corp_id = settings.corp_id, .bot_name = settings.bot_name};
}

struct message_taker {
    const intake& in;
    const dingtalk_hooks& hooks;
    std::uint64_t& strays;
    std::function<void(response)> finished;

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
        finished({.status = 200});
    }
    // It was signed with our secret, so it is most likely the configuration that is wrong. Told ever more rarely.
    void operator()(const dingtalk::ignored& nothing) {
        if (std::has_single_bit(++strays))
            observe::log::warning(
                "dingtalk: {} not answered, because robot_code or corp_id names another; the last was {}",
                strays == 1 ? "1 message was" : std::to_string(strays) + " messages were",
                observe::log_text(nothing.reason));
        finished({.status = 200});
    }
    void operator()(const dingtalk::malformed& wrong) {
        observe::log::warning("dingtalk message refused: {}", observe::log_text(wrong.reason));
        finished({.status = 400});
    }
};

void add_message_route(http_server& server, const config::dingtalk_settings& settings, message_intake in,
                       std::function<knowledge::timestamp()> clock) {
    auto refuse_sender = std::make_shared<sender_refusal>(platform);
    auto serve = [refuse_sender, secrets = revealed(settings.app_secrets), window = settings.signature_window,
                  in = std::move(in), clock = std::move(clock)](const request& asked, responder respond) {
        const dingtalk::signature_headers headers{.timestamp = asked.header("timestamp"), .sign = asked.header("sign")};
        const auto found = dingtalk::check_signature(headers, secrets, clock(), window);
        if (found != authenticity::genuine) return (*refuse_sender)(asked, std::move(respond), found);
        in(asked.body, shared(std::move(respond)));
    };
    server.route("POST", "/dingtalk/messages", std::move(serve));
}

void add_card_route(http_server& server, const config::dingtalk_settings& settings, card_intake in,
                    std::function<knowledge::timestamp()> clock) {
    auto refuse_sender = std::make_shared<sender_refusal>("dingtalk card");
    auto serve = [refuse_sender, secrets = revealed(settings.app_secrets), window = settings.signature_window,
                  in = std::move(in), clock = std::move(clock)](const request& asked, responder respond) {
        const dingtalk::card_signature_headers headers{.timestamp = asked.header("x-ddpaas-signature-timestamp"),
                                                       .signature = asked.header("x-ddpaas-signature")};
        const auto found = dingtalk::check_card_signature(headers, secrets, clock(), window);
        if (found != authenticity::genuine) return (*refuse_sender)(asked, std::move(respond), found);
        in(asked.body, std::string(headers.timestamp), [answer = shared(std::move(respond))](std::string body) {
            if (body.empty()) return answer({.status = 503});
            answer({.status = 200, .content_type = "application/json; charset=utf-8", .body = std::move(body)});
        });
    };
    server.route("POST", "/dingtalk/cards", std::move(serve));
}

} // namespace

message_intake dingtalk_message_intake(const config::dingtalk_settings& settings, intake in, dingtalk_hooks hooks) {
    return
        [pinned = pins_of(settings), in = std::move(in), hooks = std::move(hooks),
         strays = std::make_shared<std::uint64_t>(0)](std::string_view data, std::function<void(response)> finished) {
            std::visit(message_taker{in, hooks, *strays, std::move(finished)}, dingtalk::decode(data, pinned));
        };
}

card_intake dingtalk_card_intake(const config::dingtalk_settings& settings, intake in, dingtalk_hooks hooks) {
    return [pinned = pins_of(settings), in = std::move(in),
            hooks = std::move(hooks)](std::string data, std::string nonce, std::function<void(std::string)> answer) {
        auto told = dingtalk::decode_card_callback(data, pinned, nonce);
        const std::string done(dingtalk::card_callback_answer);
        if (const auto* press = std::get_if<adapters::chat::press>(&told)) {
            hooks.received();
            return in(*press, [answer = std::move(answer), done](conversation::outcome became) {
                answer(acknowledgement(became).status == 200 ? done : std::string());
            });
        }
        if (const auto* wrong = std::get_if<dingtalk::malformed>(&told)) {
            observe::log::warning("a press on a card of DingTalk was refused: {}", observe::log_text(wrong->reason));
        } else {
            observe::log::debug("a press on a card of DingTalk was ignored: {}",
                                observe::log_text(std::get<dingtalk::ignored>(told).reason));
        }
        answer(done); // telling it again would not make it better
    };
}

void add_dingtalk_routes(http_server& server, const config::dingtalk_settings& settings, intake in,
                         std::function<knowledge::timestamp()> clock, dingtalk_hooks hooks) {
    if (!settings.card_callback_url.empty())
        add_card_route(server, settings, dingtalk_card_intake(settings, in, hooks), clock);
    add_message_route(server, settings, dingtalk_message_intake(settings, std::move(in), std::move(hooks)),
                      std::move(clock));
}

} // namespace bot::server
