#include "adapters/slack/inquiry.hpp"

#include <catch2/catch.hpp>

using namespace adapters;
using chat::sighting;

namespace {

chat::outgoing message_in(std::string thread) {
    return {.id = "77",
            .where = {.on = chat::platform::slack, .workspace = "T1", .group = "C1", .thread = std::move(thread)}};
}

std::string with(std::string_view id, std::string_view type = "qunda_reply", std::string_view more = "false") {
    return R"({"ok":true,"messages":[{"ts":"1.0"},{"ts":"2.0","metadata":{"event_type":")" + std::string(type) +
           R"(","event_payload":{"id":")" + std::string(id) + R"("}}}],"has_more":)" + std::string(more) + "}";
}

} // namespace

TEST_CASE("the thread is asked for, or the conversation where there is none", "[slack]") {
    const chat::timestamp since{std::chrono::seconds(1'000'000)};
    const auto replies = slack::encode_inquiry(message_in("1700.1"), since, "xoxb", "https://slack.com/api/");
    CHECK(replies.url == "https://slack.com/api/conversations.replies");
    CHECK(replies.body == "channel=C1&oldest=999880&limit=200&include_all_metadata=true&ts=1700.1");
    CHECK(slack::encode_inquiry(message_in(""), since, "xoxb", "https://slack.com/api").url ==
          "https://slack.com/api/conversations.history");
}

TEST_CASE("a message is there only with our id, and not there only when everything was shown", "[slack]") {
    auto [what, trouble, status, body, expected] =
        GENERATE(table<const char*, net::http_trouble, int, std::string, sighting>({
            {"with our id", net::http_trouble::none, 200, with("77"), sighting::there},
            {"with another id", net::http_trouble::none, 200, with("78"), sighting::not_there},
            {"with our id in somebody else's metadata", net::http_trouble::none, 200, with("77", "other"),
             sighting::not_there},
            {"not on the first page of several", net::http_trouble::none, 200, with("78", "qunda_reply", "true"),
             sighting::cannot_tell},
            {"a missing scope", net::http_trouble::none, 200, R"({"ok":false,"error":"missing_scope"})",
             sighting::never_tells},
            {"too fast", net::http_trouble::none, 429, R"({"ok":false,"error":"ratelimited"})", sighting::cannot_tell},
            {"a page", net::http_trouble::none, 200, "<html>", sighting::cannot_tell},
            {"no answer", net::http_trouble::no_answer, 0, "", sighting::cannot_tell},
        }));
    INFO(what);
    net::http_answer answer;
    answer.trouble = trouble;
    answer.status = status;
    answer.body = body;
    const auto found = slack::read_inquiry(answer, "77");
    CHECK(found.what == expected);
    CHECK(found.message_id == (expected == sighting::there ? "2.0" : ""));
}
