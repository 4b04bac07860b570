// What OpenAPI's answers mean, and its token.
#include "adapters/dingtalk/access_token.hpp"
#include "adapters/dingtalk/card.hpp"
#include "adapters/dingtalk/openapi.hpp"
#include "tests/adapters/net/http_answers.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace adapters;
using namespace std::chrono_literals;
using chat::verdict;
using dingtalk::remedy;
using nlohmann::json;
using tests::net::answered;
using tests::net::broken;

namespace {

net::http_answer refused_with_code(int status, const char* code) {
    return answered(status, json{{"code", code}, {"message", "what it says"}}.dump());
}

chat::timestamp at(std::chrono::seconds when) {
    return chat::timestamp(when);
}

} // namespace

TEST_CASE("what became of a message by OpenAPI", "[dingtalk]") {
    struct row {
        const char* what;
        net::http_answer answer;
        verdict expected;
        remedy help;
        std::optional<std::chrono::milliseconds> wait;
    };
    const std::string denied = "Forbidden.AccessDenied.";
    const row rows[] = {
        {"it is there", answered(200, R"({"processQueryKey":"k"})"), verdict::sent, remedy::none, {}},
        {"it is there, for a person",
         answered(200, R"({"processQueryKey":"k","invalidStaffIdList":[],"flowControlledStaffIdList":[]})"),
         verdict::sent,
         remedy::none,
         {}},
        {"no such person",
         answered(200, R"({"processQueryKey":"k","invalidStaffIdList":["0123"]})"),
         verdict::failed,
         remedy::elsewhere,
         {}},
        {"too much for this person", answered(200, R"({"processQueryKey":"k","flowControlledStaffIdList":["0123"]})"),
         verdict::retry, remedy::none, 60s},
        {"nothing left", broken(net::http_trouble::not_sent), verdict::retry, remedy::none, {}},
        {"no answer", broken(net::http_trouble::no_answer), verdict::uncertain, remedy::none, {}},
        {"a bad token", refused_with_code(400, "InvalidAuthentication"), verdict::failed, remedy::fresh_token, {}},
        {"a bad token, as 401", refused_with_code(401, "whatever"), verdict::failed, remedy::fresh_token, {}},
        {"a bad token, as 401 without words", answered(401, ""), verdict::failed, remedy::fresh_token, {}},
        {"capital keys",
         answered(400, R"({"Code":"InvalidAuthentication"})"),
         verdict::failed,
         remedy::fresh_token,
         {}},
        {"another robot",
         refused_with_code(400, "invalidParameter.robotCode.auth"),
         verdict::failed,
         remedy::elsewhere,
         {}},
        {"a form it dislikes",
         refused_with_code(400, "invalidParameter.msgKey.invalid"),
         verdict::failed,
         remedy::plainer,
         {}},
        {"too long", refused_with_code(400, "invalidParameter.msgParam.tooLong"), verdict::failed, remedy::plainer, {}},
        {"a conversation that is gone",
         refused_with_code(400, "invalid.openConversationId"),
         verdict::failed,
         remedy::elsewhere,
         {}},
        {"a group that is gone", refused_with_code(400, "group.disbanded"), verdict::failed, remedy::none, {}},
        {"a robot that was stopped", refused_with_code(400, "bot.stopped"), verdict::failed, remedy::none, {}},
        {"too fast", refused_with_code(400, "send.too.fast"), verdict::retry, remedy::none, 60s},
        {"too many groups", refused_with_code(400, "too.many.group"), verdict::retry, remedy::none, 60s},
        {"an unsafe link", refused_with_code(400, "contain.unsafe.url"), verdict::failed, remedy::plainer, {}},
        {"unsafe text", refused_with_code(400, "contain.notAllowed.text"), verdict::failed, remedy::none, {}},
        {"the app's second", refused_with_code(403, (denied + "QpsLimitForAppkeyAndApi").c_str()), verdict::retry,
         remedy::none, 1s},
        {"everyone's second", refused_with_code(403, (denied + "QpsLimitForApi").c_str()), verdict::retry, remedy::none,
         1s},
        {"the app's minute", refused_with_code(403, (denied + "QpmLimitForAppkeyAndApi").c_str()), verdict::retry,
         remedy::none, 60s},
        {"the month",
         refused_with_code(403, (denied + "ApiCountLimitForOrg").c_str()),
         verdict::failed,
         remedy::elsewhere,
         {}},
        {"no permission",
         refused_with_code(403, (denied + "AccessTokenPermissionDenied").c_str()),
         verdict::failed,
         remedy::elsewhere,
         {}},
        {"another address",
         refused_with_code(403, (denied + "IpNotInWhiteList").c_str()),
         verdict::failed,
         remedy::elsewhere,
         {}},
        {"HTTP 429", refused_with_code(429, "systemBusy"), verdict::retry, remedy::none, {}},
        {"trouble", refused_with_code(500, "system.error"), verdict::retry, remedy::none, {}},
        {"trouble nobody named", refused_with_code(500, "strange"), verdict::retry, remedy::none, {}},
        {"HTTP 502", answered(502, "<html>"), verdict::uncertain, remedy::none, {}},
        {"HTTP 503", answered(503, "<html>"), verdict::retry, remedy::none, {}},
        {"a page", answered(200, " <html>"), verdict::retry, remedy::none, 300s},
        {"a page with an error", answered(400, "<html>"), verdict::retry, remedy::none, 300s},
        {"shut out", answered(200, R"({"status":1111,"punish":"deny"})"), verdict::retry, remedy::none, 300s},
        {"nothing", answered(200, ""), verdict::uncertain, remedy::none, {}},
        {"no key", answered(200, "{}"), verdict::uncertain, remedy::none, {}},
        {"a code nobody knows", refused_with_code(400, "strange"), verdict::failed, remedy::none, {}},
    };
    for (const row& one : rows) {
        INFO(one.what);
        const dingtalk::attempt found = dingtalk::classify_openapi(one.answer);
        CHECK(found.became.what == one.expected);
        CHECK(found.help == one.help);
        CHECK(found.became.retry_after == one.wait);
        CHECK(found.became.reason.empty() == (one.expected == verdict::sent));
    }
    CHECK(dingtalk::classify_openapi(rows[0].answer).became.message_id == "k");
}

