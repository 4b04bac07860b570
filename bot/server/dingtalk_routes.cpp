#include "bot/server/dingtalk_routes.hpp"

#include "adapters/dingtalk/message.hpp"
#include "adapters/dingtalk/signature.hpp"
#include "bot/observe/log.hpp"
#include "bot/server/secrets.hpp"

#include <utility>

namespace bot::server {

namespace dingtalk = adapters::dingtalk;

namespace {

constexpr std::string_view platform = "dingtalk";

struct answering {
    const request& asked;
    const intake& in;
    responder respond;

    void operator()(const dingtalk::message& said) { take(in, said.incoming, std::move(respond)); }
    void operator()(const dingtalk::unsupported& said) {
        auto message = said.incoming;
        message.unreadable = true;
        take(in, std::move(message), std::move(respond));
    }
    void operator()(const dingtalk::quota_used_up&) {
        observe::log::error("{} DingTalk withholds messages: the organisation's monthly quota is used up", asked.id);
        respond({.status = 200});
    }
    void operator()(const dingtalk::ignored& nothing) { ignore(asked, std::move(respond), platform, nothing.reason); }
    void operator()(const dingtalk::malformed& wrong) {
        refuse_body(asked, std::move(respond), platform, wrong.reason);
    }
};

} // namespace

void add_dingtalk_routes(http_server& server, const config::dingtalk_settings& settings, intake in,
                         std::function<knowledge::timestamp()> clock) {
    const dingtalk::pins pinned{
        .robot_code = settings.robot_code, .corp_id = settings.corp_id, .bot_name = settings.bot_name};
    auto serve = [secrets = revealed(settings.app_secrets), pinned, window = settings.signature_window,
                  in = std::move(in), clock = std::move(clock)](const request& asked, responder respond) {
        const dingtalk::signature_headers headers{.timestamp = asked.header("timestamp"), .sign = asked.header("sign")};
        const auto found = dingtalk::check_signature(headers, secrets, clock(), window);
        if (found != adapters::chat::authenticity::genuine)
            return refuse_sender(asked, std::move(respond), platform, found);
        std::visit(answering{asked, in, std::move(respond)}, dingtalk::decode(asked.body, pinned));
    };
    server.route("POST", "/dingtalk/messages", std::move(serve));
}

} // namespace bot::server
