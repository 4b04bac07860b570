#include "bot/server/slack_install.hpp"

#include "adapters/chat/text.hpp"
#include "adapters/net/url.hpp"
#include "adapters/slack/manifest.hpp"
#include "adapters/slack/oauth.hpp"
#include "bot/conversation/texts.hpp"
#include "bot/observe/log.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

namespace bot::server {

namespace slack = adapters::slack;
using adapters::chat::html;
using conversation::phrase;
using conversation::text;

namespace {

constexpr std::string_view cookie_name = "qunda_install";

response page(int status, const config::voice& speaks, std::string_view words) {
    const auto title = html(phrase(text::install_title, speaks));
    return {
        .status = status,
        .content_type = "text/html; charset=utf-8",
        .body = "<!doctype html><html lang=\"" + std::string(to_string(speaks)) +
                "\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>" + title +
                "</title><h1>" + title + "</h1><p>" + html(words) + "</p></html>\n",
        .headers = {{"Content-Security-Policy", "default-src 'none'"},
                    {"Referrer-Policy", "no-referrer"},
                    // The way to Slack and back is over.
                    {"Set-Cookie", std::string(cookie_name) + "=; Path=/slack; Max-Age=0; HttpOnly; SameSite=Lax"}}};
}

std::string_view cookie_in(std::string_view header) {
    while (!header.empty()) {
        const auto piece = header.substr(0, header.find(';'));
        header.remove_prefix(std::min(header.size(), piece.size() + 1));
        const auto start = std::min(piece.find_first_not_of(' '), piece.size());
        const auto pair = piece.substr(start);
        if (pair.starts_with(cookie_name) && pair.substr(cookie_name.size()).starts_with('='))
            return pair.substr(cookie_name.size() + 1);
    }
    return {};
}

// The one answer to a browser, held by every step of the way.
using answering = std::shared_ptr<responder>;

class installer : public std::enable_shared_from_this<installer> {
  public:
    installer(const config::settings& settings, const slack::web_api& api, slack_workspaces& workspaces,
              std::function<knowledge::timestamp()> clock)
        : settings_(settings), api_(api), workspaces_(workspaces),
          clock_(std::move(clock)), app_{settings.slack.client_id, settings.slack.client_secret.reveal(),
                                         settings.slack.redirect_url} {}

    void begin(const request&, responder respond) {
        const auto ticket = states_.begin(clock_());
        const bool secure = app_.redirect_url.starts_with("https://");
        const auto seconds = std::chrono::seconds(slack::install_states::lifetime).count();
        respond({.status = 302,
                 .body = {},
                 .headers = {{"Location", slack::authorize_url(app_, settings_.slack.api_url, ticket.state)},
                             {"Set-Cookie", std::string(cookie_name) + "=" + ticket.cookie +
                                                "; Path=/slack; Max-Age=" + std::to_string(seconds) +
                                                "; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "")}}});
    }

    void come_back(const request& asked, responder respond) {
        const auto answer = std::make_shared<responder>(std::move(respond));
        const auto query = adapters::net::parse_pairs(asked.query).value_or(adapters::net::pairs{});
        const auto state = adapters::net::value_of(query, "state"), code = adapters::net::value_of(query, "code");
        if (!states_.holds(state, cookie_in(asked.header("cookie")), clock_()))
            return show(answer, 400, text::install_expired);
        if (code.empty()) return show(answer, 400, text::install_given_up);
        api_.call_with(
            {}, slack::exchange(app_, code),
            [self = shared_from_this(), answer](const slack::api_answer& got) { self->granted(answer, got); });
    }

  private:
    void granted(const answering& answer, const slack::api_answer& got) {
        auto grant = got.ok ? slack::read_exchange(got.body) : std::nullopt;
        if (!grant) return fail(answer, got.ok ? "no grant of a bot token" : got.error);
        const auto& communities = settings_.communities;
        const auto home = std::ranges::find_if(communities, [&](const config::community_settings& one) {
            return std::ranges::any_of(one.workspaces, [&](const config::workspace_settings& workspace) {
                return workspace.platform == adapters::chat::platform::slack && workspace.id == grant->workspace;
            });
        });
        if (home == communities.end()) {
            observe::log::warning("Slack workspace {} was not installed: no community names it",
                                  observe::log_text(grant->workspace));
            return show(answer, 403, text::install_unlisted, grant->workspace);
        }
        const slack::api_call who_am_i{"auth.test", {}};
        const std::string token = grant->token;
        api_.call_with(token, who_am_i,
                       [self = shared_from_this(), answer, grant = *std::move(grant),
                        speaks = home->speaks](const slack::api_answer& told) mutable {
                           self->named(answer, std::move(grant), speaks, told);
                       });
    }

    void named(const answering& answer, slack::granted grant, const config::voice& speaks,
               const slack::api_answer& told) {
        if (!told.ok || !slack::read_own_name(told.body, grant))
            return fail(answer, told.ok ? "the token belongs to somebody else" : told.error);
        const auto title = grant.title.empty() ? grant.workspace : grant.title;
        workspaces_.install(grant, clock_(), [answer, title, speaks](bool stored) {
            (*answer)(page(stored ? 200 : 503, speaks,
                           stored ? phrase(text::installed, speaks, fmt::arg("workspace", title))
                                  : phrase(text::not_stored, speaks)));
        });
    }

    void fail(const answering& answer, const std::string& reason) {
        observe::log::warning("slack: an installation failed: {}", observe::log_text(reason));
        const auto speaks = first_language();
        (*answer)(page(502, speaks, phrase(text::install_failed, speaks, fmt::arg("reason", reason))));
    }

    void show(const answering& answer, int status, text what, const std::string& workspace = {}) {
        const auto speaks = first_language();
        (*answer)(page(status, speaks, phrase(what, speaks, fmt::arg("workspace", workspace))));
    }

    [[nodiscard]] config::voice first_language() const { return settings_.communities.front().speaks; }

    const config::settings& settings_;
    const slack::web_api& api_;
    slack_workspaces& workspaces_;
    std::function<knowledge::timestamp()> clock_;
    slack::oauth_app app_;
    slack::install_states states_;
};

} // namespace

void add_slack_install_routes(http_server& server, const config::settings& settings, const slack::web_api& api,
                              slack_workspaces& workspaces, std::function<knowledge::timestamp()> clock) {
    const auto one = std::make_shared<installer>(settings, api, workspaces, std::move(clock));
    server.route("GET", std::string(slack::install_path),
                 [one](const request& asked, responder respond) { one->begin(asked, std::move(respond)); });
    server.route("GET", std::string(slack::redirect_path),
                 [one](const request& asked, responder respond) { one->come_back(asked, std::move(respond)); });
}

} // namespace bot::server
