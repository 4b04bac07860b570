// The promises of docs/architecture.md, each seen from outside while something breaks.
#include "tests/e2e/house.hpp"
#include "tests/support/locked_database.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <thread>

using Catch::Contains;
using tests::about_sampling;
using tests::house;
using tests::platforms::fault;
using tests::platforms::tampering;
namespace store = knowledge::store;

namespace {

constexpr std::chrono::milliseconds settle{
    1500}; // for what must NOT happen: longer than a redelivered reply would take

std::size_t replies_after_settling(house& here, std::size_t more_than) {
    (void)here.slack.wait_for([&] { return here.slack.messages().size() > more_than; }, settle);
    return here.slack.messages().size();
}

// Whether one of the replies gets there within the time that retries and asking take.
bool any_becomes(house& here, store::outbox_state state) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    for (;;) {
        const auto rows = here.outbox();
        if (std::ranges::any_of(rows, [&](const auto& row) { return row.state == state; })) return true;
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

// The same where there is one reply only.
bool becomes(house& here, store::outbox_state state) {
    return any_becomes(here, state) && here.outbox().size() == 1;
}

} // namespace

TEST_CASE("one question, one reply: redelivered at once, in parallel and after a restart", "[e2e]") {
    house here;
    const auto first = here.slack.say(here.slack_url(), {.text = about_sampling});
    (void)here.slack_says(1);
    const tests::platforms::fake_slack::saying again{
        .text = about_sampling, .ts = first.ts, .event_id = first.event_id};

    CHECK(here.slack.say(here.slack_url(), again).answer.status == 200);
    {
        std::vector<std::jthread> several;
        for (int i = 0; i < 6; ++i)
            several.emplace_back([&] { (void)here.slack.say(here.slack_url(), again); });
    }
    here.restart(SIGTERM);
    CHECK(here.slack.say(here.slack_url(), again).answer.status == 200);
    here.restart(SIGKILL);
    CHECK(here.slack.say(here.slack_url(), again).answer.status == 200);

    CHECK(replies_after_settling(here, 1) == 1);
    CHECK(here.questions().size() == 1);
}

TEST_CASE("nothing from an unverified request is stored or answered", "[e2e]") {
    auto [what, how, expected] = GENERATE(table<const char*, tampering, int>({
        {"a wrong signature", tampering::bad_signature, 401},
        {"no signature", tampering::no_signature, 401},
        {"a stale one", tampering::stale, 401},
        {"a signature header twice", tampering::doubled_signature, 400},
    }));
    INFO(what);
    house here;
    CHECK(here.slack.say(here.slack_url(), {.text = about_sampling}, how).answer.status == expected);
    CHECK(here.dingtalk.say(here.dingtalk_url(), {.text = about_sampling}, how).answer.status == expected);
    here.program->kill(SIGTERM);
    CHECK(here.program->wait(std::chrono::seconds(10)) == 0);
    CHECK(here.questions().empty());
    CHECK(here.slack.calls() == 0);
    CHECK(here.dingtalk.calls() == 0);
}

TEST_CASE("a body that cannot be read is refused and the bot goes on", "[e2e]") {
    house here;
    const auto deep = std::string(40, '[') + std::string(40, ']');
    auto [what, body, expected] = GENERATE_COPY(table<const char*, std::string, int>({
        {"not JSON", "hello", 400},
        {"too deep", "{\"type\":\"event_callback\",\"event\":" + deep + "}", 400},
        {"too large", "{\"x\":\"" + std::string(300'000, 'a') + "\"}", 413},
        {"wrong types", R"({"type":7,"event":"x","robotCode":7})", 400},
    }));
    INFO(what);
    CHECK(here.slack.deliver(here.slack_url(), body).status == expected);
    CHECK(here.dingtalk.deliver(here.dingtalk_url(), body).status == expected);
    (void)here.slack.say(here.slack_url(), {.text = about_sampling});
    CHECK_THAT(here.slack_says(1).text, Contains("入口服务"));
}

TEST_CASE("the platform's troubles decide what becomes of a reply, and it is never sent twice", "[e2e]") {
    auto [what, trouble, said, state] = GENERATE(table<const char*, fault, std::size_t, store::outbox_state>({
        {"too fast, then yes", fault::rate_limited, 1, store::outbox_state::sent},
        {"an error of its own, then yes", fault::server_error, 1, store::outbox_state::sent},
        {"a page that says nothing: asked, not there, sent", fault::page, 1, store::outbox_state::sent},
        {"done, but the answer is lost: asked, and there", fault::lost_answer, 1, store::outbox_state::sent},
        {"no", fault::refused, 0, store::outbox_state::failed},
    }));
    INFO(what);
    house here;
    here.slack.arm({.what = trouble, .word = "channel_not_found"});
    CHECK(here.slack.say(here.slack_url(), {.text = about_sampling}).answer.status == 200);
    CHECK(becomes(here, state));
    CHECK(replies_after_settling(here, said) == said);
}

TEST_CASE("a platform that cannot be asked: an answer that may have arrived is not sent again", "[e2e]") {
    house here;
    here.dingtalk.arm({.what = fault::lost_answer});
    CHECK(here.dingtalk.say(here.dingtalk_url(), {.text = " seata 分布式事务为什么慢"}).answer.status == 200);
    CHECK(becomes(here, store::outbox_state::uncertain));
    (void)here.dingtalk.wait_for([&] { return here.dingtalk.messages().size() > 1; }, settle);
    CHECK(here.dingtalk.messages().size() == 1);
}

TEST_CASE("killed between commit and reply: the question is there, and the reply is there once", "[e2e]") {
    house here;
    here.slack.arm({.what = fault::silence});
    CHECK(here.slack.say(here.slack_url(), {.text = about_sampling}).answer.status == 200);
    REQUIRE(here.slack.wait_for([&] { return here.slack.calls() == 1; }, std::chrono::seconds(10)));
    here.restart(SIGKILL); // while the platform has the message and has not answered

    CHECK(here.questions().size() == 1);
    CHECK(becomes(here, store::outbox_state::sent)); // found by its id
    CHECK(replies_after_settling(here, 1) == 1);
}

TEST_CASE("killed before the reply left: it comes after the restart", "[e2e]") {
    house here;
    here.slack.arm({.what = fault::server_error}, 1'000);
    CHECK(here.slack.say(here.slack_url(), {.text = about_sampling}).answer.status == 200);
    REQUIRE(here.slack.wait_for([&] { return here.slack.calls() >= 1; }, std::chrono::seconds(10)));
    std::this_thread::sleep_for(std::chrono::milliseconds(200)); // the row is back to pending
    here.program->kill(SIGKILL);
    (void)here.program->wait(std::chrono::seconds(10));
    here.slack.disarm();
    here.start();
    CHECK_THAT(here.slack_says(1).text, Contains("入口服务"));
    CHECK(replies_after_settling(here, 1) == 1);
}

TEST_CASE("a reply address that is not DingTalk's is never called", "[e2e]") {
    house here;
    tests::platforms::fake_slack elsewhere; // any listener will do
    for (const auto& address :
         {elsewhere.address() + "/robot/sendBySession?session=x", std::string("http://127.0.0.1:1/robot/sendBySession"),
          std::string("https://evil.example.org/robot/sendBySession")}) {
        CHECK(here.dingtalk.say(here.dingtalk_url(), {.text = about_sampling, .session_webhook = address})
                  .answer.status == 200);
    }
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    const auto all_failed = [&] {
        const auto rows = here.outbox();
        return rows.size() == 3 &&
               std::ranges::all_of(rows, [](const auto& row) { return row.state == store::outbox_state::failed; });
    };
    while (!all_failed() && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    CHECK(all_failed());
    CHECK(elsewhere.calls() == 0);
    CHECK(here.dingtalk.calls() == 0);
}

TEST_CASE("while the database is locked nothing is acknowledged, and it recovers", "[e2e]") {
    house here;
    const auto ready = [&] { return here.slack.post({.method = "GET", .url = here.program->base() + "/readyz"}).body; };
    {
        const tests::locked_database lock(here.database());
        CHECK(here.slack.say(here.slack_url(), {.text = about_sampling}).answer.status == 503);
        CHECK(ready() == "the database is locked\n"); // although it can be read
    }
    CHECK(here.slack.say(here.slack_url(), {.text = about_sampling}).answer.status == 200);
    CHECK(ready() == "ready\n");
    (void)here.slack_says(1);
    CHECK(replies_after_settling(here, 1) == 1);
}

TEST_CASE("a SIGTERM lets what is under way finish", "[e2e]") {
    house here;
    here.slack.arm({.what = fault::slow});
    CHECK(here.slack.say(here.slack_url(), {.text = about_sampling}).answer.status == 200);
    REQUIRE(here.slack.wait_for([&] { return here.slack.calls() == 1; }, std::chrono::seconds(10)));
    here.program->kill(SIGTERM); // while the platform takes its time to answer
    CHECK(here.program->wait(std::chrono::seconds(10)) == 0);
    REQUIRE(here.outbox().size() == 1);
    CHECK(here.outbox()[0].state == store::outbox_state::sent);
}

TEST_CASE("a SIGHUP with no certificate to read again says that it changes nothing", "[e2e]") {
    house here;
    here.program->kill(SIGHUP);
    here.program->kill(SIGTERM);
    CHECK(here.program->wait(std::chrono::seconds(10)) == 0);
    CHECK_THAT(here.program->said(), Contains("SIGHUP changes nothing"));
}

TEST_CASE("a second qunda on the same database is refused", "[e2e]") {
    house here;
    const auto second = here.qunda({"serve", "--port", "0"});
    CHECK(second.code == 69);
    CHECK_THAT(second.out, Contains("another qunda"));
}

TEST_CASE("what members say and what is secret is in no line of the log", "[e2e]") {
    const std::string word = "Zwetschgenkuchen"; // in all that is said here
    house here;
    here.reconfigure({{"[storage]\n", "[logging]\nlevel = \"debug\"\n[storage]\n"}});
    here.start();
    auto& slack = here.slack;
    const auto say = [&](const std::string& text, const std::string& user = "U0ALICE",
                         tampering how = tampering::none) {
        return slack.say(here.slack_url(), {.user = user, .text = text}, how);
    };
    const auto asked = say("@bot where is the " + word + "?");
    (void)here.slack_says(1);
    (void)say("@bot answer #1 the " + word + " is in the oven", "U0EVE");  // may not
    (void)say("@bot answer #1 the " + word + " is in the oven", "U0MONA"); // may
    (void)say("we talk about " + word);                                    // to nobody
    (void)say("@bot forged " + word, "U0ALICE", tampering::bad_signature);
    (void)slack.deliver(here.slack_url(), R"({"type":"event_callback","event":{")" + word + R"(":[}})");
    (void)slack.deliver(here.slack_url(), R"({"type":"event_callback","event":")" + word + R"("})");
    (void)here.dingtalk.say(here.dingtalk_url(), {.text = " und der " + word + "?"});
    (void)here.dingtalk_says(1);
    REQUIRE(here.settled());
    slack.arm({.what = fault::refused, .word = "channel_not_found"}, 3);
    (void)say("@bot is there more " + word + "?", "U0BOB");
    CHECK(any_becomes(here, store::outbox_state::failed));
    slack.disarm();
    (void)slack.edit(here.program->base(), asked.ts, "@bot where was the " + word + "?");
    (void)slack.erase(here.program->base(), asked.ts);
    here.program->kill(SIGTERM);
    CHECK(here.program->wait(tests::patience) == 0);

    const auto log = here.program->said();
    CHECK_THAT(log,
               Contains("shutting down") && Contains("debug") && Contains("signature forged") && Contains("failed"));
    CHECK_THAT(log, !Contains(word));
    for (const auto& [name, secret] : here.environment()) {
        INFO(name);
        CHECK_THAT(log, !Contains(secret));
    }
}

TEST_CASE("a configuration with mistakes refuses to start and names each with its place", "[e2e]") {
    tests::temporary_folder folder;
    std::ofstream(folder / "bad.toml") << "[server]\nport = \"x\"\nadress = \"::1\"\n[slack]\nenabled = true\n";
    const auto refused = tests::run({"--config", folder / "bad.toml", "serve"});
    CHECK(refused.code == 78);
    CHECK_THAT(refused.out, Contains("bad.toml:2:8: server.port") && Contains("bad.toml:3:1: server.adress") &&
                                Contains("signing_secret"));
}
