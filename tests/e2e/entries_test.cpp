// What moderators do to entries, from outside: edit, undo, merge and take apart, correct what was posted, and keep what
// somebody said in a thread.
#include "knowledge/store/audit.hpp"
#include "knowledge/store/store.hpp"
#include "tests/e2e/house.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <csignal>
#include <sstream>

using Catch::Contains;
using nlohmann::json;
using tests::about_latency;
using tests::dingtalk_by;
using tests::house;
using tests::patience;
using tests::platforms::fake_dingtalk;
using tests::platforms::fake_slack;
namespace store = knowledge::store;
using namespace std::chrono_literals;

namespace {

// The last thing the bot told Mona alone, when there are so many.
std::string told_mona(house& here, std::size_t count) {
    REQUIRE(here.slack.wait_for([&] { return here.slack.private_messages().size() >= count; }, patience));
    return here.slack.private_messages()[count - 1].text;
}

void mona_says(house& here, const std::string& text, const std::string& thread = {}) {
    CHECK(here.slack.say(here.slack_url(), {.user = "U0MONA", .text = "@bot " + text, .thread_ts = thread})
              .answer.status == 200);
}

std::vector<std::string> audit_of(house& here) {
    store::store db({.path = here.database()});
    std::vector<std::string> all;
    for (const auto& row : db.read([](store::session& s) {
             return store::load_audit(s, knowledge::timestamp{}, knowledge::timestamp::max());
         }))
        all.push_back(row.actor + " " + row.action);
    return all;
}

// The ids that `qunda export` shows.
std::string id_of(house& here, const std::string& words) {
    const auto exported = here.qunda({"export"});
    std::istringstream lines(exported.out);
    for (std::string line; std::getline(lines, line);) {
        const auto row = json::parse(line);
        if (row["question"].get<std::string>().find(words) != std::string::npos) return row["id"];
    }
    return {};
}

} // namespace

TEST_CASE("on Slack: edited, what was posted corrected on a yes, taken back", "[e2e][slack][entries]") {
    house here;
    (void)here.slack.say(here.slack_url(), {.text = about_latency});
    const auto posted = here.slack_says(1);
    CHECK_THAT(posted.text, Contains("TC"));
    REQUIRE(here.settled());
    const auto id = "条目 " + id_of(here, "Seata");

    mona_says(here, "修改 " + id + " 主要花在**全局锁**上。");
    CHECK_THAT(told_mona(here, 1), Contains("全局锁") && Contains("1 条回复"));
    CHECK_FALSE(here.slack.messages()[0].changed); // not before the yes
    mona_says(here, "更正 " + id);
    REQUIRE(here.slack.wait_for([&] { return here.slack.messages()[0].changed; }, patience));
    CHECK_THAT(here.slack.messages()[0].text, Contains("*全局锁*") && Contains("已更新"));
    (void)told_mona(here, 2);
    REQUIRE(here.settled());
    mona_says(here, "更正 " + id);
    CHECK_THAT(told_mona(here, 3), Contains("没有需要更正的回复"));
    mona_says(here, "撤销");
    CHECK_THAT(told_mona(here, 4), Contains("第 3 版"));
    CHECK(here.slack.messages().size() == 1);

    (void)here.slack.say(here.slack_url(), {.user = "U0BOB", .text = "@bot 停用 " + id});
    CHECK_THAT(told_mona(here, 5), Contains("管理员")); // told Bob, that is
    CHECK(audit_of(here) == std::vector<std::string>{"cli import", "slack:T0TEST:U0MONA edit",
                                                     "slack:T0TEST:U0MONA correct", "slack:T0TEST:U0MONA undo",
                                                     "slack:T0TEST:U0BOB refused retire"});
    const auto history = json::parse(here.qunda({"entry", "history", id_of(here, "Seata"), "--json"}).out);
    CHECK(history["revisions"].size() == 3);
    const auto for_people = here.qunda({"entry", "history", id_of(here, "Seata")}).out;
    CHECK_THAT(for_people, Contains("times of Asia/Shanghai") &&
                               !Contains(history["revisions"][0]["at"].get<std::string>())); // which is UTC
}

TEST_CASE("entries are merged in the chat and taken apart in the shell", "[e2e][entries]") {
    house here;
    const auto tracer = id_of(here, "SOFATracer"), seata = id_of(here, "Seata");
    const auto before = here.qunda({"export", "--drafts"}).out;
    mona_says(here, "合并 条目 " + seata + " 条目 " + tracer);
    CHECK_THAT(told_mona(here, 1), Contains("合并"));
    CHECK(here.qunda({"export"}).out.find("\"id\":\"" + seata) == std::string::npos);
    CHECK(here.qunda({"entry", "restore", seata}).code == 64);
    CHECK(here.qunda({"entry", "revert", seata, "1"}).code == 64); // it was in use then
    const auto apart = here.qunda({"entry", "unmerge", seata, "--json"});
    CHECK(apart.code == 0);
    CHECK(here.qunda({"export", "--drafts"}).out == before);
    CHECK(here.qunda({"entry", "unmerge", seata}).code == 64);
}

