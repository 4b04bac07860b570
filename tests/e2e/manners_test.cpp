// Good manners and privacy, end to end: what members and moderators see on the platforms.
#include "knowledge/store/store.hpp"
#include "tests/e2e/house.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

using Catch::Contains;
using tests::about_sampling;
using tests::dingtalk_by;
using tests::house;
using tests::patience;
using tests::platforms::fake_dingtalk;
using tests::platforms::fake_slack;
namespace store = knowledge::store;
using namespace std::chrono_literals;

namespace {

bool whispered(house& here, const std::string& words, std::size_t count) {
    return here.slack.wait_for(
        [&] {
            const auto all = here.slack.private_messages();
            return all.size() >= count && all[count - 1].text.find(words) != std::string::npos;
        },
        patience);
}

} // namespace

TEST_CASE("an answer is taken back on Slack by its asker's reaction, and the next asker waits for a person",
          "[e2e][manners]") {
    house here;
    auto& slack = here.slack;
    (void)slack.say(here.slack_url(), {.text = about_sampling});
    const auto answer = here.slack_says(1);
    // Somebody else's changes nothing.
    CHECK(slack.react(here.program->base(), answer.ts, "wastebasket", "U0BOB").status == 200);
    // The program may not have written down yet that the message is there: the reaction is given again until it has.
    const auto is_gone = [&] { return slack.messages().at(0).gone; };
    for (int i = 0; i < 100 && !is_gone(); ++i) {
        CHECK(slack.react(here.program->base(), answer.ts, "wastebasket", "U0ALICE").status == 200);
        (void)slack.wait_for(is_gone, 200ms);
    }
    REQUIRE(is_gone());
    REQUIRE(whispered(here, "#1", 1));
    CHECK(here.questions().at(0).state == store::question_state::open);
    CHECK(slack.calls_of("chat.delete") == 1);
}

TEST_CASE("an answer is taken back on DingTalk by OpenAPI, or called off below it", "[e2e][manners]") {
    house here(dingtalk_by::openapi);
    auto& dingtalk = here.dingtalk;
    const bool session = GENERATE(true, false);
    if (!session)
        dingtalk.arm({.what = tests::platforms::fault::refused, .code = 300001, .path = fake_dingtalk::session_path});
    (void)dingtalk.say(here.dingtalk_url(), {.text = " seata 分布式事务为什么这么慢"});
    CHECK_THAT(here.dingtalk_says(1).text, Contains("TC"));
    const auto settled = [&] {
        const auto rows = here.outbox();
        return rows.size() == 1 && rows[0].state == store::outbox_state::sent;
    };
    REQUIRE(dingtalk.wait_for(settled, patience));
    (void)dingtalk.say(here.dingtalk_url(), {.text = " 撤回"});
    if (session) {
        CHECK_THAT(here.dingtalk_says(2).text, Contains("请不要采用"));
    } else {
        REQUIRE(dingtalk.wait_for([&] { return !dingtalk.recalled().empty(); }, patience));
        CHECK(dingtalk.recalled() == std::vector<std::string>{"key-1"});
    }
}

TEST_CASE("the same answer is pointed to, muted groups are left alone, and both survive a restart", "[e2e][manners]") {
    house here;
    here.reconfigure({{"repeat_within = 0", "repeat_within = 5"}});
    here.start();
    auto& slack = here.slack;
    const auto asked = slack.say(here.slack_url(), {.text = about_sampling});
    const auto answer = here.slack_says(1);
    (void)slack.say(here.slack_url(), {.user = "U0BOB", .text = about_sampling, .thread_ts = asked.ts});
    CHECK_THAT(here.slack_says(2).text, Contains("上面刚回答过"));
    here.restart(SIGKILL);
    (void)slack.say(here.slack_url(), {.user = "U0BOB", .text = about_sampling});
    std::string digits = answer.ts;
    std::erase(digits, '.');
    CHECK_THAT(here.slack_says(3).text, Contains("/archives/C0HELP/p" + digits));

    (void)slack.say(here.slack_url(), {.user = "U0MONA", .text = "@bot 静音 1h"});
    CHECK_THAT(here.slack_says(4).text, Contains("只听命令"));
    here.restart(SIGKILL);
    (void)slack.say(here.slack_url(), {.text = "@bot seata 分布式事务为什么慢"});
    (void)slack.say(here.slack_url(), {.user = "U0MONA", .text = "@bot 取消静音"});
    CHECK_THAT(here.slack_says(5).text, Contains("可以在本群说话"));
    CHECK(here.questions().back().state == store::question_state::open); // kept, and not said
}

TEST_CASE("what mentions nobody is answered only where the group wants it, and otherwise leaves no trace",
          "[e2e][manners]") {
    house here;
    auto& slack = here.slack;
    constexpr auto unmentioned = "SOFATracer 的采样率要在每个服务上都配置吗？";
    (void)slack.say(here.slack_url(), {.text = unmentioned});
    here.reconfigure({{"repeat_within = 0", "answer_unmentioned = true\nunmentioned_at = 60.0"}});
    here.start();
    CHECK(here.questions().empty());
    (void)slack.say(here.slack_url(), {.text = "今天午饭吃什么？"});
    (void)slack.say(here.slack_url(), {.user = "U0BOB", .text = unmentioned});
    CHECK_THAT(here.slack_says(1).text, Contains("入口服务"));
    REQUIRE(here.questions().size() == 1);
    CHECK(here.questions()[0].member == "U0BOB");
}

