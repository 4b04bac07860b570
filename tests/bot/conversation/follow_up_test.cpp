// What a follow-up leans on, and when it does not.
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>

using Catch::Contains;
using tests::known;
using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;

namespace {

constexpr auto follow_up = "那上报 zipkin 呢";

} // namespace

TEST_CASE("a follow-up leans on what was asked by the same member, in the same thread of the same group", "[context]") {
    auto [what, who, group, thread, leans] = GENERATE(table<const char*, const char*, const char*, const char*, bool>({
        {"the same", "U-ALICE", "C1", "t1", true},
        {"another member", "U-BOB", "C1", "t1", false},
        {"another thread", "U-ALICE", "C1", "t2", false},
        {"another group", "U-ALICE", "C2", "t1", false},
        {"somebody without an id", "", "C1", "t1", false},
    }));
    INFO(what);
    world here;
    (void)here.take(here.message(known));
    (void)here.take(here.message(follow_up, who, group, thread));
    const auto last = here.questions().back();
    REQUIRE(last.text == follow_up);
    CHECK((last.answered_with == here.reporting) == leans);
}

TEST_CASE("how long a follow-up may lean on the answer before is the group's to say", "[context]") {
    auto [what, expiry, after, leans] = GENERATE(table<const char*, std::chrono::seconds, std::chrono::seconds, bool>({
        {"as it comes, after nine minutes", std::chrono::minutes(10), std::chrono::minutes(9), true},
        {"as it comes, after eleven", std::chrono::minutes(10), std::chrono::minutes(11), false},
        {"a group that forgets quickly", std::chrono::minutes(1), std::chrono::minutes(2), false},
        {"a group that remembers long", std::chrono::hours(2), std::chrono::minutes(90), true},
        {"a group without memory", std::chrono::seconds(0), std::chrono::seconds(1), false},
    }));
    INFO(what);
    world here;
    here.settings.communities.front().groups.front().context_expiry = expiry;
    (void)here.take(here.message(known));
    here.now += std::chrono::milliseconds(after).count();
    (void)here.take(here.message(follow_up));
    CHECK((here.questions().back().answered_with == here.reporting) == leans);
}

TEST_CASE("a change of topic is not dragged back to what was answered before", "[context]") {
    auto [text, expected] = GENERATE(table<const char*, const char*>({
        {"Seata 的性能损耗在哪里，分布式事务为什么慢", "主要花在与 TC 的通信上。"},
        {"换个问题，分布式事务为什么慢", "主要花在与 TC 的通信上。"},
        {"seata performance 分布式事务慢在哪里", "主要花在与 TC 的通信上。"},
    }));
    INFO(text);
    world here;
    (void)here.take(here.message(known));
    (void)here.said();
    (void)here.take(here.message(text));
    CHECK_THAT(here.reply().markdown, Contains(expected));
    CHECK(here.questions().back().answered_with == here.latency);
}

TEST_CASE("a new question that nothing is known of is not answered out of the chain before", "[context]") {
    auto text = GENERATE("layotto 的 wasm 模块怎么热更新", "kubernetes 集群怎么扩容节点", "谁负责发布下一个版本的公告");
    INFO(text);
    world here;
    (void)here.take(here.message(known));
    (void)here.take(here.message(text));
    const auto last = here.questions().back();
    CHECK(last.decided != knowledge::decision::answer);
    CHECK_FALSE(last.answered_with);
}