TEST_CASE("the shell says what became of what was posted, when an entry is put away and is back", "[e2e][entries]") {
    house here;
    (void)here.slack.say(here.slack_url(), {.text = about_latency});
    (void)here.slack_says(1);
    REQUIRE(here.settled());
    const auto id = id_of(here, "Seata");
    CHECK_THAT(here.qunda({"entry", "retire", id}).out, Contains("canonical") && Contains("retired") &&
                                                            Contains("1 posts still give its answer") &&
                                                            Contains("--yes` calls them off"));
    CHECK_THAT(here.qunda({"entry", "correct", id}).out, Contains("out of use; --yes calls them off"));
    CHECK_THAT(here.qunda({"entry", "correct", id, "--yes"}).out, Contains("are being called off"));
    REQUIRE(here.slack.wait_for([&] { return here.slack.messages()[0].changed; }, patience));
    CHECK_THAT(here.slack.messages()[0].text, Contains("已被管理员撤下"));
    REQUIRE(here.settled());
    const auto back = here.qunda({"entry", "restore", id});
    CHECK(back.code == 0);
    CHECK_THAT(back.out, Contains("is at revision 3 now") && Contains("retired") && Contains("canonical") &&
                             Contains("1 replies were called off before and stay so"));
    CHECK_THAT(here.qunda({"entry", "restore", id}).out, Contains("says that already"));

    // While nothing can leave, what calls it off is held back.
    here.program->kill(SIGTERM);
    CHECK(here.program->wait(patience) == 0);
    (void)here.qunda({"entry", "edit", id, "--answer", "主要花在全局锁上。"});
    here.start();
    (void)here.slack.say(here.slack_url(), {.user = "U0BOB", .text = about_latency});
    REQUIRE(here.slack.wait_for([&] { return here.slack.messages().size() == 2; }, patience));
    REQUIRE(here.settled());
    here.program->kill(SIGTERM);
    CHECK(here.program->wait(patience) == 0);
    (void)here.qunda({"entry", "retire", id});
    (void)here.qunda({"entry", "correct", id, "--yes"});
    const auto held = json::parse(here.qunda({"entry", "restore", id, "--json"}).out);
    CHECK(held["callings_off_kept"] == 1);
    CHECK(held["called_off_posts"] == 1); // the first one
}

TEST_CASE("the last answer in a Slack thread is kept", "[e2e][slack][entries]") {
    house here;
    auto& slack = here.slack;
    const auto asked = slack.say(here.slack_url(), {.text = "@bot 茶馆周末几点开门？"});
    (void)here.slack_says(1); // logged as #1
    (void)slack.say(here.slack_url(), {.user = "U0MONA", .text = "周末 *十点* 开门", .thread_ts = asked.ts});
    (void)slack.say(here.slack_url(), {.user = "U0ALICE", .text = "谢谢！", .thread_ts = asked.ts});
    mona_says(here, "标准", asked.ts);
    const auto told = here.slack_says(2);
    CHECK(told.thread_ts == asked.ts);
    CHECK_THAT(told.text, Contains("<@U0ALICE>") && Contains("*十点*"));
    CHECK(here.questions().at(0).state == store::question_state::answered_by_person);
    CHECK(slack.calls_of("conversations.replies") == 1);
}

TEST_CASE("on DingTalk: a conversation is told of a correction once", "[e2e][dingtalk][entries]") {
    house here(dingtalk_by::openapi);
    const auto say = [&](fake_dingtalk::saying what) {
        CHECK(here.dingtalk.say(here.dingtalk_url(), std::move(what)).answer.status == 200);
    };
    say({.text = " seata 分布式事务为什么这么慢"});
    say({.staff_id = "0124", .nick = "Bob", .text = " seata 分布式事务为什么这么慢"});
    (void)here.dingtalk_says(2);
    REQUIRE(here.settled());
    const auto id = "条目 " + id_of(here, "Seata");
    say({.staff_id = "9001", .nick = "Mona", .text = " 修改 " + id + " 主要花在全局锁上。"});
    CHECK_THAT(here.dingtalk_says(3).text, Contains("2 条回复"));
    say({.staff_id = "9001", .nick = "Mona", .text = " 更正 " + id});
    (void)here.dingtalk_says(5);
    REQUIRE(here.settled());
    say({.staff_id = "9001", .nick = "Mona", .text = " 更正 " + id});
    CHECK_THAT(here.dingtalk_says(6).text, Contains("没有需要更正的回复"));
    std::size_t corrections = 0;
    for (const auto& one : here.dingtalk.messages()) {
        if (one.text.find("以这条为准") == std::string::npos) continue;
        ++corrections;
        CHECK_THAT(one.text, Contains("全局锁"));
        CHECK(one.mentioned.empty());
        CHECK(one.path != fake_dingtalk::person_path);
    }
    CHECK(corrections == 1);
}
