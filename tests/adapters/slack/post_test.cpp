#include "adapters/slack/post.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace adapters;
using namespace std::chrono_literals;
using chat::verdict;
using net::http_trouble;
using nlohmann::json;

namespace {

chat::outgoing example() {
    chat::outgoing out;
    out.id = "ob-7";
    out.where.on = chat::platform::slack;
    out.where.group = "C0HELP";
    out.where.thread = "1706785424.099119";
    out.mention.id = "U0ALICE";
    out.markdown = "Run `make`, see [docs](https://x.org).";
    return out;
}

json body_of(const chat::outgoing& message) {
    return json::parse(slack::encode(message, "xoxb-test", "https://slack.com/api/").body);
}

net::http_answer answered(int status, std::string body) {
    net::http_answer out;
    out.status = status;
    out.body = std::move(body);
    return out;
}

net::http_answer refused(std::string error) {
    return answered(200, json{{"ok", false}, {"error", std::move(error)}}.dump());
}

net::http_answer broken(http_trouble what) {
    net::http_answer out;
    out.trouble = what;
    out.reason = "why";
    return out;
}

net::http_answer limited(std::string retry_after) {
    net::http_answer out = answered(429, R"({"ok":false,"error":"ratelimited"})");
    out.headers = {{"retry-after", std::move(retry_after)}};
    return out;
}

} // namespace

TEST_CASE("a reply is posted into its thread", "[slack]") {
    const net::http_request request = slack::encode(example(), "xoxb-test", "https://slack.com/api/");
    CHECK(request.method == "POST");
    CHECK(request.url == "https://slack.com/api/chat.postMessage");
    CHECK(request.headers == decltype(request.headers){{"Authorization", "Bearer xoxb-test"},
                                                       {"Content-Type", "application/json; charset=utf-8"}});
    CHECK(json::parse(request.body) ==
          json{{"channel", "C0HELP"},
               {"thread_ts", "1706785424.099119"},
               {"text", "<@U0ALICE> Run `make`, see <https://x.org|docs>."},
               {"unfurl_links", false},
               {"unfurl_media", false},
               {"link_names", false},
               {"metadata", {{"event_type", "qunda_reply"}, {"event_payload", {{"id", "ob-7"}}}}}});
    CHECK(slack::encode(example(), "t", "http://127.0.0.1:1/api").url == "http://127.0.0.1:1/api/chat.postMessage");
}

TEST_CASE("a message without thread or mention is posted plainly", "[slack]") {
    chat::outgoing message = example();
    message.where.thread.clear();
    message.mention = {};
    const json body = body_of(message);
    CHECK_FALSE(body.contains("thread_ts"));
    CHECK(body["text"] == "Run `make`, see <https://x.org|docs>.");
    message.mention.id = "U1> <!channel";
    CHECK(body_of(message)["text"] == "Run `make`, see <https://x.org|docs>.");
    message.mention.id = "U0ALICE";
    message.markdown = "- a\n- b";
    CHECK(body_of(message)["text"] == "<@U0ALICE>\n• a\n• b");
    message.markdown = "not UTF-8: \xff";
    CHECK(body_of(message)["text"] == "<@U0ALICE> not UTF-8: \uFFFD");
}

TEST_CASE("what became of a post", "[slack]") {
    struct row {
        const char* what;
        net::http_answer answer;
        chat::delivery expected;
    };
    const auto retry = [](std::optional<std::chrono::milliseconds> after, std::string why) {
        return chat::delivery{verdict::retry, "", after, std::move(why)};
    };
    const auto failed = [](std::string why) { return chat::delivery{verdict::failed, "", {}, std::move(why)}; };
    const auto uncertain = [](std::string why) { return chat::delivery{verdict::uncertain, "", {}, std::move(why)}; };
    const row rows[] = {
        {"it is there", answered(200, R"({"ok":true,"channel":"C1","ts":"170.1"})"), {verdict::sent, "170.1", {}, ""}},
        {"it is there, without a ts", answered(200, R"({"ok":true})"), {verdict::sent, "", {}, ""}},
        {"nothing left", broken(http_trouble::not_sent), retry({}, "why")},
        {"no answer came", broken(http_trouble::no_answer), uncertain("why")},
        {"a huge answer came", broken(http_trouble::answer_too_large), uncertain("why")},
        {"the host is not allowed", broken(http_trouble::not_allowed), failed("address not allowed: why")},
        {"too fast", limited("7"), retry(7s, "HTTP 429")},
        {"too fast, wait 0", limited("0"), retry(1s, "HTTP 429")},
        {"too fast, wait for ever", limited("86400"), retry(300s, "HTTP 429")},
        {"too fast, wait beyond numbers", limited("99999999999999"), retry(300s, "HTTP 429")},
        {"too fast, wait nonsense", limited("-5"), retry({}, "HTTP 429")},
        {"too fast, wait unsaid", answered(429, ""), retry({}, "HTTP 429")},
        {"too fast, said as an error", refused("ratelimited"), retry({}, "ratelimited")},
        {"an internal error", refused("internal_error"), retry({}, "internal_error")},
        {"out of service", refused("service_unavailable"), retry({}, "service_unavailable")},
        {"HTTP 500 with a page", answered(500, "<html>"), retry({}, "HTTP 500")},
        {"HTTP 503", answered(503, ""), retry({}, "HTTP 503")},
        {"a gateway that lost the answer", answered(504, ""), uncertain("HTTP 504")},
        {"a gateway with a bad answer", answered(502, "<html>"), uncertain("HTTP 502")},
        {"a page with HTTP 200", answered(200, "<html>maintenance</html>"),
         uncertain("HTTP 200 without a JSON answer")},
        {"nothing with HTTP 200", answered(200, ""), uncertain("HTTP 200 without a JSON answer")},
        {"ok of the wrong type", answered(200, R"({"ok":"true"})"), uncertain("HTTP 200 without a JSON answer")},
        {"no without a reason", answered(200, R"({"ok":false})"), uncertain("HTTP 200 without a JSON answer")},
        {"a redirect", answered(302, ""), failed("HTTP 302")},
        {"a wrong path", answered(404, "<html>"), failed("HTTP 404")},
        {"a dead token", refused("invalid_auth"), failed("invalid_auth: the bot token is not valid any more")},
        {"a missing scope", refused("missing_scope"), failed("missing_scope: the app lacks a permission")},
        {"a restricted channel", refused("restricted_action_read_only_channel"),
         failed("restricted_action_read_only_channel: the app lacks a permission")},
        {"no such channel", refused("channel_not_found"),
         failed("channel_not_found: the conversation is gone or closed to the bot")},
        {"archived", refused("is_archived"), failed("is_archived: the conversation is gone or closed to the bot")},
        {"too long", refused("msg_too_long"), failed("msg_too_long: the message is not one Slack takes")},
        {"bad blocks", refused("invalid_blocks"), failed("invalid_blocks: the message is not one Slack takes")},
        {"an error nobody knows", refused("brand_new"), failed("brand_new: refused")},
    };
    for (const row& one : rows) {
        INFO(one.what);
        const chat::delivery found = slack::classify(one.answer);
        CHECK(found.what == one.expected.what);
        CHECK(found.message_id == one.expected.message_id);
        CHECK(found.retry_after == one.expected.retry_after);
        CHECK(found.reason == one.expected.reason);
    }
}

TEST_CASE("a long answer of Slack is read too", "[slack]") {
    const json echo = {{"ok", true}, {"ts", "170.1"}, {"message", {{"text", std::string(200000, 'x')}}}};
    CHECK(slack::classify(answered(200, echo.dump())).what == verdict::sent);
}
