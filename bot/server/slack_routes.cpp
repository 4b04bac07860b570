#include "bot/server/slack_routes.hpp"

#include "adapters/slack/events.hpp"
#include "adapters/slack/signature.hpp"
#include "bot/server/secrets.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace bot::server {

namespace slack = adapters::slack;

namespace {

constexpr std::string_view platform = "slack";

struct answering {
    const request& asked;
    const intake& in;
    responder respond;

    void operator()(const slack::url_verification& check) {
        respond({.status = 200,
                 .content_type = "application/json; charset=utf-8",
                 .body = nlohmann::json{{"challenge", check.challenge}}.dump(-1, ' ', false,
                                                                             nlohmann::json::error_handler_t::replace),
                 .headers = {}});
    }
    void operator()(const slack::message& said) { take(in, said.incoming, std::move(respond)); }
    void operator()(const slack::ignored& nothing) { ignore(asked, std::move(respond), platform, nothing.reason); }
    void operator()(const slack::malformed& wrong) { refuse_body(asked, std::move(respond), platform, wrong.reason); }
};

} // namespace

void add_slack_routes(http_server& server, const config::slack_settings& settings, intake in,
                      std::function<std::chrono::sys_seconds()> clock) {
    auto serve = [secrets = revealed(settings.signing_secrets), bot = settings.bot_user_id, in = std::move(in),
                  clock = std::move(clock)](const request& asked, responder respond) {
        const slack::signature_headers headers{.timestamp = asked.header("x-slack-request-timestamp"),
                                               .signature = asked.header("x-slack-signature")};
        const auto found = slack::check_signature(asked.body, headers, secrets, clock());
        if (found != adapters::chat::authenticity::genuine)
            return refuse_sender(asked, std::move(respond), platform, found);
        std::visit(answering{asked, in, std::move(respond)}, slack::decode(asked.body, bot));
    };
    server.route("POST", "/slack/events", std::move(serve));
}

} // namespace bot::server
