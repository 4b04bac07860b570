#include "adapters/slack/post.hpp"
#include "tests/adapters/net/http_answers.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace adapters;
using namespace std::chrono_literals;
using chat::verdict;
using net::http_trouble;
using nlohmann::json;
using tests::net::answered;
using tests::net::broken;

namespace {

chat::outgoing thread_reply() {
    chat::outgoing out;
    out.id = "ob-7";
    out.where.on = chat::platform::slack;
    out.where.group = "C0HELP";
    out.where.thread = "1706785424.099119";
    out.mention.id = "U0ALICE";
    out.markdown = "Run `make`, see [docs](https://x.org).";
    return out;
}

json posted_body(const chat::outgoing& message) {
    return json::parse(slack::encode(message, "xoxb-test", "https://slack.com/api/").body);
}

net::http_answer refused_with(std::string error) {
    return answered(200, json{{"ok", false}, {"error", std::move(error)}}.dump());
}

net::http_answer limited(std::string retry_after) {
    return answered(429, R"({"ok":false,"error":"ratelimited"})", std::move(retry_after));
}

} // namespace

TEST_CASE("a reply is posted into its thread", "[slack]") {
    const net::http_request request = slack::encode(thread_reply(), "xoxb-test", "https://slack.com/api/");
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
    CHECK(slack::encode(thread_reply(), "t", "http://127.0.0.1:1/api").url ==
          "http://127.0.0.1:1/api/chat.postMessage");
}

