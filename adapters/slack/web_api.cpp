#include "adapters/slack/web_api.hpp"

#include "adapters/chat/http_outcome.hpp"
#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/slack/fields.hpp"
#include "adapters/slack/post.hpp"

#include <utility>

namespace adapters::slack {

net::http_request encode_call(const api_call& call, std::string_view token, std::string_view api_url) {
    net::http_request request;
    request.url = method_url(api_url, call.method);
    if (!token.empty()) request.headers = {{"Authorization", "Bearer " + std::string(token)}};
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    for (const auto& [name, value] : call.fields) {
        if (!request.body.empty()) request.body += '&';
        request.body += net::percent_encode(name) + '=' + net::percent_encode(value);
    }
    return request;
}

api_answer read_call(net::http_answer answer) {
    if (const auto told = chat::without_platform_answer(answer))
        return {.passing = told->what != chat::verdict::failed, .error = told->reason};
    const auto read = chat::read_json(
        answer.body,
        [](const chat::json_object& root) {
            api_answer out;
            out.ok = root.flag_or("ok", false);
            if (!out.ok) out.error = chat::one_line(chat::first_characters(root.text("error"), 80));
            out.passing = is_passing(out.error);
            return out;
        },
        answer_limits);
    if (!read) return {.passing = answer.status >= 500, .error = "HTTP " + std::to_string(answer.status)};
    api_answer out = *read;
    out.body = std::move(answer.body);
    return out;
}

void web_api::call(std::string_view workspace, const api_call& what, std::function<void(api_answer)> finished) const {
    const std::string token = token_of_(workspace);
    if (token.empty()) return finished({.error = "not installed in workspace " + std::string(workspace)});
    call_with(token, what, std::move(finished));
}

void web_api::call_with(std::string_view token, const api_call& what, std::function<void(api_answer)> finished) const {
    client_.send(encode_call(what, token, api_url_),
                 [finished = std::move(finished)](net::http_answer answer) { finished(read_call(std::move(answer))); });
}

} // namespace adapters::slack
