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

slack::slack_settings settings_at(const fake_slack& there, std::string token) {
    return {
        .api_url = there.api_url(),
        .token_of = [token = std::move(token)](std::string_view) { return token; },
        .clock =
            [] { return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()); }};
}

auto slack_at(const fake_slack& there, std::string token = std::string(fake_slack::token)) {
    return making<slack::slack_adapter>(settings_at(there, std::move(token)));
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
    sender here(slack_at(there));
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
        sender here(slack_at(there), 2s);
        there.arm(one.armed);
        const chat::delivery became = here.send(example());
        CHECK(became.what == one.expected);
        CHECK(became.retry_after == one.wait);
        CHECK(there.messages().size() == one.there);
        CHECK(here.send_until_settled(example()) == verdict::sent);
    }
}

TEST_CASE("with nobody there, or with a token that is not good, a reply is tried again", "[slack][platforms]") {
    auto there = std::make_unique<fake_slack>();
    std::string said; // of the token; on the loop's thread, before send() comes back
    auto how = settings_at(*there, "xoxb-other");
    how.token_refused = [&said](const std::string&, const std::string& token, const std::string& why) {
        said = token + " " + why;
    };
    sender stranger(making<slack::slack_adapter>(std::move(how)));
    CHECK(stranger.send(example()).what == verdict::retry); // somebody may install it anew
    CHECK(said == "xoxb-other invalid_auth");
    sender here(slack_at(*there));
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

TEST_CASE("buttons are posted, replaced and withdrawn on Slack", "[slack][platforms]") {
    fake_slack there;
    sender here(slack_at(there));
    chat::outgoing message = example();
    message.buttons = {{chat::action::helpful, "q1", "Helpful", ""}};
    const auto posted = here.send(message);
    CHECK(fake_slack::buttons(there.messages().at(0).blocks) == std::vector<std::string>{"Helpful"});

    message.what = chat::act::replace;
    message.target = posted.message_id;
    message.status = "helpful 1";
    message.buttons.clear();
    CHECK(here.send(message).what == verdict::sent);
    CHECK(there.messages().at(0).changed);
    CHECK(fake_slack::buttons(there.messages().at(0).blocks).empty());

    message.what = chat::act::withdraw;
    CHECK(here.send(message).what == verdict::sent);
    CHECK(there.messages().at(0).gone);
    CHECK(here.send(message).what == verdict::sent); // gone already is as good
    CHECK(there.calls_of("chat.postMessage") == 1);
}

TEST_CASE("a message Slack does not take in blocks is sent once more as plain text", "[slack][platforms]") {
    fake_slack there;
    sender here(slack_at(there));
    chat::outgoing message = example();
    message.markdown = std::string(9000, 'x');
    message.footer = "Source: weekly";
    there.arm({.what = fault::refused, .word = "invalid_blocks"});
    CHECK(here.send(message).what == verdict::sent);
    REQUIRE(there.messages().size() == 1);
    CHECK(there.messages()[0].blocks.empty());
    CHECK(there.messages()[0].text.size() < 3100);
    CHECK(there.messages()[0].text.ends_with("Source: weekly"));
    // Once, never in a loop.
    there.arm({.what = fault::refused, .word = "msg_too_long"}, 2);
    CHECK(here.send(message).what == verdict::failed);
    CHECK(there.calls() == 4);
}

TEST_CASE("what one member may see goes to his reply address, and without it by the bot's own power",
          "[slack][platforms]") {
    fake_slack there;
    sender here(slack_at(there));
    chat::outgoing message = example();
    message.only_for.id = "U0ALICE";
    message.reply = {.url = there.address() + "/respond", .expires_at = chat::timestamp(std::chrono::hours(1'000'000))};
    CHECK(here.send(message).what == verdict::sent);
    REQUIRE(there.private_messages().size() == 1);
    CHECK(there.private_messages()[0].user.empty());

    const auto late = [&](const char* what, auto change) {
        INFO(what);
        chat::outgoing other = message;
        change(other);
        CHECK(here.send(other).what == verdict::sent);
        CHECK(there.private_messages().back().user == "U0ALICE");
    };
    late("its time is over", [](chat::outgoing& one) { one.reply.expires_at = chat::timestamp(1ms); });
    late("it points elsewhere", [](chat::outgoing& one) { one.reply.url = "https://evil.example.org/x"; });
    late("there is none", [](chat::outgoing& one) { one.reply = {}; });
    late("it is used up", [&](chat::outgoing& one) { one.reply.url = there.address() + "/gone"; });

    message.what = chat::act::replace;
    message.reply = {};
    const auto became = here.send(message);
    CHECK(became.what == verdict::failed);
    CHECK(became.reason == "the reply address is not good any more");
}

TEST_CASE("a workspace without a token is told apart from every other failure", "[slack][platforms]") {
    fake_slack there;
    sender here(slack_at(there, ""));
    chat::outgoing message = example();
    message.where.workspace = "T0GONE";
    CHECK(here.send(message).reason == "the bot is not installed in workspace T0GONE");
    CHECK(there.calls() == 0);
}

TEST_CASE("a question that waits longer than a second shows that it is being answered", "[slack][platforms]") {
    fake_slack there;
    sender here(slack_at(there));
    chat::outgoing message = example();
    message.answers = "1800000000.000001";
    CHECK(here.send(message).what == verdict::sent);
    CHECK(there.reactions().empty());

    message.id = "ob-2";
    there.arm({.what = fault::server_error}); // and the worker tries again later
    CHECK(here.send(message).what == verdict::retry);
    REQUIRE(there.wait_for([&] { return there.reactions().size() == 1; }, 5s));
    CHECK(there.reactions()[0] == "+eyes 1800000000.000001");
    CHECK(here.send(message).what == verdict::sent);
    REQUIRE(there.wait_for([&] { return there.reactions().size() == 2; }, 5s));
    CHECK(there.reactions()[1] == "-eyes 1800000000.000001");

    // Whatever Slack says to the sign is nothing to the answer.
    message.id = "ob-3";
    there.arm({.what = fault::server_error});
    CHECK(here.send(message).what == verdict::retry);
    there.arm({.what = fault::refused, .word = "already_reacted", .path = "/api/reactions.add"});
    REQUIRE(there.wait_for([&] { return there.calls_of("chat.postMessage") == 2 && there.calls() >= 7; }, 5s));
    CHECK(here.send(message).what == verdict::sent);
}

TEST_CASE("questions that wait for their turn have the sign, and no more of them than Slack takes calls",
          "[slack][platforms]") {
    fake_slack there;
    sender here(slack_at(there));
    constexpr auto most = std::size_t{slack::working_sign::most_a_minute};
    const auto question = [](std::size_t number) { return "18000000" + std::to_string(10 + number) + ".000001"; };
    here.with<slack::slack_adapter>([&](slack::slack_adapter& adapter) {
        for (std::size_t i = 0; i < most + 5; ++i)
            adapter.will_answer(example().where, question(i));
    });
    REQUIRE(there.wait_for([&] { return there.reactions().size() == most; }, 5s));
    CHECK_FALSE(there.wait_for([&] { return there.reactions().size() > most; }, 100ms));

    chat::outgoing first = example(), last = example();
    first.answers = question(0);
    last.answers = question(most + 4);
    CHECK(here.send(last).what == verdict::sent); // it has none to take away
    CHECK(here.send(first).what == verdict::sent);
    REQUIRE(there.wait_for([&] { return there.reactions().size() == most + 1; }, 5s));
    CHECK(there.reactions().back() == "-eyes " + question(0));
}

TEST_CASE("what was to be said before the program began may have its sign already", "[slack][platforms]") {
    fake_slack there;
    sender here(slack_at(there));
    chat::outgoing message = example();
    message.answers = "1800000000.000001";
    message.said_at = settings_at(there, "").clock() - 1h;
    SECTION("and is sent") {
        CHECK(here.send(message).what == verdict::sent);
    }
    SECTION("and is not any more") {
        here.with<slack::slack_adapter>([&](slack::slack_adapter& adapter) { adapter.give_up(message); });
    }
    REQUIRE(there.wait_for([&] { return there.reactions().size() == 1; }, 5s));
    CHECK(there.reactions()[0] == "-eyes 1800000000.000001");
}
