// Every way out of the DingTalk adapter against our fake, each failing at each step: what arrives, arrives once.
#include "adapters/dingtalk/dingtalk_adapter.hpp"
#include "tests/platforms/fake_dingtalk.hpp"
#include "tests/platforms/sender.hpp"

#include <catch2/catch.hpp>

using namespace adapters;
using namespace std::chrono_literals;
using namespace tests::platforms;
using Catch::Contains;
using chat::verdict;

namespace {

dingtalk::dingtalk_settings whole(const fake_dingtalk& there) {
    return {.webhook_hosts = {there.address()},
            .api_url = there.address(),
            .app = {std::string(there.client_id), std::string(there.app_secret)},
            .robot_code = std::string(there.robot_code)};
}

auto dingtalk_with(dingtalk::dingtalk_settings how) {
    return making<dingtalk::dingtalk_adapter>(std::move(how));
}

dingtalk::dingtalk_settings with_cards(const fake_dingtalk& there) {
    auto how = whole(there);
    how.card_template = there.card_template;
    return how;
}

// An answer with buttons, to a question whose session ended long ago.
chat::outgoing late_answer() {
    chat::outgoing out;
    out.id = "4711";
    out.where = {.on = chat::platform::dingtalk, .workspace = "dingtestcorp", .group = "cidHelp=="};
    out.mention = {.id = "0123", .name = "小爱"};
    out.title = "采样率";
    out.markdown = "**在入口**设置";
    out.footer = "来源：[文档](https://example.org/a)";
    out.buttons = {{chat::action::helpful, "q1", "有用", "有用 q1"},
                   {chat::action::unhelpful, "q1", "没用", "没用 q1"}};
    return out;
}

using button = fake_dingtalk::message::button;

} // namespace

TEST_CASE("without a session the answer goes by OpenAPI, with the asker's name and buttons", "[dingtalk][platforms]") {
    fake_dingtalk there;
    sender here(dingtalk_with(whole(there)));
    const chat::delivery became = here.send(late_answer());
    CHECK(became.what == verdict::sent);
    CHECK(became.message_id == "key-1");
    const auto said = there.messages();
    REQUIRE(said.size() == 1);
    CHECK(said[0].path == there.group_path);
    CHECK(said[0].conversation == "cidHelp==");
    CHECK(said[0].text == "@\u200b小爱\n\n**在入口**设置\n\n来源：[文档](https://example.org/a)");
    CHECK(said[0].buttons == std::vector<button>{{"有用", "有用 q1"}, {"没用", "没用 q1"}});
    CHECK(here.send(late_answer()).what == verdict::sent);
    CHECK(there.tokens() == 1);
}

TEST_CASE("what is for one member alone goes to that member alone", "[dingtalk][platforms]") {
    fake_dingtalk there;
    sender here(dingtalk_with(whole(there)));
    auto note = late_answer();
    note.only_for = note.mention;
    CHECK(here.send(note).what == verdict::sent);
    auto direct = late_answer();
    direct.where.direct = true;
    direct.partner = std::exchange(direct.mention, {});
    CHECK(here.send(direct).what == verdict::sent);
    const auto said = there.messages();
    REQUIRE(said.size() == 2);
    for (const auto& one : said) {
        CHECK(one.person == "0123");
        CHECK_THAT(one.text, !Contains("小爱"));
    }
}

TEST_CASE("whatever OpenAPI answers, the verdict agrees with what is there, and what arrives arrives once",
          "[dingtalk][platforms]") {
    struct row {
        const char* what;
        armed_fault armed;
        verdict expected;
        std::optional<std::chrono::milliseconds> wait;
        std::size_t there;
        const char* reason;
    };
    const auto token = std::string(fake_dingtalk::token_path), group = std::string(fake_dingtalk::group_path);
    const std::string qps = "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi";
    const row rows[] = {
        {"credentials refused",
         {.what = fault::refused, .word = "invalidClientIdOrSecret", .path = token},
         verdict::failed,
         {},
         0,
         "no access token: HTTP 400 invalidClientIdOrSecret: client_id or app secret is wrong"},
        {"no token just now", {.what = fault::server_error, .path = token}, verdict::retry, {}, 0, "no access token"},
        {"no answer about the token", {.what = fault::lost_answer, .path = token}, verdict::retry, {}, 0, "no access"},
        {"a page for a token", {.what = fault::page, .path = token}, verdict::retry, 300s, 0, "shut out"},
        {"the token has gone bad",
         {.what = fault::refused, .word = "InvalidAuthentication", .path = group},
         verdict::sent,
         {},
         1,
         ""},
        {"too many a second",
         {.what = fault::refused, .word = qps, .code = 403, .path = group},
         verdict::retry,
         1s,
         0,
         "too many"},
        {"too many, by 429",
         {.what = fault::rate_limited, .retry_after = 7s, .path = group},
         verdict::retry,
         7s,
         0,
         "429"},
        {"the month's quota",
         {.what = fault::refused, .word = "Forbidden.AccessDenied.ApiCountLimitForOrg", .code = 403, .path = group},
         verdict::failed,
         {},
         0,
         "monthly quota"},
        {"trouble of its own", {.what = fault::server_error, .path = group}, verdict::retry, {}, 0, "HTTP 500"},
        {"a page", {.what = fault::page, .path = group}, verdict::retry, 300s, 0, "shut out"},
        {"a lost answer", {.what = fault::lost_answer, .path = group}, verdict::uncertain, {}, 1, ""},
        {"unsafe content",
         {.what = fault::refused, .word = "contain.notAllowed.text", .path = group},
         verdict::failed,
         {},
         0,
         "not allowed"},
        {"the buttons are disliked: as text",
         {.what = fault::refused, .word = "contain.unsafe.url", .path = group},
         verdict::sent,
         {},
         1,
         ""},
    };
    for (const row& one : rows) {
        INFO(one.what);
        fake_dingtalk there;
        sender here(dingtalk_with(whole(there)), 3s);
        there.arm(one.armed);
        const chat::delivery became = here.send(late_answer());
        CHECK(became.what == one.expected);
        CHECK(became.retry_after == one.wait);
        CHECK_THAT(became.reason, Contains(one.reason));
        CHECK(there.messages().size() == one.there);
    }
}

