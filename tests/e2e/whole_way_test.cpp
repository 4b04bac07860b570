// What the product is for, end to end, on both platforms: asked, answered; unknown, logged; a moderator answers, the
// asker is told, the next asker is answered.
#include "tests/e2e/house.hpp"

#include <catch2/catch.hpp>

#include <csignal>

using Catch::Contains;
using tests::house;
namespace store = knowledge::store;

namespace {

// The log is looked at once the program has written everything down and ended.
void end(house& here) {
    here.program->kill(SIGTERM);
    CHECK(here.program->wait(std::chrono::seconds(10)) == 0);
}

} // namespace

TEST_CASE("a question in Slack is answered in its thread", "[e2e]") {
    house here;
    const auto asked = here.slack.say(here.slack_url(), {.text = "@bot sofatracer 采样率是不是每个服务都要配？"});
    CHECK(asked.answer.status == 200);
    const auto said = here.slack_says(1);
    CHECK(said.thread_ts == asked.ts);
    CHECK_THAT(said.text, Contains("入口服务") && Contains("<@U0ALICE>"));
    end(here);
    REQUIRE(here.questions().size() == 1);
    CHECK(here.questions()[0].state == store::question_state::answered);
    CHECK(here.outbox()[0].state == store::outbox_state::sent);
}

TEST_CASE("a direct message in Slack is answered without a mention and without a thread", "[e2e]") {
    house here;
    CHECK(
        here.slack.say(here.slack_url(), {.channel = "D0ALICE", .text = "seata 分布式事务为什么这么慢", .direct = true})
            .answer.status == 200);
    const auto said = here.slack_says(1);
    CHECK(said.channel == "D0ALICE");
    CHECK(said.thread_ts.empty());
    CHECK_THAT(said.text, Contains("TC") && !Contains("<@"));
}

TEST_CASE("a question in DingTalk is answered by the session's webhook, and the asker is mentioned", "[e2e]") {
    house here;
    CHECK(here.dingtalk.say(here.dingtalk_url(), {.text = " seata 分布式事务为什么这么慢"}).answer.status == 200);
    const auto said = here.dingtalk_says(1);
    CHECK_THAT(said.text, Contains("TC"));
    CHECK(said.mentioned == std::vector<std::string>{"0123"});
}

TEST_CASE("from an open question to a canonical answer, in Slack", "[e2e]") {
    house here;
    const auto asked = here.slack.say(here.slack_url(), {.text = "@bot layotto 的 wasm 模块怎么热更新？"});
    CHECK_THAT(here.slack_says(1).text, Contains("#1"));

    // Somebody who is no moderator tries.
    (void)here.slack.say(here.slack_url(), {.user = "U0BOB", .text = "@bot answer #1 no idea"});
    REQUIRE(here.slack.wait_for([&] { return here.slack.private_messages().size() == 1; }, std::chrono::seconds(20)));
    CHECK(here.slack.private_messages()[0].user == "U0BOB");
    CHECK_THAT(here.slack.private_messages()[0].text, Contains("管理员"));

    (void)here.slack.say(here.slack_url(), {.user = "U0MONA", .text = "@bot 答 #1 重新上传模块，**SDK** 会自动加载。"});
    const auto told = here.slack_says(2);
    CHECK_THAT(told.text, Contains("<@U0ALICE>") && Contains("重新上传模块"));
    CHECK(told.thread_ts == asked.ts);
    CHECK_THAT(here.slack_says(3).text, Contains("#1"));

    // In other words, by somebody else. The index follows within a moment.
    bool answered = false;
    for (std::size_t round = 4; round < 24 && !answered; ++round) {
        (void)here.slack.say(here.slack_url(), {.user = "U0BOB", .text = "@bot wasm 模块能热更新吗，在 layotto 里"});
        answered = here.slack_says(round).text.find("重新上传模块") != std::string::npos;
    }
    CHECK(answered);

    end(here);
    const auto exported = here.qunda({"export"});
    CHECK_THAT(exported.out, Contains("重新上传模块"));
}

TEST_CASE("from an open question to a canonical answer, in DingTalk", "[e2e]") {
    house here;
    (void)here.dingtalk.say(here.dingtalk_url(), {.text = " layotto 的 wasm 模块怎么热更新？"});
    CHECK_THAT(here.dingtalk_says(1).text, Contains("#1"));
    (void)here.dingtalk.say(here.dingtalk_url(), {.staff_id = "", .nick = "Mona", .text = " 答 #1 假的"});
    CHECK_THAT(here.dingtalk_says(2).text, Contains("管理员"));
    (void)here.dingtalk.say(here.dingtalk_url(),
                            {.staff_id = "9001", .nick = "Mona", .text = " 答 #1 重新上传模块即可"});
    const auto told = here.dingtalk_says(3);
    CHECK_THAT(told.text, Contains("重新上传模块"));
    CHECK(told.mentioned == std::vector<std::string>{"0123"});
}

TEST_CASE("the draft of the weekly holds the days' questions, and is knowledge when it is imported", "[e2e]") {
    house here;
    (void)here.slack.say(here.slack_url(), {.text = "@bot layotto 的 wasm 模块怎么热更新？"});
    (void)here.slack_says(1);
    (void)here.slack.say(here.slack_url(), {.user = "U0MONA", .text = "@bot 答 #1 重新上传模块即可。"});
    (void)here.slack_says(3);
    (void)here.slack.say(here.slack_url(), {.user = "U0BOB", .text = "@bot KusionStack 的 ingress 怎么写？"});
    (void)here.slack_says(4);
    end(here);

    const auto page = here.folder / "draft.md";
    const auto drafted = here.qunda({"weekly", "draft", "--from", "2020-01-01", "--to", "2099-12-31", "--out", page});
    INFO(drafted.out);
    REQUIRE(drafted.code == 0);
    const auto imported = here.qunda({"import", "--dry-run", "--json", page});
    INFO(imported.out);
    CHECK_THAT(imported.out, Contains("\"threads\":1") && Contains("\"answered\":1") && Contains("\"unplaced\":[]"));
}
