#include "adapters/slack/post.hpp"

#include "adapters/chat/http_outcome.hpp"
#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/slack/render.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace adapters::slack {

using chat::delivery;
using chat::verdict;

namespace {

using nlohmann::json;

// A reply echoes the message, with every character beyond ASCII as six bytes, and its blocks once more.
constexpr chat::json_limits answer_limits{.bytes = 1 << 20};

template <std::size_t N>
bool among(std::string_view error, const std::array<std::string_view, N>& list) {
    return std::find(list.begin(), list.end(), error) != list.end();
}

constexpr std::array<std::string_view, 6> passing{"ratelimited", "rate_limited",    "internal_error",
                                                  "fatal_error", "request_timeout", "service_unavailable"};
constexpr std::array<std::string_view, 9> dead_token{
    "invalid_auth",           "not_authed",    "account_inactive",
    "token_revoked",          "token_expired", "team_access_not_granted",
    "user_removed_from_team", "team_disabled", "org_login_required"};
constexpr std::array<std::string_view, 6> not_permitted{"missing_scope",     "not_allowed_token_type", "no_permission",
                                                        "ekm_access_denied", "access_denied",          "accesslimited"};
constexpr std::array<std::string_view, 8> target_gone{"channel_not_found", "not_in_channel",     "is_archived",
                                                      "is_inactive",       "message_not_found",  "thread_not_found",
                                                      "user_not_found",    "user_not_in_channel"};
constexpr std::array<std::string_view, 7> our_fault{
    "invalid_blocks", "invalid_blocks_format", "msg_too_long",          "msg_blocks_too_long",
    "no_text",        "invalid_arguments",     "markdown_text_conflict"};

std::string explained(std::string_view error) {
    std::string_view why = "refused";
    if (among(error, dead_token)) why = "the bot token is not valid any more";
    if (among(error, not_permitted) || error.starts_with("restricted_action")) why = "the app lacks a permission";
    if (among(error, target_gone)) why = "the conversation is gone or closed to the bot";
    if (among(error, our_fault)) why = "the message is not one Slack takes";
    return std::string(error) + ": " + std::string(why);
}

delivery classify_answer(const chat::json_object& root) {
    if (root.flag_or("ok", false)) return {.what = verdict::sent, .message_id = std::string(root.text_if("ts"))};
    const std::string error = chat::one_line(chat::first_characters(root.text("error"), 80));
    if (among(error, passing)) return {.what = verdict::retry, .reason = error};
    return {.what = verdict::failed, .reason = explained(error)};
}

delivery classify_status(const net::http_answer& answer) {
    const std::string status = "HTTP " + std::to_string(answer.status);
    if (answer.status == 502 || answer.status == 504) return {.what = verdict::uncertain, .reason = status};
    if (answer.status >= 500) {
        return {.what = verdict::retry, .retry_after = chat::retry_after(answer), .reason = status};
    }
    if (answer.status >= 300) return {.what = verdict::failed, .reason = status};
    return {.what = verdict::uncertain, .reason = status + " without a JSON answer"};
}

} // namespace

std::string method_url(std::string_view api_url, std::string_view method) {
    return std::string(api_url) + (api_url.ends_with('/') ? "" : "/") + std::string(method);
}

net::http_request encode(const chat::outgoing& message, std::string_view token, std::string_view api_url) {
    const std::string who = mention(message.mention.id);
    std::string text = render(chat::whole_text(message));
    if (!who.empty()) {
        // What must begin its line does not follow the mention on the same one.
        const bool own_line = text.starts_with("```") || text.starts_with("> ") || text.starts_with("• ");
        text = who + (own_line ? "\n" : " ") + text;
    }
    json body = {
        {"channel", message.where.group},
        {"text", text},
        {"unfurl_links", false}, // an unfurl comes back as an edit of our own message
        {"unfurl_media", false},
        {"link_names", false}, // "@name" in a text stays text
        {"metadata", {{"event_type", metadata_event_type}, {"event_payload", {{"id", message.id}}}}},
    };
    if (!message.where.thread.empty()) body["thread_ts"] = message.where.thread;

    net::http_request request;
    request.url = method_url(api_url, "chat.postMessage");
    request.headers = {{"Authorization", "Bearer " + std::string(token)},
                       {"Content-Type", "application/json; charset=utf-8"}};
    request.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
    return request;
}

delivery classify(const net::http_answer& answer) {
    if (auto told = chat::without_platform_answer(answer)) return *told;
    if (answer.status >= 500) return classify_status(answer);
    const auto read = chat::read_json(answer.body, classify_answer, answer_limits);
    return read ? *read : classify_status(answer);
}

} // namespace adapters::slack