TEST_CASE("who is alone with the bot in a thread goes on there without a mention, and people among themselves do not",
          "[e2e][manners]") {
    house here;
    auto& slack = here.slack;
    const auto say = [&](const std::string& user, const std::string& text, const std::string& thread = {}) {
        const auto said = slack.say(here.slack_url(), {.user = user, .text = text, .thread_ts = thread});
        CHECK(said.answer.status == 200);
        return said.ts;
    };
    constexpr auto follow_up = "分布式事务为什么慢？";
    const auto thread = say("U0ALICE", about_sampling);
    (void)here.slack_says(1);
    (void)say("U0ALICE", "谢谢！", thread);
    (void)say("U0ALICE", "<@U0BOB> 分布式事务为什么慢？", thread); // to him
    const auto asked = say("U0ALICE", follow_up, thread);
    const auto answer = here.slack_says(2);
    CHECK_THAT(answer.text, Contains("TC") && Contains("U0ALICE"));
    CHECK(answer.thread_ts == thread);
    // Nobody mentioned the bot, and yet what becomes of the question concerns it.
    REQUIRE(here.settled());
    CHECK(slack.erase(here.program->base(), asked).status == 200);
    CHECK(slack.wait_for([&] { return slack.messages().at(1).gone; }, patience));

    // Bob joins in, and from then on the two talk to each other.
    (void)say("U0BOB", "我也想知道", thread);
    (void)say("U0ALICE", follow_up, thread);
    const auto other = say("U0EVE", about_sampling);
    (void)here.slack_says(3);
    (void)say("U0BOB", follow_up, other);
    (void)say("U0EVE", follow_up, other);
    (void)say("U0CAROL", about_sampling); // answered after all of them
    CHECK_THAT(here.slack_says(4).text, Contains("U0CAROL"));
    CHECK(here.questions().size() == 4);
    CHECK(slack.private_messages().empty());
}

TEST_CASE("what was proposed in a thread is followed when it is edited or deleted", "[e2e][manners]") {
    house here;
    auto& slack = here.slack;
    const auto asked = slack.say(here.slack_url(), {.text = "@bot layotto 的 wasm 怎么热更新？"});
    (void)here.slack_says(1);
    const auto said =
        slack.say(here.slack_url(), {.user = "U0MONA", .text = "重启就行。", .thread_ts = asked.ts}); // no mention
    REQUIRE(whispered(here, "解决了吗", 1));
    const auto proposals = [&](std::size_t count) {
        (void)slack.say(here.slack_url(), {.user = "U0MONA", .text = "@bot 建议"});
        return here.slack_says(count).text;
    };
    CHECK_THAT(proposals(2), Contains("重启就行"));
    CHECK(slack.edit(here.program->base(), said.ts, "*重新部署*，不用重启。").status == 200);
    CHECK_THAT(proposals(3), Contains("重新部署") && !Contains("重启就行"));
    CHECK(slack.erase(here.program->base(), said.ts).status == 200);
    CHECK_THAT(proposals(4), !Contains("重新部署"));
}

TEST_CASE("my data, and being forgotten, in private", "[e2e][manners]") {
    house here;
    auto& slack = here.slack;
    (void)slack.say(here.slack_url(), {.text = about_sampling});
    (void)here.slack_says(1);
    (void)slack.say(here.slack_url(), {.text = "@bot my data"});
    REQUIRE(whispered(here, "提问 1 个", 1));
    (void)slack.say(here.slack_url(), {.text = "@bot forget me"});
    REQUIRE(whispered(here, "忘记我 确认", 2));
    CHECK(here.questions().at(0).member == "U0ALICE");
    (void)slack.say(here.slack_url(), {.text = "@bot 忘记我 确认"});
    REQUIRE(whispered(here, "已经忘记", 3));
    CHECK_THAT(here.questions().at(0).member, Catch::StartsWith("forgotten-"));
    for (const auto& row : here.outbox())
        CHECK_THAT(row.payload, !Contains("U0ALICE"));
    CHECK(slack.messages().size() == 1); // nothing of it was for the group
}

TEST_CASE("what is old goes at the start, and the log counts it", "[e2e][manners]") {
    house here;
    (void)here.slack.say(here.slack_url(), {.text = about_sampling});
    (void)here.slack_says(1);
    here.program->kill(SIGTERM);
    (void)here.program->wait(10s);
    {
        store::store db({.path = here.database()});
        db.write([](store::session& session) {
            auto old = store::questions_between(session, "", knowledge::timestamp{},
                                                knowledge::timestamp(std::chrono::days(100'000)))
                           .at(0);
            old.id = {};
            old.text = "asked long ago";
            old.member_name = "Ming";
            old.message_id = "long ago";
            old.asked_at -= std::chrono::days(400);
            (void)store::insert_question(session, old);
        });
    }
    here.start();
    const auto forgotten = [&] { return here.questions().at(0).member_name.empty(); };
    REQUIRE(here.slack.wait_for(forgotten, patience));
    CHECK(here.questions().at(0).text == "asked long ago"); // kept for ever unless somebody says otherwise
}