TEST_CASE("a token that is not accepted twice ends the matter", "[dingtalk][platforms]") {
    fake_dingtalk there;
    sender here(dingtalk_with(whole(there)));
    there.arm({.what = fault::refused, .word = "InvalidAuthentication", .path = there.group_path}, 2);
    const chat::delivery became = here.send(late_answer());
    CHECK(became.what == verdict::failed);
    CHECK_THAT(became.reason, Contains("neither is a new one"));
    CHECK(there.messages().empty());
    there.revoke_tokens();
    CHECK(here.send(late_answer()).what == verdict::sent);
}

TEST_CASE("a session that is gone is followed by OpenAPI", "[dingtalk][platforms]") {
    fake_dingtalk there;
    sender here(dingtalk_with(whole(there)));
    auto answer = late_answer();
    answer.reply.url = there.address() + "/robot/sendBySession?session=gone";
    CHECK(here.send(answer).what == verdict::sent);
    CHECK(there.messages().at(0).path == there.group_path);
    const int calls = there.calls();
    CHECK(here.send(answer).what == verdict::sent);
    CHECK(there.calls() == calls + 1); // that it is gone is remembered

    // Doubt is never settled by another way.
    answer.reply.url += "2";
    there.arm({.what = fault::lost_answer, .path = there.session_path});
    CHECK(here.send(answer).what == verdict::uncertain);
    CHECK(there.messages().size() == 2);
}

TEST_CASE("buttons that are refused become words", "[dingtalk][platforms]") {
    fake_dingtalk there;
    sender here(dingtalk_with(whole(there)));
    there.arm({.what = fault::refused, .word = "invalidParameter.msgKey.invalid", .path = there.group_path});
    CHECK(here.send(late_answer()).what == verdict::sent);
    const auto said = there.messages().at(0);
    CHECK(said.buttons.empty());
    CHECK_THAT(said.text, Contains("- 有用: `有用 q1`\n- 没用: `没用 q1`"));
}

TEST_CASE("with a template the answer is a card, and is shown anew", "[dingtalk][platforms]") {
    fake_dingtalk there;
    sender here(dingtalk_with(with_cards(there)));
    const chat::delivery became = here.send(late_answer());
    CHECK(became.what == verdict::sent);
    CHECK(became.message_id == "4711");
    auto said = there.messages();
    REQUIRE(said.size() == 1);
    CHECK(said[0].path == there.card_path);
    CHECK(said[0].buttons == std::vector<button>{{"有用", "helpful q1"}, {"没用", "unhelpful q1"}});

    auto again = late_answer();
    again.id = "4712";
    again.what = chat::act::replace;
    again.target = "4711";
    again.status = "有用 1 · 没用 0";
    again.buttons.pop_back();
    CHECK(here.send(again).reason == "");
    said = there.messages();
    REQUIRE(said.size() == 1);
    CHECK_THAT(said[0].text, Contains("有用 1"));
    CHECK(said[0].buttons.size() == 1);
}

TEST_CASE("a card that cannot be made is said in another way, once", "[dingtalk][platforms]") {
    struct row {
        const char* what;
        armed_fault armed;
        verdict expected;
        const char* path;
    };
    const auto card = std::string(fake_dingtalk::card_path);
    const row rows[] = {
        {"no permission",
         {.what = fault::refused,
          .word = "Forbidden.AccessDenied.AccessTokenPermissionDenied",
          .code = 403,
          .path = card},
         verdict::sent,
         fake_dingtalk::session_path},
        {"no quota",
         {.what = fault::refused, .word = "Forbidden.AccessDenied.ApiCountLimitForOrg", .code = 403, .path = card},
         verdict::sent,
         fake_dingtalk::session_path},
        {"no such template",
         {.what = fault::refused, .word = "param.invalid", .path = card},
         verdict::sent,
         fake_dingtalk::session_path},
        {"a lost answer: asked for again under its own id",
         {.what = fault::lost_answer, .path = card},
         verdict::sent,
         fake_dingtalk::card_path},
    };
    for (const row& one : rows) {
        INFO(one.what);
        fake_dingtalk there;
        sender here(dingtalk_with(with_cards(there)), 3s);
        auto answer = late_answer();
        (void)there.say("http://127.0.0.1:1/", {.text = "opens the session"});
        answer.reply.url = there.address() + "/robot/sendBySession?session=cidHelp";
        there.arm(one.armed);
        // A fake that was cut takes a moment to be there again.
        auto became = here.send(answer);
        for (int again = 0; again < 50 && became.what == verdict::retry; ++again)
            became = here.send(answer);
        CHECK(became.what == one.expected);
        const auto said = there.messages();
        REQUIRE(said.size() == 1);
        CHECK(said[0].path == one.path);
        CHECK(said[0].buttons.size() == 2);
    }
}