TEST_CASE("a message without thread or mention is posted plainly", "[slack]") {
    chat::outgoing message = thread_reply();
    message.where.thread.clear();
    message.mention = {};
    const json body = posted_body(message);
    CHECK_FALSE(body.contains("thread_ts"));
    CHECK(body["text"] == "Run `make`, see <https://x.org|docs>.");
    message.mention.id = "U1> <!channel";
    CHECK(posted_body(message)["text"] == "Run `make`, see <https://x.org|docs>.");
    message.mention.id = "U0ALICE";
    message.markdown = "- a\n- b";
    CHECK(posted_body(message)["text"] == "<@U0ALICE>\n• a\n• b");
    message.markdown = "not UTF-8: \xff";
    CHECK(posted_body(message)["text"] == "<@U0ALICE> not UTF-8: \uFFFD");
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
        {"too fast, said as an error", refused_with("ratelimited"), retry({}, "ratelimited")},
        {"an internal error", refused_with("internal_error"), retry({}, "internal_error")},
        {"out of service", refused_with("service_unavailable"), retry({}, "service_unavailable")},
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
        {"a dead token", refused_with("invalid_auth"),
         retry({}, "invalid_auth: the bot token is not valid any more")}, // somebody may install the app anew
        {"a missing scope", refused_with("missing_scope"), failed("missing_scope: the app lacks a permission")},
        {"a restricted channel", refused_with("restricted_action_read_only_channel"),
         failed("restricted_action_read_only_channel: the app lacks a permission")},
        {"no such channel", refused_with("channel_not_found"),
         failed("channel_not_found: the conversation is gone or closed to the bot")},
        {"archived", refused_with("is_archived"), failed("is_archived: the conversation is gone or closed to the bot")},
        {"too long", refused_with("msg_too_long"), failed("msg_too_long: the message is not one Slack takes")},
        {"bad blocks", refused_with("invalid_blocks"), failed("invalid_blocks: the message is not one Slack takes")},
        {"an error nobody knows", refused_with("brand_new"), failed("brand_new: refused")},
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

namespace {

chat::outgoing for_alice_alone() {
    chat::outgoing out = thread_reply();
    out.only_for.id = "U0ALICE";
    out.reply = {.url = "https://hooks.slack.com/actions/T0/1/x", .expires_at = chat::timestamp(100s)};
    return out;
}

constexpr auto api = "https://slack.com/api/";

} // namespace

TEST_CASE("a replacement updates the message, with the blocks it has now", "[slack]") {
    chat::outgoing message = thread_reply();
    message.what = chat::act::replace;
    message.target = "170.1";
    const auto request = slack::encode(message, "t", api);
    CHECK(request.url == "https://slack.com/api/chat.update");
    const json body = json::parse(request.body);
    CHECK(body["ts"] == "170.1");
    CHECK(body["channel"] == "C0HELP");
    CHECK(body["blocks"].size() == 1); // or those it had would stay
    CHECK_FALSE(body.contains("thread_ts"));
    const json plain = json::parse(slack::encode(message, "t", api, slack::shape::plain).body);
    CHECK(plain["blocks"] == json::array());
}

TEST_CASE("a withdrawal deletes the message", "[slack]") {
    chat::outgoing message = thread_reply();
    message.what = chat::act::withdraw;
    message.target = "170.1";
    const auto request = slack::encode(message, "t", api);
    CHECK(request.url == "https://slack.com/api/chat.delete");
    CHECK(json::parse(request.body) == json{{"channel", "C0HELP"}, {"ts", "170.1"}});
}

TEST_CASE("what one member may see goes where only he sees it", "[slack]") {
    const chat::outgoing message = for_alice_alone();
    CHECK(slack::goes_to_reply_address(message, chat::timestamp(99s), api));
    CHECK_FALSE(slack::goes_to_reply_address(message, chat::timestamp(100s), api));      // too late
    CHECK_FALSE(slack::goes_to_reply_address(thread_reply(), chat::timestamp(0s), api)); // for everybody

    const auto request = slack::encode_to_reply_address(message);
    CHECK(request.url == message.reply.url);
    CHECK(request.headers.size() == 1); // no token leaves for an address that came from outside
    const json body = json::parse(request.body);
    CHECK(body["response_type"] == "ephemeral");
    CHECK(body["replace_original"] == false);
    CHECK(body["thread_ts"] == "1706785424.099119");

    chat::outgoing change = message;
    change.what = chat::act::replace;
    CHECK(json::parse(slack::encode_to_reply_address(change).body)["replace_original"] == true);
    change.what = chat::act::withdraw;
    CHECK(json::parse(slack::encode_to_reply_address(change).body) == json{{"delete_original", true}});

    const auto ephemeral = slack::encode(message, "t", api);
    CHECK(ephemeral.url == "https://slack.com/api/chat.postEphemeral");
    CHECK(json::parse(ephemeral.body)["user"] == "U0ALICE");
    chat::outgoing outsider = message;
    outsider.only_for.id = "T0PARTNER:U0XENIA";
    CHECK(json::parse(slack::encode(outsider, "t", api).body)["user"] == "U0XENIA");

    chat::outgoing alone = message; // a slash command's: the conversation is with him alone
    alone.where.direct = true;
    alone.where.group = "U0ALICE";
    alone.where.thread.clear();
    CHECK(slack::encode(alone, "t", api).url == "https://slack.com/api/chat.postMessage");
}

TEST_CASE("a reply address is Slack's or the API's own", "[slack]") {
    const auto [what, url, allowed] = GENERATE(table<const char*, const char*, bool>({
        {"Slack's", "https://hooks.slack.com/commands/T0/1/x", true},
        {"the API's host", "https://slack.com/x", true},
        {"Slack's in plain text", "http://hooks.slack.com/x", false},
        {"another port", "https://hooks.slack.com:8443/x", false},
        {"a host that begins like it", "https://hooks.slack.com.evil.org/x", false},
        {"a host that ends like it", "https://evilhooks.slack.com/x", false},
        {"a user in front", "https://hooks.slack.com@evil.org/x", false},
        {"this machine", "http://127.0.0.1/x", false},
        {"no address", "x", false},
    }));
    INFO(what);
    CHECK(slack::is_reply_address(url, api) == allowed);
}

TEST_CASE("what may be done twice is tried again when nobody knows", "[slack]") {
    for (const auto what : {chat::act::replace, chat::act::withdraw}) {
        CHECK(slack::classify(broken(http_trouble::no_answer), what).what == verdict::retry);
        CHECK(slack::classify(answered(504, ""), what).what == verdict::retry);
        CHECK(slack::classify_reply(broken(http_trouble::no_answer), what).what == verdict::retry);
    }
    CHECK(slack::classify(refused_with("message_not_found"), chat::act::withdraw).what == verdict::sent);
    CHECK(slack::classify(refused_with("message_not_found"), chat::act::replace).what == verdict::failed);
}

TEST_CASE("what became of what was sent to a reply address", "[slack]") {
    using chat::act;
    CHECK(slack::classify_reply(answered(200, "ok"), act::post).what == verdict::sent);
    CHECK(slack::classify_reply(answered(404, R"({"ok":false,"error":"expired_url"})"), act::post).what ==
          verdict::failed);
    CHECK(slack::reply_address_is_gone(answered(404, "used_url")));
    CHECK(slack::classify_reply(answered(404, ""), act::withdraw).what == verdict::sent);
    CHECK(slack::classify_reply(limited("7"), act::post).retry_after == 7s);
    CHECK(slack::classify_reply(answered(500, ""), act::post).what == verdict::retry);
    CHECK(slack::classify_reply(broken(http_trouble::no_answer), act::post).what == verdict::uncertain);
    CHECK(slack::classify_reply(broken(http_trouble::not_allowed), act::post).what == verdict::failed);
}

TEST_CASE("what is said against the token is told apart from what is said against the message", "[slack]") {
    CHECK(slack::token_trouble(refused_with("token_revoked")) == "token_revoked");
    CHECK(slack::token_trouble(refused_with("account_inactive")) == "account_inactive");
    CHECK(slack::token_trouble(refused_with("channel_not_found")).empty());
    CHECK(slack::token_trouble(refused_with("missing_scope")).empty());
    CHECK(slack::token_trouble(answered(200, R"({"ok":true,"error":"token_revoked"})")).empty());
    CHECK(slack::token_trouble(broken(http_trouble::no_answer)).empty());
}

TEST_CASE("only a refused form is worth plain text", "[slack]") {
    for (const char* error : {"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long"})
        CHECK(slack::wants_plain(refused_with(error)));
    CHECK(slack::wants_plain(answered(400, R"({"ok":false,"error":"invalid_blocks"})"))); // as reply addresses do
    for (const char* error : {"no_text", "channel_not_found", "ratelimited"})
        CHECK_FALSE(slack::wants_plain(refused_with(error)));
    CHECK_FALSE(slack::wants_plain(answered(200, R"({"ok":true})")));
    CHECK_FALSE(slack::wants_plain(answered(500, R"({"ok":false,"error":"invalid_blocks"})")));
    CHECK_FALSE(slack::wants_plain(broken(http_trouble::no_answer)));
}
