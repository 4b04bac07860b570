// What is said to the bot without asking anything, and what it says to that.
#include "bot/conversation/going_on.hpp"
#include "bot/conversation/small_talk.hpp"
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>

using bot::conversation::goes_on;
using bot::conversation::small_talk;
using bot::conversation::small_talk_of;
using Catch::Contains;
using tests::known;
using tests::unknown;
using tests::world;
namespace chat = adapters::chat;

TEST_CASE("a hello, a number and thanks are no questions, and a question is none of them", "[conversation]") {
    auto [text, what] = GENERATE(table<const char*, small_talk>({
        {"你好", small_talk::greeting},
        {"在吗？", small_talk::greeting},
        {"Hello!", small_talk::greeting},
        {"HI", small_talk::greeting},
        {"你是谁？", small_talk::greeting},
        {"你好～", small_talk::greeting},
        {"what can you do?", small_talk::greeting},
        {"？？？", small_talk::greeting},
        {"666", small_talk::number},
        {"12.", small_talk::number},
        {"谢谢！", small_talk::courtesy},
        {"good morning", small_talk::courtesy},
        {"!!!", small_talk::courtesy},
        {"👍", small_talk::courtesy},
        {"502 怎么办", small_talk::none},
        {"你好，请问怎么升级", small_talk::none},
        {"hi, how do I upgrade?", small_talk::none},
        {"你能做什么类型的压测", small_talk::none},
        {"what can you do about the timeout?", small_talk::none},
    }));
    INFO(text);
    CHECK(small_talk_of(text) == what);
}

TEST_CASE("who says hello is told what the bot is for, alone, and no moderator is bothered", "[conversation]") {
    const auto* text = GENERATE("你好", "在吗", "你是谁？", "who are you?", "？？？");
    INFO(text);
    world here;
    (void)here.take(here.message(text));
    const auto told = here.reply();
    CHECK_THAT(told.markdown, Contains("答疑机器人"));
    CHECK(told.only_for.id == "U-ALICE");
    CHECK(here.questions().empty());
}

TEST_CASE("what somebody made an entry of is offered, also when it sounds like a hello", "[conversation]") {
    world here;
    (void)here.add("你是谁", "我是茶馆的小二。");
    here.start();
    (void)here.take(here.message("你是谁"));
    CHECK_THAT(here.reply().markdown, Contains("你是谁") && !Contains("答疑机器人"));
}

TEST_CASE("a number that stands for nothing is not logged", "[conversation]") {
    world here;
    (void)here.take(here.message("666"));
    CHECK_THAT(here.reply().markdown, Contains("没有对应的问题"));
    CHECK(here.questions().empty());
}

TEST_CASE("who is not content before anybody answered is told that it waits, and nothing counts as wrong",
          "[learning]") {
    const auto* word = GENERATE("没用", "找管理员");
    world here;
    (void)here.take(here.message(unknown));
    (void)here.reply();
    for (int i = 0; i < 5; ++i) {
        (void)here.take(here.message(word));
        CHECK(here.reply().markdown == "#1 还在等管理员回答，有答案后会在这里告诉你。");
    }
    CHECK(here.questions().size() == 1);
    (void)here.take(here.message("有用"));
    CHECK(here.said().empty());
}

TEST_CASE("a question that goes on is known by its words", "[conversation]") {
    auto [text, yes] = GENERATE(table<const char*, bool>({
        {"那上报呢", true},
        {"容器里呢？", true},
        {"还有别的办法吗", true},
        {"and at run time?", true},
        {"What about containers?", true},
        {"采样率怎么配", false},
        {"Android 上怎么接入", false},
        {"how do I set the rate?", false},
        {"那我们想把网关从旧集群整体迁移到新集群，中间怎么保证长连接一个都不断呢", false},
    }));
    INFO(text);
    CHECK(goes_on(text) == yes);
}

TEST_CASE("the list of open questions shows what such a question goes on from", "[clusters]") {
    world here;
    (void)here.take(here.message(known));
    (void)here.take(here.message("那 kafka 消费者呢"));
    here.said();
    (void)here.take(here.message("待答", "U-MONA"));
    CHECK_THAT(here.said().back().markdown,
               Contains("那 kafka 消费者呢") && Contains("之前说到：" + std::string(known)));
}
