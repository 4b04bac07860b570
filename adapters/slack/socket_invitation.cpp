#include "adapters/slack/socket_invitation.hpp"

#include "adapters/chat/http_outcome.hpp"
#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/slack/post.hpp"

#include <algorithm>

namespace adapters::slack {

using net::invitation;
using net::setback;

namespace {

// What waiting does not mend.
constexpr std::string_view needs_somebody[] = {
    "not_authed",    "invalid_auth",     "account_inactive", "user_removed_from_team", "team_disabled",
    "token_revoked", "token_expired",    "missing_scope",    "not_allowed_token_type", "no_permission",
    "access_denied", "ekm_access_denied"};

constexpr std::chrono::seconds unsaid_retry_after{30};

invitation read_root(const chat::json_object& root, const net::http_answer& answer) {
    if (root.flag_or("ok", false)) return {.url = std::string(root.text("url"))};
    const std::string error = chat::one_line(chat::first_characters(root.text("error"), 80));
    invitation out{.why = setback::troubled, .reason = error};
    if (std::ranges::find(needs_somebody, error) != std::end(needs_somebody)) out.why = setback::refused;
    if (error == "ratelimited") out.retry_after = chat::retry_after(answer).value_or(unsaid_retry_after);
    return out;
}

} // namespace

net::http_request encode_invitation(std::string_view app_token, std::string_view api_url) {
    net::http_request request;
    request.url = method_url(api_url, "apps.connections.open");
    request.headers = {{"Authorization", "Bearer " + std::string(app_token)},
                       {"Content-Type", "application/x-www-form-urlencoded"}};
    return request;
}

invitation read_invitation(const net::http_answer& answer) {
    if (auto nothing = net::without_answer(answer)) return *std::move(nothing);
    const std::string status = "HTTP " + std::to_string(answer.status);
    if (answer.status == 429) {
        return {.why = setback::troubled,
                .retry_after = chat::retry_after(answer).value_or(unsaid_retry_after),
                .reason = status};
    }
    auto read = chat::read_json(answer.body, [&](const auto& root) { return read_root(root, answer); });
    if (answer.status == 200 && read) return *std::move(read);
    return {.why = setback::troubled, .reason = answer.status == 200 ? "an answer that is not Slack's" : status};
}

} // namespace adapters::slack
