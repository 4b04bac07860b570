#include "adapters/dingtalk/token_source.hpp"

#include <utility>

namespace adapters::dingtalk {

using chat::verdict;

token_source::token_source(net::http_client& client, std::string api_url, app_credentials of,
                           std::function<chat::timestamp()> clock)
    : client_(client), api_url_(std::move(api_url)), of_(std::move(of)), clock_(std::move(clock)) {}

void token_source::get(std::function<void(std::variant<std::string, chat::delivery>)> ready) {
    const chat::timestamp now = clock_();
    const bool due = cache_.due(now);
    if (const std::string* token = cache_.usable(now)) {
        const std::string held = *token;
        if (due) fetch();
        return ready(held);
    }
    if (waiting_.size() >= most_waiting) {
        return ready(chat::delivery{.what = verdict::retry, .reason = "too many messages wait for an access token"});
    }
    waiting_.push_back(std::move(ready));
    fetch();
}

void token_source::fetch() {
    if (std::exchange(fetching_, true)) return;
    auto finished = [self = weak_from_this()](const net::http_answer& answer) {
        // Gone: nobody waits any more, the destructor of the adapter has seen to them.
        if (const auto alive = self.lock()) alive->take(read_token_answer(answer));
    };
    client_.send(encode_token_request(api_url_, of_), std::move(finished));
}

void token_source::take(const token_answer& answer) {
    fetching_ = false;
    const auto* grant = std::get_if<token_grant>(&answer);
    if (grant != nullptr) cache_.keep(*grant, clock_());
    for (const auto& ready : std::exchange(waiting_, {})) {
        if (grant != nullptr)
            ready(grant->token);
        else
            ready(std::get<chat::delivery>(answer));
    }
}

} // namespace adapters::dingtalk
