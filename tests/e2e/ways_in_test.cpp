// The program over the connections it opens itself: Slack's Socket Mode, DingTalk's Stream mode.
#include "tests/e2e/house.hpp"
#include "tests/support/locked_database.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <thread>

using Catch::Contains;
using tests::house;
using tests::platforms::fake_dingtalk;
using tests::platforms::fake_slack;
namespace store = knowledge::store;

namespace {

constexpr auto on_slack = "@bot sofatracer 采样率是不是每个服务都要配？";
constexpr auto on_dingtalk = " seata 分布式事务为什么这么慢";

} // namespace

TEST_CASE("over Socket Mode a question is answered in its thread, once, whatever happens to the connection", "[e2e]") {
    house here(tests::way_in::own_connections);
    const auto asked = here.slack.say(fake_slack::by_socket, {.text = on_slack});
    CHECK(asked.answer.status == 200);
    const auto said = here.slack_says(1);
    CHECK(said.thread_ts == asked.ts);
    CHECK_THAT(said.text, Contains("入口服务") && Contains("<@U0ALICE>"));

    const fake_slack::saying again{.text = on_slack, .ts = asked.ts, .event_id = asked.event_id};
    CHECK(here.slack.say(fake_slack::by_socket, again).answer.status == 200);
    auto& sockets = here.slack.sockets();
    const auto first = sockets.newest();
    sockets.cut(first);
    REQUIRE(sockets.wait_for([&] { return sockets.newest() > first; }, std::chrono::seconds(10)));
    CHECK(here.slack.say(fake_slack::by_socket, again).answer.status == 200);
    here.restart(SIGKILL);
    REQUIRE(sockets.wait_for([&] { return sockets.newest() > first + 1; }, std::chrono::seconds(10)));
    CHECK(here.slack.say(fake_slack::by_socket, again).answer.status == 200);

    CHECK(here.slack.say(fake_slack::by_socket, {.text = "@bot seata 分布式事务为什么这么慢"}).answer.status == 200);
    CHECK_THAT(here.slack_says(2).text, Contains("TC")); // the second thing said, so the first was said once
    CHECK(here.questions().size() == 2);
    CHECK(sockets.seen().most_live <= 2);
}

TEST_CASE("over Stream mode a question is answered, once, whatever happens to the connection", "[e2e]") {
    house here(tests::way_in::own_connections);
    const auto asked = here.dingtalk.say(fake_dingtalk::by_stream, {.text = on_dingtalk});
    CHECK(asked.answer.status == 200);
    const auto said = here.dingtalk_says(1);
    CHECK_THAT(said.text, Contains("TC"));
    CHECK(said.mentioned == std::vector<std::string>{"0123"});

    const fake_dingtalk::saying again{.text = on_dingtalk, .msg_id = asked.msg_id};
    CHECK(here.dingtalk.say(fake_dingtalk::by_stream, again).answer.status == 200);
    auto& streams = here.dingtalk.streams();
    const auto first = streams.newest();
    streams.cut(first);
    REQUIRE(streams.wait_for([&] { return streams.newest() > first; }, std::chrono::seconds(10)));
    CHECK(here.dingtalk.say(fake_dingtalk::by_stream, again).answer.status == 200);

    CHECK(here.dingtalk.say(fake_dingtalk::by_stream, {.text = " 采样率每个服务都要配置吗"}).answer.status == 200);
    CHECK_THAT(here.dingtalk_says(2).text, Contains("入口服务"));
    CHECK(here.questions().size() == 2);
}

TEST_CASE("over a connection, too, nothing is acknowledged while the database is locked", "[e2e]") {
    house here(tests::way_in::own_connections);
    REQUIRE(here.slack.sockets().newest(std::chrono::seconds(10)) != 0);
    {
        const tests::locked_database lock(here.database());
        CHECK(here.slack.say(fake_slack::by_socket, {.text = on_slack}).answer.status == 0);
    }
    CHECK(here.slack.say(fake_slack::by_socket, {.text = on_slack}).answer.status == 200);
    CHECK_THAT(here.slack_says(1).text, Contains("入口服务"));
}

TEST_CASE("what DingTalk may never send again is kept while the database is locked, and answered once", "[e2e]") {
    const auto way = GENERATE(tests::way_in::http, tests::way_in::own_connections);
    house here(way);
    const bool by_stream = way == tests::way_in::own_connections;
    if (by_stream) REQUIRE(here.dingtalk.streams().newest(std::chrono::seconds(10)) != 0);
    const auto url = by_stream ? std::string(fake_dingtalk::by_stream) : here.dingtalk_url();
    fake_dingtalk::said asked;
    {
        const tests::locked_database lock(here.database());
        asked = here.dingtalk.say(url, {.text = on_dingtalk});
        CHECK(asked.answer.status == (by_stream ? 0 : 503)); // not acknowledged
    }
    CHECK_THAT(here.dingtalk_says(1).text, Contains("TC")); // nobody said it again
    CHECK(here.dingtalk.say(url, {.text = on_dingtalk, .msg_id = asked.msg_id}).answer.status == 200); // it may
    CHECK(here.questions().size() == 1);
}

TEST_CASE("/healthz tells how each connection fares", "[e2e]") {
    house here(tests::way_in::own_connections);
    REQUIRE(here.slack.sockets().newest(std::chrono::seconds(10)) != 0);
    REQUIRE(here.dingtalk.streams().newest(std::chrono::seconds(10)) != 0);
    const auto health = [&] {
        return here.slack.post({.method = "GET", .url = here.program->base() + "/healthz"}).body;
    };
    const auto becomes = [&](const std::string& words) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (health().find(words) == std::string::npos) {
            if (std::chrono::steady_clock::now() > deadline) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return true;
    };
    CHECK(becomes("slack Socket Mode: connected since 20"));
    CHECK(becomes("dingtalk Stream mode: connected since 20"));
    here.slack.sockets().refuse(1000);
    here.slack.sockets().cut(here.slack.sockets().newest());
    CHECK(becomes("slack Socket Mode: not connected, trying since 20"));
    CHECK(becomes("dingtalk Stream mode: connected since 20"));
}

TEST_CASE("a SIGTERM closes the connections in good order and ends soon", "[e2e]") {
    house here(tests::way_in::own_connections);
    REQUIRE(here.slack.sockets().newest(std::chrono::seconds(10)) != 0);
    REQUIRE(here.dingtalk.streams().newest(std::chrono::seconds(10)) != 0);
    CHECK(here.slack.say(fake_slack::by_socket, {.text = on_slack}).answer.status == 200);
    here.program->kill(SIGTERM);
    CHECK(here.program->wait(std::chrono::seconds(10)) == 0);
    CHECK(here.slack.sockets().newest() == 0);
    CHECK(here.dingtalk.streams().newest() == 0);
    REQUIRE(here.outbox().size() == 1);
}
