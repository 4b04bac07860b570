#include "bot/conversation/pseudonym.hpp"
#include "bot/conversation/reference.hpp"
#include "knowledge/store/feedback.hpp"
#include "knowledge/store/manners.hpp"
#include "knowledge/store/privacy.hpp"
#include "knowledge/store/proposals.hpp"
#include "knowledge/store/retention.hpp"
#include "knowledge/weekly/collect.hpp"
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using Catch::Contains;
using tests::known;
using tests::unknown;
using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;

namespace {

struct remembering_world : world {
    remembering_world() {
        (void)take(message(known));
        (void)take(message(unknown, "U-ALICE", "C1", "t2"));
        (void)take(message(unknown, "U-BOB", "C1", "t3"));
        (void)take(message("没用", "U-ALICE"));
        (void)take(message("open")); // refused: a row in the audit
        (void)said();
    }

    bool anywhere(const std::string& words) {
        return db.read([&](store::session& session) {
            const store::member_key alice{"slack", "T1", words};
            const auto kept = store::count_kept(session, alice);
            return kept.questions + kept.opinions + kept.proposals > 0;
        });
    }
};

} // namespace

TEST_CASE("forgetting needs a yes", "[privacy]") {
    remembering_world here;
    (void)here.take(here.message("忘记我"));
    CHECK_THAT(here.reply().markdown, Contains("忘记我 确认"));
    CHECK(here.anywhere("U-ALICE"));
}

TEST_CASE("who is forgotten leaves questions under a pseudonym, and no name anywhere", "[privacy]") {
    remembering_world here;
    (void)here.take(here.message("name", "U-ALICE"));
    (void)here.take(here.message("no name", "U-ALICE"));
    (void)here.said();
    (void)here.take(here.message("forget me YES"));
    const auto receipt = here.reply();
    CHECK(receipt.only_for.id == "U-ALICE");
    CHECK_THAT(receipt.markdown, Contains("提问 2 个") && Contains("评价 1 个") && Contains("建议 1 条"));
    CHECK_THAT(receipt.markdown,
               Contains("“不署名”也一起忘记了")); // or the next question would be printed with the name

    CHECK_FALSE(here.anywhere("U-ALICE"));
    const auto questions = here.questions();
    REQUIRE(questions.size() == 3);
    CHECK(bot::conversation::is_pseudonym(questions[0].member));
    CHECK(questions[0].member == questions[1].member); // stable: who asked both is still one
    CHECK(questions[0].member_name.empty());
    CHECK(questions[0].text == known);
    CHECK(questions[2].member == "U-BOB");
    for (const auto& row : here.audit())
        CHECK(row.actor.find("U-ALICE") == std::string::npos);
    CHECK(here.audit().back().action == "forget me");
    const auto named = here.db.read([&](store::session& db) {
        std::size_t with_name = 0;
        for (const auto& one : questions) {
            for (const auto& row : store::outbox_of_question(db, one.id))
                with_name += row.payload.find("name of U-ALICE") != std::string::npos ? 1U : 0U;
        }
        return with_name;
    });
    CHECK(named == 0);

    // A draft of the weekly names only Bob.
    const auto week = here.db.read([](store::session& db) {
        return knowledge::weekly::collect(db, {.community = "", .from = {}, .to = knowledge::timestamp::max()});
    });
    REQUIRE(week.threads.size() == 1);
    CHECK(week.threads[0].asker.empty());

    // Twice: nothing is left to forget.
    store::retention_place at;
    store::forgotten_by_age gone;
    here.db.write([&](store::session& db) {
        (void)store::forget_by_age(db, {.outbox = knowledge::timestamp::max()}, 1000, at, gone);
    });
    REQUIRE(gone.outbox > 0);
    (void)here.take(here.message("forget me yes"));
    CHECK(here.reply().markdown == "我没有保存与你有关的内容。");
}

TEST_CASE("what is on its way to who is forgotten is cancelled, or loses the name", "[privacy]") {
    world here;
    (void)here.take(here.message(known));     // an answer to the group
    (void)here.take(here.message("my data")); // for Alice alone
    (void)here.take(here.message("forget me yes"));
    const auto said = here.said();
    REQUIRE(said.size() == 2);
    CHECK_THAT(said[0].markdown, Contains("入口服务"));
    CHECK(said[0].mention == chat::person{});
    CHECK_THAT(said[1].markdown, Contains("已经忘记"));
}

TEST_CASE("an open question of who was forgotten is still answered, and nobody is named", "[privacy]") {
    remembering_world here;
    (void)here.take(here.message("forget me yes"));
    (void)here.said();
    (void)here.take(here.message("answer #1 like this", "U-MONA", "C1", "t9"));
    const auto said = here.said();
    REQUIRE_FALSE(said.empty());
    CHECK_THAT(said[0].markdown, Contains("like this"));
    CHECK(said[0].mention == chat::person{});
}

TEST_CASE("a moderator's use of power stays in the audit", "[privacy]") {
    remembering_world here;
    (void)here.take(here.message("answer #1 like this", "U-MONA"));
    (void)here.said();
    (void)here.take(here.message("forget me yes", "U-MONA"));
    const auto audit = here.audit();
    const auto answer = std::ranges::find(audit, "answer", &store::audit_row::action);
    REQUIRE(answer != audit.end());
    CHECK(answer->actor == "slack:T1:U-MONA");
}

