#include "adapters/slack/slack_adapter.hpp"

#include "adapters/slack/inquiry.hpp"
#include "adapters/slack/post.hpp"

#include <utility>

namespace adapters::slack {

slack_adapter::slack_adapter(net::http_client& client, slack_settings how) : client_(client), how_(std::move(how)) {}

void slack_adapter::send(chat::outgoing message, std::function<void(chat::delivery)> finished) {
    client_.send(encode(message, how_.token, how_.api_url),
                 [finished = std::move(finished)](net::http_answer answer) { finished(classify(answer)); });
}

void slack_adapter::look_for(chat::outgoing message, chat::timestamp since,
                             std::function<void(chat::inquiry)> finished) {
    auto request = encode_inquiry(message, since, how_.token, how_.api_url);
    client_.send(std::move(request), [id = std::move(message.id), finished = std::move(finished)](
                                         net::http_answer answer) { finished(read_inquiry(answer, id)); });
}

} // namespace adapters::slack
