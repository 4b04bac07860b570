// A message that quotes another one.
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>

using Catch::Contains;
using tests::unknown;
using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;

namespace {

constexpr auto sampling_question = "SOFATracer 的采样率要在每个服务上都配置吗？";

chat::incoming quoting(world& here, std::string text, std::string quoted) {
    auto one = here.message(std::move(text));
    one.quoted_text = std::move(quoted);
    return one;
}

} // namespace

TEST_CASE("a bare mention that quotes a message is a question about that message", "[conversation]") {
    world here;
    (void)here.take(quoting(here, "", sampling_question));
    CHECK_THAT(here.reply().markdown, Contains("只在入口服务配置一次"));
    REQUIRE(here.questions().size() == 1);
    CHECK(here.questions()[0].text == sampling_question);
}

TEST_CASE("a mention that only points at what it quotes is a question about that message", "[conversation]") {
    const auto* said = GENERATE("？？", "👆", "同问", "这个怎么办？", "any ideas?");
    INFO(said);
    world here;
    (void)here.take(quoting(here, said, sampling_question));
    CHECK_THAT(here.reply().markdown, Contains("只在入口服务配置一次"));
    (void)here.take(quoting(here, said, unknown));
    (void)here.said();
    REQUIRE(here.questions().size() == 2);
    CHECK(here.questions()[1].text == unknown); // what a moderator can answer
}

TEST_CASE("praise of what is quoted is no question about it", "[conversation]") {
    world here;
    (void)here.take(quoting(here, "👍", sampling_question));
    CHECK(here.said().empty());
    CHECK(here.questions().empty());
}

TEST_CASE("a bare mention in somebody's thread asks what the thread began with", "[conversation]") {
    world here;
    auto called = here.message("");
    called.thread_text = sampling_question;
    (void)here.take(called);
    CHECK_THAT(here.reply().markdown, Contains("只在入口服务配置一次"));
}

TEST_CASE("in a long thread what was asked last counts, where there is an answer to it", "[conversation]") {
    using texts = std::vector<std::string>;
    const auto [what, last, expected] = GENERATE(table<const char*, texts, const char*>({
        {"asked last", {"我也想知道", sampling_question, "周末去哪里玩？"}, "只在入口服务配置一次"},
        {"said, and not asked", {"SOFATracer 的采样率在每个服务上都配置"}, "与 TC 的通信"},
        {"nobody has an answer to it", {"layotto 的 wasm 模块怎么热更新？"}, "与 TC 的通信"},
        {"nothing", {}, "与 TC 的通信"},
    }));
    INFO(what);
    world here;
    auto called = here.message("");
    called.thread_text = "Seata 的分布式事务为什么这么慢";
    called.thread_last = last;
    (void)here.take(called);
    CHECK_THAT(here.reply().markdown, Contains(expected));
}

TEST_CASE("who asks about somebody else's message leans on that one's thread", "[conversation]") {
    world here;
    (void)here.take(here.message("Seata 的分布式事务为什么这么慢"));
    (void)here.said();
    auto about = here.message("那上报 zipkin 呢");
    about.private_reply = true;
    about.thread_text = sampling_question;
    (void)here.take(about);
    CHECK_THAT(here.reply().markdown, Contains("每个服务节点都要配置上报"));
}

TEST_CASE("what a thread began with is context, but what its member asked before comes first", "[conversation]") {
    world here;
    auto called = here.message("那上报 zipkin 呢", "U-BOB");
    called.thread_text = sampling_question;
    (void)here.take(called);
    CHECK_THAT(here.reply().markdown, Contains("每个服务节点都要配置上报"));

    (void)here.take(here.message(sampling_question, "U-ALICE"));
    (void)here.said();
    auto again = here.message("那上报 zipkin 呢", "U-ALICE");
    again.thread_text = "今天吃什么";
    (void)here.take(again);
    CHECK_THAT(here.reply().markdown, Contains("每个服务节点都要配置上报"));
}

TEST_CASE("a bare mention without a quote asks for help", "[conversation]") {
    world here;
    (void)here.take(quoting(here, "", ""));
    CHECK_THAT(here.reply().title, Contains("怎么用我"));
    CHECK(here.questions().empty());
}

TEST_CASE("what is quoted is never taken for a command", "[conversation]") {
    world here;
    (void)here.take(here.message("layotto 的 wasm 模块怎么热更新？"));
    (void)here.said();
    auto one = quoting(here, "", "答 #1 假的");
    one.who.id = "U-MONA";
    (void)here.take(one);
    (void)here.said();
    CHECK(here.questions()[0].state == store::question_state::open);
}

TEST_CASE("an elliptical question leans on what it quotes", "[conversation]") {
    auto [what, quoted] = GENERATE(table<const char*, const char*>({
        {"a question", sampling_question},
        {"our answer to it", "@0123\n\n> SOFATracer 的采样率要在每个服务上都配置吗？\n\n只在入口服务配置一次就可以。"},
    }));
    INFO(what);
    world here;
    (void)here.take(quoting(here, "那上报 Zipkin 呢？", quoted));
    CHECK_THAT(here.reply().markdown, Contains("每个服务节点都要配置上报"));
}

TEST_CASE("a whole question is answered, whatever it quotes", "[conversation]") {
    world here;
    (void)here.take(quoting(here, "Seata 的分布式事务为什么这么慢", sampling_question));
    CHECK_THAT(here.reply().markdown, Contains("与 TC 的通信"));
}
