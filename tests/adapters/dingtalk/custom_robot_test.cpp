#include "adapters/dingtalk/custom_robot.hpp"
#include "adapters/dingtalk/webhook.hpp"
#include "tests/adapters/net/http_answers.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace adapters;
using nlohmann::json;
using tests::net::answered;

namespace {

// The documents' own example.
constexpr std::chrono::milliseconds signed_at{1577262236757};

} // namespace

TEST_CASE("a post of a custom robot is signed as its documents say", "[dingtalk]") {
    const auto made = dingtalk::encode_announcement(
        {.oapi_url = "https://oapi.dingtalk.com", .access_token = "t+1", .secret = "this is secret"},
        {.title = "周刊", .markdown = "## A\n\n@all <b>", .uuid = "u1"}, chat::timestamp(signed_at));
    CHECK(made.request.url == "https://oapi.dingtalk.com/robot/send?access_token=t%2B1&timestamp=1577262236757"
                              "&sign=hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D");
    CHECK(json::parse(made.request.body) ==
          json{{"msgtype", "markdown"},
               {"markdown", {{"title", "周刊"}, {"text", "## A\n\n@\u200ball &lt;b>"}}},
               {"at", {{"isAtAll", false}}},
               {"msgUuid", "u1"}});
    CHECK_FALSE(made.shortened);
}

TEST_CASE("a robot without a secret is not signed, and a page that is too long is shortened and said so",
          "[dingtalk]") {
    const auto made = dingtalk::encode_announcement({.access_token = "t"},
                                                    {.title = "", .markdown = std::string(60000, 'x'), .uuid = "u"},
                                                    chat::timestamp(signed_at));
    CHECK(made.request.url == "https://oapi.dingtalk.com/robot/send?access_token=t");
    CHECK(made.shortened);
    CHECK(made.request.body.size() <= dingtalk::body_limit_bytes);
}

TEST_CASE("what a robot's settings refuse is explained", "[dingtalk]") {
    auto [code, words, expected] = GENERATE(table<int, const char*, const char*>({
        {310000, "keywords not in content", "one of its keywords"},
        {310000, "sign not match", "secret is another"},
        {310000, "invalid timestamp", "off by more than an hour"},
        {310000, "ip 1.2.3.4 not in whitelist", "address of this machine"},
        {310000, "something new", "security settings"},
        {300001, "token is not exist", "access token is wrong"},
        {300001, "session is not exist", "session expired"},
    }));
    INFO(words);
    const auto answer = answered(200, json{{"errcode", code}, {"errmsg", words}}.dump());
    CHECK_THAT(dingtalk::classify(answer).became.reason, Catch::Contains(expected));
}
