#include "adapters/dingtalk/stream_invitation.hpp"

#include "adapters/chat/http_outcome.hpp"
#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/json_text.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/dingtalk/stream_frame.hpp"
#include "adapters/net/url.hpp"

#include <nlohmann/json.hpp>

namespace adapters::dingtalk {

using net::invitation;
using net::setback;
using nlohmann::json;

namespace {

invitation read_yes(const chat::json_object& root) {
    const std::string_view endpoint = root.text("endpoint"), ticket = root.text("ticket");
    std::string url(endpoint);
    url += endpoint.find('?') == std::string_view::npos ? '?' : '&';
    return {.url = url + "ticket=" + net::percent_encode(ticket)};
}

// {"code":"authFailed","message":…}
std::string code_of(const net::http_answer& answer) {
    auto read = chat::read_json(answer.body, [](const chat::json_object& root) {
        return chat::one_line(chat::repaired(chat::first_characters(root.text("code"), 80)));
    });
    return read ? *std::move(read) : std::string();
}

// A 400 that is JSON and not about the platform's own state is about what we sent.
bool is_refusal(int status, const std::string& code) {
    if (status == 401 || status == 403) return !code.starts_with("Forbidden.AccessDenied.Q"); // too fast: Qps, Qpm
    return status == 400 && !code.empty() && !code.starts_with("system") && !code.starts_with("Service") &&
           !code.starts_with("Throttling");
}

} // namespace

net::http_request encode_invitation(std::string_view client_id, std::string_view client_secret,
                                    std::string_view api_url) {
    const auto subscription = [](std::string_view topic) { return json{{"type", "CALLBACK"}, {"topic", topic}}; };
    const json body = {
        {"clientId", client_id},
        {"clientSecret", client_secret},
        {"ua", "qunda"},
        {"subscriptions", json::array({subscription(message_topic), subscription(card_topic)})},
    };
    net::http_request request;
    request.url = std::string(api_url) + (api_url.ends_with('/') ? "" : "/") + "v1.0/gateway/connections/open";
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}}; // else it is XML
    request.body = chat::json_text(body);
    return request;
}

invitation read_invitation(const net::http_answer& answer) {
    if (auto nothing = net::without_answer(answer)) return *std::move(nothing);
    if (answer.status == 200) {
        if (auto read = chat::read_json(answer.body, read_yes)) return *std::move(read);
        return {.why = setback::troubled, .reason = "an answer that is not the gateway's"};
    }
    const std::string code = code_of(answer);
    const auto why = is_refusal(answer.status, code) ? setback::refused : setback::troubled;
    return {.why = why,
            .retry_after = chat::retry_after(answer),
            .reason = "HTTP " + std::to_string(answer.status) + (code.empty() ? "" : " " + code)};
}

} // namespace adapters::dingtalk
