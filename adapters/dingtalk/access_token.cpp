#include "adapters/dingtalk/access_token.hpp"

#include "adapters/chat/http_outcome.hpp"
#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/json_text.hpp"
#include "adapters/dingtalk/openapi.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace adapters::dingtalk {

using chat::verdict;
using nlohmann::json;

namespace {

constexpr std::chrono::seconds early{300};
constexpr std::int64_t longest_life_s = 86400; // whatever the platform says, it is asked once a day

// Nothing of the message has left, so whatever kept the token from us is no reason to doubt.
chat::delivery without_token(chat::delivery why) {
    if (why.what == verdict::uncertain) why.what = verdict::retry;
    why.reason = "no access token: " + why.reason;
    return why;
}

} // namespace

net::http_request encode_token_request(std::string_view api_url, const app_credentials& of) {
    const json body = {{"appKey", of.client_id}, {"appSecret", of.client_secret}};
    return openapi_request({.api_url = std::string(api_url), .token = {}}, "POST", "/v1.0/oauth2/accessToken",
                           chat::json_text(body));
}

token_answer read_token_answer(const net::http_answer& answer) {
    if (auto told = chat::without_platform_answer(answer)) return without_token(*told);
    if (is_shut_out(answer)) return without_token(shut_out());
    if (answer.status >= 300) return without_token(classify_openapi_error(answer).became);
    const auto read = chat::read_json(answer.body, [](const chat::json_object& root) {
        const std::string token(root.text("accessToken"));
        const bool plain = std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 0x7F; });
        const auto life = root.integer("expireIn");
        if (token.empty() || !plain) root.refuse("accessToken"); // it travels in a header
        if (life <= 0) root.refuse("expireIn");
        return token_grant{token, std::chrono::seconds(std::clamp<std::int64_t>(life, 0, longest_life_s))};
    });
    if (read) return *read;
    return without_token({.what = verdict::retry, .reason = "an answer that is none: " + to_string(read.error())});
}

void token_cache::keep(const token_grant& grant, chat::timestamp now) {
    token_ = grant.token;
    ends_at_ = now + grant.lives;
    due_at_ = now + std::max<std::chrono::milliseconds>(grant.lives - early, grant.lives / 2);
}

void token_cache::drop(std::string_view token) {
    if (token == token_) token_.clear();
}

const std::string* token_cache::usable(chat::timestamp now) const {
    return token_.empty() || now >= ends_at_ ? nullptr : &token_;
}

bool token_cache::due(chat::timestamp now) const {
    return token_.empty() || now >= due_at_;
}

} // namespace adapters::dingtalk
