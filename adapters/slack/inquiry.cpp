#include "adapters/slack/inquiry.hpp"

#include "adapters/chat/json_reader.hpp"
#include "adapters/net/url.hpp"
#include "adapters/slack/fields.hpp"
#include "adapters/slack/post.hpp"

namespace adapters::slack {

namespace {

// What was said in one thread within moments: far below a page of 200.
constexpr std::string_view page = "200";
// Clocks of both sides may differ a little; a message too many is only looked at.
constexpr std::chrono::minutes slack_in_time{2};

std::string form(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
    std::string body;
    for (const auto& [name, value] : fields) {
        if (!body.empty()) body += '&';
        body += name;
        body += '=';
        body += net::percent_encode(value);
    }
    return body;
}

} // namespace

net::http_request encode_inquiry(const chat::outgoing& message, chat::timestamp since, std::string_view token,
                                 std::string_view api_url) {
    const bool threaded = !message.where.thread.empty();
    const auto oldest =
        std::chrono::time_point_cast<std::chrono::seconds>(since - slack_in_time).time_since_epoch().count();
    net::http_request request;
    request.url = method_url(api_url, threaded ? "conversations.replies" : "conversations.history");
    request.headers = {{"Authorization", "Bearer " + std::string(token)},
                       {"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = form({{"channel", message.where.group},
                         {"oldest", std::to_string(oldest)},
                         {"limit", page},
                         {"include_all_metadata", "true"}});
    if (threaded) request.body += "&ts=" + net::percent_encode(message.where.thread);
    return request;
}

chat::inquiry read_inquiry(const net::http_answer& answer, std::string_view id) {
    if (answer.trouble != net::http_trouble::none || answer.status != 200) return {.what = chat::sighting::cannot_tell};
    const auto read = chat::read_json(
        answer.body,
        [id](const chat::json_object& root) -> chat::inquiry {
            if (!root.flag_or("ok", false)) {
                // Asking again gets no scope.
                const bool never = root.text_if("error") == "missing_scope";
                return {.what = never ? chat::sighting::never_tells : chat::sighting::cannot_tell};
            }
            for (const auto& message : root.objects_or_empty("messages")) {
                const auto metadata = message.object_if("metadata");
                if (metadata.text_if("event_type") != metadata_event_type) continue;
                if (metadata.object_if("event_payload").text_if("id") != id) continue;
                return {.what = chat::sighting::there, .message_id = std::string(message.text_if("ts"))};
            }
            return {.what = root.flag_or("has_more", false) ? chat::sighting::cannot_tell : chat::sighting::not_there};
        },
        answer_limits);
    return read ? *read : chat::inquiry{.what = chat::sighting::cannot_tell};
}

} // namespace adapters::slack