TEST_CASE("my data is for the member alone", "[privacy]") {
    remembering_world here;
    (void)here.take(here.message("我的数据"));
    const auto mine = here.reply();
    CHECK(mine.only_for.id == "U-ALICE");
    CHECK_THAT(mine.markdown, Contains("提问 2 个") && Contains("wasm") && Contains("名字 365 天") && Contains("不限"));
    (void)here.take(here.message("layotto **wasm** [x](https://example.org) 怎么配？", "U-EVE"));
    (void)here.said();
    (void)here.take(here.message("my data", "U-EVE"));
    CHECK_THAT(here.reply().markdown, !Contains("**wasm**") && !Contains("[x](")); // nothing in it marks up
    (void)here.take(here.message("my data", "U-IVY"));
    CHECK_THAT(here.reply().markdown, Contains("没有保存你的任何提问"));

    // Where the group would see it, there are only counts.
    auto in_dingtalk = here.message(unknown);
    in_dingtalk.where = {.on = chat::platform::dingtalk, .workspace = "ding1", .group = "cid1", .group_title = "群"};
    in_dingtalk.who.id = "staff-alice";
    (void)here.take(in_dingtalk);
    (void)here.said();
    in_dingtalk.delivery_id = in_dingtalk.message_id = "again";
    in_dingtalk.text = "我的数据";
    (void)here.take(in_dingtalk);
    CHECK_THAT(here.reply().markdown, Contains("提问 1 个") && !Contains("wasm") && Contains("单聊"));
}

TEST_CASE("who does not want to be named is not, until they say so", "[privacy]") {
    world here;
    (void)here.take(here.message(known));
    const auto asker = [&] {
        return here.db
            .read([](store::session& db) {
                return knowledge::weekly::collect(db, {.community = "", .from = {}, .to = knowledge::timestamp::max()});
            })
            .threads.at(0)
            .asker;
    };
    CHECK(asker() == "name of U-ALICE");
    (void)here.take(here.message("不署名"));
    CHECK(asker().empty());
    (void)here.take(here.message("不署名")); // twice is the same
    CHECK(asker().empty());
    (void)here.take(here.message("署名"));
    CHECK(asker() == "name of U-ALICE");
    (void)here.take(here.message("no name", "")); // nobody: there is nothing to keep
    CHECK(asker() == "name of U-ALICE");
}

TEST_CASE("ids that look like patterns forget nobody else", "[privacy]") {
    world here;
    (void)here.take(here.message(known, "U-ALICE"));
    (void)here.take(here.message(known, "U_ALICE", "C1", "t2"));
    (void)here.take(here.message("forget me yes", "U_ALICE"));
    const auto said = here.said();
    REQUIRE_FALSE(said.empty());
    CHECK(said[0].mention.id == "U-ALICE");
    CHECK(here.questions()[0].member == "U-ALICE");
}

TEST_CASE("a card that names who is forgotten is shown anew without the name", "[privacy]") {
    world here;
    auto& community = here.settings.communities[0];
    bot::config::workspace_settings slack;
    slack.id = "T1";
    slack.moderators = {"U-MONA"};
    community.workspaces = {slack};
    community.defaults.community = "test";
    community.moderators_group = "slack:T1/C9MOD";
    community.groups[0].trusted = {"U-TINA"};
    (void)here.take(here.message(unknown, "U-ALICE", "C1", "t2"));
    (void)here.said();
    (void)here.take(here.remark("重启就好。", "U-TINA", "t2"));
    here.now += 20'000;
    (void)here.said();
    (void)here.take(here.message("assign #1", "U-MONA", "C9MOD", "t8")); // and shown once more
    (void)here.said();
    const auto* who = GENERATE("U-ALICE", "U-TINA");
    INFO(who);
    const auto name = "name of " + std::string(who);
    (void)here.take(here.message("forget me yes", who, "C1", "t9"));
    std::vector<chat::outgoing> cards;
    for (const auto& one : here.said())
        if (one.where.group == "C9MOD") cards.push_back(one);
    REQUIRE(cards.size() == 1);
    CHECK(cards[0].what == chat::act::replace);
    CHECK_THAT(cards[0].markdown, Contains("重启就好") && !Contains(name) && !Contains("forgotten-"));
    // Nor is it kept in what was sent before.
    here.db.read([&](store::session& session) {
        for (const auto& row : store::outbox_with(session, "slack", name)) {
            INFO(row.payload);
            CHECK_FALSE(row.lane.ends_with(":cards"));
        }
    });
}

TEST_CASE("who never asked is told of their opinions and proposals, too", "[privacy]") {
    remembering_world here;
    here.settings.communities[0].groups[0].trusted = {"U-TINA"};
    (void)here.take(here.remark("重启就好。", "U-TINA", "t2"));
    (void)here.said();
    (void)here.take(here.message("my data", "U-TINA"));
    CHECK_THAT(here.reply().markdown, Contains("没有你的提问") && Contains("建议 1 条"));
    (void)here.take(here.message("my data", "U-CARL"));
    CHECK_THAT(here.reply().markdown, Contains("没有保存你的任何提问"));
}
