#include "adapters/slack/post.hpp"

#include "adapters/chat/http_outcome.hpp"
#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/json_writer.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/net/url.hpp"
#include "adapters/slack/blocks.hpp"
#include "adapters/slack/fields.hpp"
#include "adapters/slack/render.hpp"

#include <algorithm>
#include <array>

namespace adapters::slack {

using chat::delivery;
using chat::verdict;

namespace {

template <std::size_t N>
bool among(std::string_view error, const std::array<std::string_view, N>& list) {
    return std::find(list.begin(), list.end(), error) != list.end();
}

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

// Of those, what plain and shorter text may mend.
constexpr std::array<std::string_view, 4> too_much{"invalid_blocks", "invalid_blocks_format", "msg_too_long",
                                                   "msg_blocks_too_long"};

std::string explained(std::string_view error) {
    std::string_view why = "refused";
    if (among(error, not_permitted) || error.starts_with("restricted_action")) why = "the app lacks a permission";
    if (among(error, target_gone)) why = "the conversation is gone or closed to the bot";
    if (among(error, our_fault)) why = "the message is not one Slack takes";
    return std::string(error) + ": " + std::string(why);
}

delivery classify_answer(const chat::json_object& root, chat::act what) {
    if (root.flag_or("ok", false)) return {.what = verdict::sent, .message_id = std::string(root.text_if("ts"))};
    const std::string error = chat::one_line(chat::first_characters(root.text("error"), 80));
    if (what == chat::act::withdraw && error == "message_not_found") return {.what = verdict::sent};
    if (is_passing(error)) return {.what = verdict::retry, .reason = error};
    if (among(error, dead_token))
        return {.what = verdict::retry, .reason = error + ": the bot token is not valid any more"};
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

namespace {

// Not more than Slack takes in a plain message, a mention in front included.
constexpr std::size_t plain_limit_characters = 3000;

void write_content(chat::json_writer& out, const chat::outgoing& message, shape how) {
    out.member("text", text_of(message, how == shape::whole ? text_limit_characters : plain_limit_characters));
    out.member("unfurl_links", false); // an unfurl comes back as an edit of our own message
    out.member("unfurl_media", false);
    const std::string blocks = how == shape::whole ? blocks_of(message) : "";
    if (!blocks.empty())
        out.member_json("blocks", blocks);
    else if (message.what == chat::act::replace)
        out.member_json("blocks", "[]"); // or the old ones would stay
}

// What the method of a call is told beside the channel. Returns the method.
std::string_view write_call(chat::json_writer& out, const chat::outgoing& message, shape how) {
    if (message.what == chat::act::withdraw) {
        out.member("ts", message.target);
        return "chat.delete";
    }
    write_content(out, message, how);
    out.member("link_names", false); // "@name" in a text stays text
    if (message.what == chat::act::replace) {
        out.member("ts", message.target);
        return "chat.update";
    }
    if (!message.where.thread.empty()) out.member("thread_ts", message.where.thread);
    // In a conversation with one member everything is for him alone.
    if (!message.only_for.id.empty() && !message.where.direct) {
        out.member("user", user_of(message.only_for.id));
        return "chat.postEphemeral";
    }
    out.object("metadata", [&] {
        out.member("event_type", metadata_event_type);
        out.object("event_payload", [&] { out.member("id", message.id); });
    });
    return "chat.postMessage";
}

// A lost answer to what may be done twice is no loss.
delivery repeatable(delivery became, chat::act what) {
    if (what != chat::act::post && became.what == verdict::uncertain) became.what = verdict::retry;
    return became;
}

} // namespace

net::http_request encode(const chat::outgoing& message, std::string_view token, std::string_view api_url, shape how) {
    chat::json_writer body;
    std::string_view method;
    body.object([&] {
        body.member("channel", message.where.group);
        method = write_call(body, message, how);
    });
    net::http_request request;
    request.url = method_url(api_url, method);
    request.headers = {{"Authorization", "Bearer " + std::string(token)},
                       {"Content-Type", "application/json; charset=utf-8"}};
    request.body = body.take();
    return request;
}

bool is_reply_address(std::string_view url, std::string_view api_url) {
    const auto asked = net::parse_url(url), hooks = net::parse_url(reply_host), api = net::parse_url(api_url);
    const auto same = [&](const std::optional<net::url>& other) {
        return other && asked->scheme == other->scheme && asked->host == other->host && asked->port == other->port;
    };
    return asked && (same(hooks) || same(api));
}

bool goes_to_reply_address(const chat::outgoing& message, chat::timestamp now, std::string_view api_url) {
    return !message.only_for.id.empty() && !message.reply.url.empty() && now < message.reply.expires_at &&
           is_reply_address(message.reply.url, api_url);
}

net::http_request encode_to_reply_address(const chat::outgoing& message, shape how) {
    chat::json_writer body;
    body.object([&] {
        if (message.what == chat::act::withdraw) return body.member("delete_original", true);
        write_content(body, message, how);
        body.member("response_type", "ephemeral");
        body.member("replace_original", message.what == chat::act::replace);
        if (message.what == chat::act::post && !message.where.direct && !message.where.thread.empty())
            body.member("thread_ts", message.where.thread);
    });
    net::http_request request;
    request.url = message.reply.url;
    request.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    request.body = body.take();
    return request;
}

delivery classify(const net::http_answer& answer, chat::act what) {
    if (auto told = chat::without_platform_answer(answer)) return repeatable(*std::move(told), what);
    if (answer.status >= 500) return repeatable(classify_status(answer), what);
    const auto read = chat::read_json(
        answer.body, [what](const chat::json_object& root) { return classify_answer(root, what); }, answer_limits);
    return read ? *read : repeatable(classify_status(answer), what);
}

delivery classify_reply(const net::http_answer& answer, chat::act what) {
    if (auto told = chat::without_platform_answer(answer)) return repeatable(*std::move(told), what);
    if (answer.status == 200) return {.what = verdict::sent};
    if (what == chat::act::withdraw && answer.status == 404) return {.what = verdict::sent};
    if (reply_address_is_gone(answer)) return {.what = verdict::failed, .reason = "the reply address is used up"};
    return repeatable(classify_status(answer), what);
}

std::string token_trouble(const net::http_answer& answer) {
    if (answer.trouble != net::http_trouble::none) return {};
    const auto read = chat::read_json(
        answer.body,
        [](const chat::json_object& root) {
            const std::string_view error = root.text_if("error");
            return std::string(!root.flag_or("ok", false) && among(error, dead_token) ? error : "");
        },
        answer_limits);
    return read ? *read : std::string();
}

bool wants_plain(const net::http_answer& answer) {
    if (answer.trouble != net::http_trouble::none || answer.status == 429 || answer.status >= 500) return false;
    const auto read = chat::read_json(
        answer.body,
        [](const chat::json_object& root) {
            const std::string_view error = root.text_if("error");
            return !root.flag_or("ok", false) && among(error, too_much);
        },
        answer_limits);
    return read && *read;
}

bool reply_address_is_gone(const net::http_answer& answer) {
    return answer.trouble == net::http_trouble::none &&
           (answer.status == 403 || answer.status == 404 || answer.status == 410);
}

} // namespace adapters::slack
