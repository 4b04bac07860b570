#include "adapters/slack/events.hpp"
#include "adapters/slack/signature.hpp"
#include "adapters/slack/slack_adapter.hpp"
#include "tests/platforms/fake_slack.hpp"
#include "tests/platforms/sender.hpp"

#include <catch2/catch.hpp>

using namespace adapters;
using namespace std::chrono_literals;
using namespace tests::platforms;
using chat::verdict;

namespace {

auto making(const fake_slack& there, std::string token = std::string(fake_slack::token)) {
    const slack::slack_settings how{
        .api_url = there.api_url(),
        .token_of = [token = std::move(token)](std::string_view) { return token; },
        .clock =
            [] { return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()); }};
    return [how](net::event_loop& loop, net::http_client& client) {
        return std::make_unique<slack::slack_adapter>(loop, client, how);
    };
}

chat::outgoing example() {
    chat::outgoing out;
    out.id = "ob-1";
    out.where.on = chat::platform::slack;
    out.where.group = "C0HELP";
    out.where.thread = "1800000000.000001";
    out.mention.id = "U0ALICE";
    out.markdown = "**yes**";
    return out;
}

} // namespace

TEST_CASE("a reply arrives on Slack, in its thread, with our id", "[slack][platforms]") {
    fake_slack there;
    sender here(making(there));
    const chat::delivery became = here.send(example());
    CHECK(became.what == verdict::sent);
    const auto messages = there.messages();
    REQUIRE(messages.size() == 1);
    CHECK(messages[0].ts == became.message_id);
    CHECK(messages[0].channel == "C0HELP");
    CHECK(messages[0].thread_ts == "1800000000.000001");
    CHECK(messages[0].text == "<@U0ALICE> *yes*");
    CHECK(messages[0].reply_id == "ob-1");
}

TEST_CASE("whatever Slack answers, the verdict agrees with what is there", "[slack][platforms]") {
    struct row {
        const char* what;
        armed_fault armed;
        verdict expected;
        std::optional<std::chrono::milliseconds> wait;
        std::size_t there;
    };
    const row rows[] = {
        {"too fast", {.what = fault::rate_limited, .retry_after = 7s}, verdict::retry, 7s, 0},
        {"HTTP 500", {.what = fault::server_error}, verdict::retry, {}, 0},
        {"a page", {.what = fault::page}, verdict::uncertain, {}, 0},
        {"no such channel", {.what = fault::refused, .word = "channel_not_found"}, verdict::failed, {}, 0},
        {"a passing error", {.what = fault::refused, .word = "service_unavailable"}, verdict::retry, {}, 0},
        {"a cut before", {.what = fault::cut}, verdict::uncertain, {}, 0},
        {"a cut behind", {.what = fault::lost_answer}, verdict::uncertain, {}, 1},
        {"nothing, for too long", {.what = fault::silence}, verdict::uncertain, {}, 1},
    };
    for (const row& one : rows) {
        INFO(one.what);
        fake_slack there;
        sender here(making(there), 2s);
        there.arm(one.armed);
        const chat::delivery became = here.send(example());
        CHECK(became.what == one.expected);
        CHECK(became.retry_after == one.wait);
        CHECK(there.messages().size() == one.there);
        // A fault is used up, and both sides go on; a fake that was cut takes a moment to be there again.
        auto after = here.send(example()).what;
        for (int again = 0; again < 50 && after == verdict::retry; ++again)
            after = here.send(example()).what;
        CHECK(after == verdict::sent);
    }
}

TEST_CASE("with nobody there a reply is tried again, with a wrong token never", "[slack][platforms]") {
    auto there = std::make_unique<fake_slack>();
    sender stranger(making(*there, "xoxb-other"));
    CHECK(stranger.send(example()).what == verdict::failed);
    sender here(making(*there));
    there.reset();
    CHECK(here.send(example()).what == verdict::retry);
}

TEST_CASE("what a member says on our fake Slack arrives signed, in channels twice", "[slack][platforms]") {
    fake_slack there;
    running_platform& base = there;
    // Another fake plays the bot: it keeps what it is sent.
    struct listener final : running_platform {
        listener() : running_platform({"/slack/events"}) {}
        ~listener() override { stop(); }
        std::vector<bot::server::request> got;
        bot::server::response serve(const bot::server::request& call) override {
            got.push_back(call);
            return {};
        }
        bot::server::response refusal(const armed_fault&) const override { return {}; }
    } bot;
    const std::string url = bot.address() + "/slack/events";
    const auto said = there.say(url, {.text = "@bot how do I build it?"});
    CHECK(said.answer.status == 200);
    REQUIRE(bot.got.size() == 2);
    const std::vector<std::string> secrets{std::string(fake_slack::signing_secret)};
    const auto now = std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto judged = [&](const bot::server::request& call) {
        return slack::check_signature(
            call.body, {call.header("x-slack-request-timestamp"), call.header("x-slack-signature")}, secrets, now);
    };
    CHECK(judged(bot.got[0]) == chat::authenticity::genuine);
    CHECK(judged(bot.got[1]) == chat::authenticity::genuine);
    CHECK(std::holds_alternative<slack::ignored>(slack::decode(bot.got[0].body)));
    const auto event = slack::decode(bot.got[1].body);
    REQUIRE(std::holds_alternative<slack::message>(event));
    CHECK(std::get<slack::message>(event).incoming.text == "how do I build it?");
    CHECK(std::get<slack::message>(event).incoming.message_id == said.ts);
    CHECK(std::get<slack::message>(event).incoming.delivery_id == said.event_id);

    bot.got.clear();
    CHECK(there.say(url, {.text = "hello", .direct = true}, tampering::stale).answer.status == 200);
    CHECK(judged(bot.got.at(0)) == chat::authenticity::stale);
    (void)there.say(url, {.text = "hello", .direct = true}, tampering::bad_signature);
    CHECK(judged(bot.got.at(1)) == chat::authenticity::forged);
    (void)there.say(url, {.text = "hello", .direct = true}, tampering::no_signature);
    CHECK(judged(bot.got.at(2)) == chat::authenticity::malformed);
    (void)there.say(url, {.text = "hello", .direct = true}, tampering::doubled_signature);
    const std::size_t got = bot.got.size();
    CHECK((got == 3 || bot.got.at(3).count("x-slack-signature") == 2)); // the gate may refuse it before
    CHECK(base.calls() == 0);
    CHECK(bot.wait_for([&] { return bot.calls() >= 5; }, 5s));
}
