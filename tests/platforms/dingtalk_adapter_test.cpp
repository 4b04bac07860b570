#include "adapters/dingtalk/dingtalk_adapter.hpp"
#include "adapters/dingtalk/message.hpp"
#include "adapters/dingtalk/signature.hpp"
#include "tests/platforms/fake_dingtalk.hpp"
#include "tests/platforms/sender.hpp"

#include <catch2/catch.hpp>

using namespace adapters;
using namespace std::chrono_literals;
using namespace tests::platforms;
using chat::verdict;

namespace {

auto dingtalk_with_hosts(std::vector<std::string> hosts) {
    return making<dingtalk::dingtalk_adapter>(dingtalk::dingtalk_settings{.webhook_hosts = std::move(hosts)});
}

// Another fake plays the bot: it keeps the last body it was sent, verified and decoded.
struct listening_bot final : running_platform {
    listening_bot() : running_platform({"/dingtalk"}) {}
    ~listening_bot() override { stop(); }
    bot::server::response serve(const bot::server::request& call) override {
        const std::vector<std::string> secrets{std::string(fake_dingtalk::app_secret)};
        const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
        judged = dingtalk::check_signature({call.header("timestamp"), call.header("sign")}, secrets, now);
        got = dingtalk::decode(call.body, {std::string(fake_dingtalk::robot_code), std::string(fake_dingtalk::corp_id),
                                           std::string(fake_dingtalk::bot_name)});
        return {};
    }
    bot::server::response refusal(const armed_fault&) const override { return {}; }

    chat::authenticity judged{};
    dingtalk::event got;
};

// A reply to what a member just said to `bot`.
chat::outgoing reply_to(fake_dingtalk& there, listening_bot& bot) {
    (void)there.say(bot.address() + "/dingtalk", {.text = "采样率怎么设置"});
    REQUIRE(bot.judged == chat::authenticity::genuine);
    const chat::incoming& in = std::get<dingtalk::message>(bot.got).incoming;
    CHECK(in.text == "采样率怎么设置");
    chat::outgoing out;
    out.id = "ob-1";
    out.where = in.where;
    out.mention = in.who;
    out.title = "采样率";
    out.markdown = "**在入口**设置";
    out.reply = in.reply;
    return out;
}

} // namespace

TEST_CASE("a reply arrives on DingTalk and its mention shows", "[dingtalk][platforms]") {
    fake_dingtalk there;
    listening_bot bot;
    sender here(dingtalk_with_hosts({there.address()}));
    CHECK(here.send(reply_to(there, bot)).what == verdict::sent);
    const auto messages = there.messages();
    REQUIRE(messages.size() == 1);
    CHECK(messages[0].conversation == "cidHelp==");
    CHECK(messages[0].title == "采样率");
    CHECK(messages[0].text == "@0123\n\n**在入口**设置");
    CHECK(messages[0].mentioned == std::vector<std::string>{"0123"});
}

TEST_CASE("whatever DingTalk answers, the verdict agrees with what is there", "[dingtalk][platforms]") {
    struct row {
        const char* what;
        armed_fault armed;
        verdict expected;
        std::optional<std::chrono::milliseconds> wait;
        std::size_t there;
    };
    const row rows[] = {
        {"HTTP 429", {.what = fault::rate_limited, .retry_after = 7s}, verdict::retry, 7s, 0},
        {"too many a minute", {.what = fault::refused, .code = 130101}, verdict::retry, 60s, 0},
        {"unsafe content", {.what = fault::refused, .code = 430104}, verdict::failed, {}, 0},
        {"HTTP 500", {.what = fault::server_error}, verdict::retry, {}, 0},
        {"a page", {.what = fault::page}, verdict::retry, 300s, 0},
        {"a cut before", {.what = fault::cut}, verdict::uncertain, {}, 0},
        {"a cut behind", {.what = fault::lost_answer}, verdict::uncertain, {}, 1},
        {"nothing, for too long", {.what = fault::silence}, verdict::uncertain, {}, 1},
    };
    for (const row& one : rows) {
        INFO(one.what);
        fake_dingtalk there;
        listening_bot bot;
        sender here(dingtalk_with_hosts({there.address()}), 2s);
        const chat::outgoing message = reply_to(there, bot);
        there.arm(one.armed);
        const chat::delivery became = here.send(message);
        CHECK(became.what == one.expected);
        CHECK(became.retry_after == one.wait);
        CHECK(there.messages().size() == one.there);
        CHECK(here.send_until_settled(message) == verdict::sent);
    }
}

TEST_CASE("a webhook that is gone or may not be called is never called", "[dingtalk][platforms]") {
    fake_dingtalk there;
    listening_bot bot;
    const chat::outgoing message = reply_to(there, bot);

    sender strict(dingtalk_with_hosts({"oapi.dingtalk.com"}));
    CHECK(strict.send(message).reason == "webhook host not allowed");
    sender here(dingtalk_with_hosts({there.address()}));
    chat::outgoing late = message;
    late.reply.expires_at = chat::timestamp(1ms);
    CHECK(here.send(late).reason == "session expired");
    chat::outgoing nowhere = message;
    nowhere.reply = {};
    CHECK(here.send(nowhere).reason == "no address to reply to");
    CHECK(there.calls() == 0);

    there.expire_sessions();
    const chat::delivery became = here.send(message);
    CHECK(became.what == verdict::failed);
    CHECK(became.reason == "errcode 300001: session expired");
    CHECK(there.messages().empty());
}

TEST_CASE("what our fake DingTalk spoils is noticed", "[dingtalk][platforms]") {
    fake_dingtalk there;
    listening_bot bot;
    auto [what, how, expected] = GENERATE(table<const char*, tampering, chat::authenticity>({
        {"nothing", tampering::none, chat::authenticity::genuine},
        {"the signature", tampering::bad_signature, chat::authenticity::forged},
        {"the time", tampering::stale, chat::authenticity::stale},
        {"everything", tampering::no_signature, chat::authenticity::malformed},
    }));
    INFO(what);
    (void)there.say(bot.address() + "/dingtalk", {.staff_id = "", .text = "hi", .direct = true}, how);
    CHECK(bot.judged == expected);
    CHECK(std::get<dingtalk::message>(bot.got).outsider);
    CHECK(std::get<dingtalk::message>(bot.got).incoming.where.direct);
}
