#include "adapters/dingtalk/attempt.hpp"

#include "adapters/chat/http_outcome.hpp"
#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/net/http_client.hpp"

namespace adapters::dingtalk {

using chat::verdict;

namespace {

constexpr std::chrono::milliseconds ban = std::chrono::seconds(300);

} // namespace

bool is_shut_out(const net::http_answer& answer) {
    // The API itself answers in JSON, whatever it has to say. Behind a gateway's 5xx it may have done what was asked.
    const bool turned_away = answer.status / 100 == 4 && answer.status != 404;
    if ((answer.status < 300 || turned_away) && chat::trimmed(answer.body).starts_with('<')) return true;
    const auto punished = chat::read_json(
        answer.body, [](const chat::json_object& root) { return root.kind("punish") != chat::json_kind::absent; });
    return punished && *punished;
}

chat::delivery shut_out() {
    return {.what = verdict::retry, .retry_after = ban, .reason = "our address is shut out for a while"};
}

chat::delivery by_status(const net::http_answer& answer) {
    const std::string status = "HTTP " + std::to_string(answer.status);
    if (answer.status == 502 || answer.status == 504) return {.what = verdict::uncertain, .reason = status};
    if (answer.status >= 500) {
        return {.what = verdict::retry, .retry_after = chat::retry_after(answer), .reason = status};
    }
    if (answer.status >= 300) return {.what = verdict::failed, .reason = status};
    return {.what = verdict::uncertain, .reason = status + " that says neither yes nor no"};
}

} // namespace adapters::dingtalk
