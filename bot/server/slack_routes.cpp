#include "bot/server/slack_routes.hpp"

#include "adapters/slack/commands.hpp"
#include "adapters/slack/fields.hpp"
#include "adapters/slack/manifest.hpp"
#include "adapters/slack/signature.hpp"
#include "bot/server/intake.hpp"
#include "bot/server/secrets.hpp"

#include <memory>
#include <utility>

namespace bot::server {

namespace slack = adapters::slack;

namespace {

// What all three routes share.
struct gatekeeper {
    std::vector<std::string> secrets;
    std::function<std::chrono::sys_seconds()> clock;
    sender_refusal refuse{"slack"};

    bool lets_in(const request& asked, responder& respond) {
        const slack::signature_headers headers{.timestamp = asked.header("x-slack-request-timestamp"),
                                               .signature = asked.header("x-slack-signature")};
        const auto found = slack::check_signature(asked.body, headers, secrets, clock());
        if (found == adapters::chat::authenticity::genuine) return true;
        refuse(asked, std::move(respond), found);
        return false;
    }
};

slack_desk::answering answer_by(responder respond) {
    return [answer = shared(std::move(respond))](const slack_desk::reply& what) {
        response out{.status = what.status};
        if (what.status == 503) out.headers = {{"Retry-After", "1"}};
        if (!what.json.empty()) {
            out.content_type = "application/json; charset=utf-8";
            out.body = what.json;
        }
        answer(std::move(out));
    };
}

} // namespace

void add_slack_routes(http_server& server, const config::slack_settings& settings, slack_desk& desk,
                      std::function<std::chrono::sys_seconds()> clock) {
    const auto gate = std::make_shared<gatekeeper>(gatekeeper{revealed(settings.signing_secrets), std::move(clock)});

    auto events = [gate, &desk](const request& asked, responder respond) {
        if (gate->lets_in(asked, respond)) desk.event(asked.body, answer_by(std::move(respond)));
    };
    server.route("POST", std::string(slack::events_path), std::move(events), slack::body_limit_bytes);

    auto interactions = [gate, &desk](const request& asked, responder respond) {
        if (!gate->lets_in(asked, respond)) return;
        const auto form = adapters::net::parse_pairs(asked.body);
        if (!form) return refuse_body(asked, std::move(respond), "slack", "no form");
        desk.interaction(adapters::net::value_of(*form, "payload"), answer_by(std::move(respond)));
    };
    // Percent-encoded: three bytes for what is no letter.
    server.route("POST", std::string(slack::interactivity_path), std::move(interactions), 2 * slack::body_limit_bytes);

    auto commands = [gate, &desk](const request& asked, responder respond) {
        const auto form = adapters::net::parse_pairs(asked.body);
        if (form && slack::is_ssl_check(*form)) return respond({.status = 200}); // never signed, and nothing is used
        if (!gate->lets_in(asked, respond)) return;
        if (!form) return refuse_body(asked, std::move(respond), "slack", "no form");
        desk.command(*form, answer_by(std::move(respond)));
    };
    server.route("POST", std::string(slack::commands_path), std::move(commands));
}

} // namespace bot::server