TEST_CASE("a message is taken back by its key", "[dingtalk]") {
    chat::outgoing message;
    message.where.group = "cid1";
    message.what = chat::act::withdraw;
    message.target = "key-1";
    const dingtalk::openapi_access access{.api_url = "https://api.example.org", .token = "t"};
    const auto in_group = dingtalk::encode_recall(message, access, "robot");
    CHECK(in_group.url == "https://api.example.org/v1.0/robot/groupMessages/recall");
    CHECK(json::parse(in_group.body) ==
          json{{"openConversationId", "cid1"}, {"processQueryKeys", {"key-1"}}, {"robotCode", "robot"}});
    message.where.direct = true;
    const auto alone = dingtalk::encode_recall(message, access, "robot");
    CHECK(alone.url == "https://api.example.org/v1.0/robot/otoMessages/batchRecall");
    CHECK_FALSE(json::parse(alone.body).contains("openConversationId"));

    struct row {
        const char* what;
        net::http_answer answer;
        verdict expected;
    };
    const row rows[] = {
        {"it is gone", answered(200, R"({"successResult":["key-1"],"failedResult":{}})"), verdict::sent},
        {"DingTalk says no", answered(200, R"({"successResult":[],"failedResult":{"key-1":"too late"}})"),
         verdict::failed},
        {"no such conversation", refused_with_code(400, "invalid.openConversationId"), verdict::failed},
        {"too fast", refused_with_code(400, "send.too.fast"), verdict::retry},
        {"a gateway heard nothing", answered(502, ""), verdict::retry},
        {"nobody there", broken(net::http_trouble::not_sent), verdict::retry},
    };
    for (const row& one : rows) {
        INFO(one.what);
        CHECK(dingtalk::classify_recall(one.answer).became.what == one.expected);
    }
}

