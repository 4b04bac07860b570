// What moderators ignored is not answered any more where the group learns from its log, and everywhere else it is.
#include "bot/conversation/live_group_logs.hpp"
#include "bot/conversation/reference.hpp"
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using Catch::Contains;
using tests::known;
using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;
using knowledge::decision;
using store::question_state;

namespace {

constexpr auto a_lift = "有人一起拼车去 Seata 分布式事务沙龙吗"; // a known product in it, and no question for the bot

// C1 learns from its log, C2 does not.
struct learning_world : world {
    std::unique_ptr<bot::conversation::live_group_logs> logs;

    learning_world() {
        for (auto& group : settings.communities.front().groups) {
            group.member_per_minute = group.group_per_minute = 0;
            group.at.answer_at = 50; // between what the question of a lift gets with the log and without it
        }
        settings.communities.front().groups.front().learn_from_log = true;
        logs = std::make_unique<bot::conversation::live_group_logs>(db, settings);
        talk.reset();
        talk = std::make_unique<bot::conversation::conversation>(
            settings, db, *index,
            bot::conversation::conversation::hooks{
                .clock = [this] { return knowledge::timestamp(std::chrono::milliseconds(now.load())); },
                .outbox_filled = [this](const std::string&) { ++wake_ups; },
                .logs = [this] { return logs->now(); }});
    }
    ~learning_world() { talk.reset(); }

    store::question ask(const std::string& text, const std::string& group) {
        (void)take(message(text, "U-ALICE", group, "t" + std::to_string(messages)));
        return questions().back();
    }
    void moderator(const std::string& text) { (void)take(message(text, "U-MONA", "C1", "t-mona")); }

    // Thirty questions that were answered and helped.
    void help_thirty() {
        for (int i = 0; i < 30; ++i) {
            const auto asked = ask(std::string(known) + " " + std::to_string(i), "C1");
            REQUIRE(asked.decided == decision::answer);
            const auto beside = message("");
            (void)take(chat::press{.delivery_id = beside.delivery_id,
                                   .where = beside.where,
                                   .who = beside.who,
                                   .message_id = "p",
                                   .what = chat::action::helpful,
                                   .value = to_string(bot::conversation::reference{asked.id, 0}),
                                   .reply = {}});
        }
    }
    // Forty who look for a lift to somewhere the knowledge says nothing about.
    void ignore_forty() {
        for (int i = 0; i < 40; ++i)
            (void)ask("有人一起拼车去 " + std::to_string(i) + " 号航站楼吗", "C1");
        for (const auto& one : questions())
            if (store::is_waiting(one.state)) moderator("ignore #" + std::to_string(one.number));
    }
};

} // namespace

TEST_CASE("what moderators ignored is not answered where the group learns from its log", "[learnt_log]") {
    learning_world here;
    here.help_thirty();
    REQUIRE(here.ask(a_lift, "C1").decided == decision::answer);
    here.ignore_forty();
    REQUIRE(here.ask(a_lift, "C1").decided == decision::answer); // it learns when it looks, not before
    here.logs->look();

    CHECK(here.ask(a_lift, "C1").decided != decision::answer);
    CHECK(here.ask(a_lift, "C2").decided == decision::answer); // another group is as it was
    CHECK(here.ask(known, "C1").decided == decision::answer);  // and so are its own questions

    SECTION("why says so, and status what it was learnt from") {
        (void)here.ask(a_lift, "C1");
        (void)here.said();
        here.moderator("why #" + std::to_string(here.questions().back().number));
        CHECK_THAT(here.reply().markdown, Contains("像在问我（按群里的记录） -") && Contains("更像是不用我回答的"));
        here.moderator("status");
        CHECK_THAT(here.reply().markdown, Contains("30 条该回答，40 条被忽略"));
        (void)here.take(here.message("status", "U-OTHER", "C2", "t-other"));
        CHECK_THAT(here.reply().markdown, !Contains("从本群的记录学习"));
    }
    SECTION("what is undone is unlearnt") {
        const auto ignored = [&] {
            return std::ranges::count(here.questions(), question_state::ignored, &store::question::state);
        };
        for (auto left = ignored(); left > 0; --left)
            here.moderator("undo");
        REQUIRE(ignored() == 0);
        here.logs->look();
        CHECK(here.ask(a_lift, "C1").decided == decision::answer);
    }
}

TEST_CASE("a log that is too short changes nothing, and status says so", "[learnt_log]") {
    learning_world here;
    here.ignore_forty();
    const auto before = here.ask(a_lift, "C1").confidence;
    here.logs->look();
    CHECK(here.ask(a_lift, "C1").confidence == before);
    (void)here.said();
    here.moderator("status");
    CHECK_THAT(here.reply().markdown, Contains("还太少，0 条该回答，40 条被忽略，各要 30 条"));
}