TEST_CASE("what became of a card", "[dingtalk]") {
    struct row {
        const char* what;
        net::http_answer answer;
        verdict expected;
        remedy help;
    };
    const row rows[] = {
        {"delivered",
         answered(200, R"({"success":true,"result":{"outTrackId":"a","deliverResults":[{"success":true}]}})"),
         verdict::sent, remedy::none},
        {"updated", answered(200, R"({"success":true,"result":true})"), verdict::sent, remedy::none},
        {"there already", refused_with_code(400, "param.cardAlreadyExist"), verdict::sent, remedy::none},
        {"made and not delivered",
         answered(200,
                  R"({"success":true,"result":{"deliverResults":[{"success":false,"errorMsg":"no such group"}]}})"),
         verdict::failed, remedy::elsewhere},
        {"not made", answered(200, R"({"success":false})"), verdict::failed, remedy::elsewhere},
        {"a wrong template", refused_with_code(400, "param.invalid"), verdict::failed, remedy::elsewhere},
        {"a bad token", refused_with_code(400, "InvalidAuthentication"), verdict::failed, remedy::fresh_token},
        {"too fast", refused_with_code(403, "Forbidden.AccessDenied.QpsLimitForApi"), verdict::retry, remedy::none},
        {"no answer", broken(net::http_trouble::no_answer), verdict::uncertain, remedy::none},
    };
    for (const row& one : rows) {
        INFO(one.what);
        const dingtalk::attempt found = dingtalk::classify_card(one.answer, "a17");
        CHECK(found.became.what == one.expected);
        CHECK(found.help == one.help);
        CHECK(found.became.message_id == (one.expected == verdict::sent ? "a17" : ""));
    }
}

TEST_CASE("a token is asked for with the app's credentials, and what comes back is looked at", "[dingtalk]") {
    const auto request = dingtalk::encode_token_request("https://api.dingtalk.io/", {"id", "hush"});
    CHECK(request.url == "https://api.dingtalk.io/v1.0/oauth2/accessToken");
    CHECK(json::parse(request.body) == json{{"appKey", "id"}, {"appSecret", "hush"}});

    const auto good = dingtalk::read_token_answer(answered(200, R"({"accessToken":"t","expireIn":7200})"));
    CHECK(std::get<dingtalk::token_grant>(good) == dingtalk::token_grant{"t", 7200s});
    struct row {
        const char* what;
        net::http_answer answer;
        verdict expected;
    };
    const row rows[] = {
        {"wrong credentials", refused_with_code(400, "invalidClientIdOrSecret"), verdict::failed},
        {"no answer: nothing of the message has left", broken(net::http_trouble::no_answer), verdict::retry},
        {"HTTP 502", answered(502, ""), verdict::retry},
        {"HTTP 500", answered(500, ""), verdict::retry},
        {"a page", answered(200, "<html>"), verdict::retry},
        {"no token", answered(200, R"({"expireIn":7200})"), verdict::retry},
        {"a token that would break a header", answered(200, R"({"accessToken":"a\nb","expireIn":7200})"),
         verdict::retry},
        {"a life of nothing", answered(200, R"({"accessToken":"a","expireIn":0})"), verdict::retry},
    };
    for (const row& one : rows) {
        INFO(one.what);
        const auto found = dingtalk::read_token_answer(one.answer);
        REQUIRE(std::holds_alternative<chat::delivery>(found));
        CHECK(std::get<chat::delivery>(found).what == one.expected);
        CHECK_THAT(std::get<chat::delivery>(found).reason, Catch::StartsWith("no access token: "));
    }
}

TEST_CASE("a token is used to its end and asked for early", "[dingtalk]") {
    dingtalk::token_cache cache;
    CHECK(cache.usable(at(0s)) == nullptr);
    CHECK(cache.due(at(0s)));
    cache.keep({"t1", 7200s}, at(0s));
    CHECK_FALSE(cache.due(at(6899s)));
    CHECK(cache.due(at(6900s)));
    CHECK(*cache.usable(at(7199s)) == "t1");
    CHECK(cache.usable(at(7200s)) == nullptr);

    cache.keep({"t2", 7200s}, at(6900s));
    cache.drop("t1"); // an old one that somebody still went with
    CHECK(*cache.usable(at(7200s)) == "t2");
    cache.drop("t2");
    CHECK(cache.usable(at(7200s)) == nullptr);

    cache.keep({"t3", 60s}, at(0s));
    CHECK_FALSE(cache.due(at(29s)));
    CHECK(cache.due(at(30s)));
}
