// Closing the circle: a moderator answers, the asker is told, the next asker is answered.
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>

using bot::conversation::outcome;
using Catch::Contains;
using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;

namespace {

constexpr auto hot_reload_question = "layotto 的 wasm 模块怎么热更新？";

struct world_with_question : world {
    world_with_question() {
        (void)take(message(hot_reload_question));
        (void)said();
    }
};

} // namespace

TEST_CASE("a moderator's answer becomes canonical, the asker is told in place, and the next asker is answered",
          "[moderation]") {
    world_with_question here;
    REQUIRE(here.take(here.message("答 #1 用 **SDK** 重新加载模块即可。", "U-MONA", "C1", "t9")) == outcome::taken);

    const auto said = here.said();
    REQUIRE(said.size() == 2);
    CHECK_THAT(said[0].markdown, Contains("用 **SDK** 重新加载模块即可。") && Contains("#1"));
    CHECK(said[0].mention.id == "U-ALICE");
    CHECK(said[0].where.thread == "t1");
    CHECK_THAT(said[1].markdown, Contains("#1 已回答"));
    CHECK(said[1].where.thread == "t9");

    const auto log = here.questions();
    CHECK(log[0].state == store::question_state::answered_by_person);
    const auto entry = here.db.read([&](store::session& db) { return store::find_entry(db, log[0].answered_with); });
    REQUIRE(entry);
    CHECK(entry->state == knowledge::entry_state::canonical);
    CHECK(entry->question == hot_reload_question);
    const auto revisions = here.db.read([&](store::session& db) { return store::revisions(db, entry->id); });
    REQUIRE(revisions.size() == 1);
    CHECK(revisions[0].by.author == "slack:T1:U-MONA");
    REQUIRE(here.audit().size() == 1);
    CHECK(here.audit()[0].action == "answer");

    const auto revision = here.db.read([](store::session& db) { return store::knowledge_revision(db); });
    REQUIRE(here.index->wait_for(revision, std::chrono::seconds(10)));
    (void)here.take(here.message("wasm 模块能热更新吗，layotto 里", "U-BOB", "C1", "t2"));
    CHECK_THAT(here.reply().markdown, Contains("重新加载模块"));
}

TEST_CASE("only who moderates the question's group may answer it", "[moderation]") {
    auto [what, who, group] = GENERATE(table<const char*, const char*, const char*>({
        {"the asker", "U-ALICE", "C1"},
        {"a moderator of another group", "U-OTHER", "C2"},
        {"a moderator of another group, in this one", "U-OTHER", "C1"},
        {"somebody without a stable id", "", "C1"},
        {"somebody named like a moderator", "name of U-MONA", "C1"},
    }));
    INFO(what);
    world_with_question here;
    REQUIRE(here.take(here.message("answer #1 trust me", who, group)) == outcome::taken);
    CHECK_THAT(here.reply().markdown, Contains("只有本群管理员"));
    CHECK(here.questions()[0].state == store::question_state::open);
    REQUIRE(here.audit().size() == 1);
    CHECK(here.audit()[0].action == "refused answer");
}

TEST_CASE("a moderator's mistake is explained and changes nothing", "[moderation]") {
    auto [what, text, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"a number that is gone", "answer #99 x", "没有 #99"},
        {"an answer without text", "answer #1", "答案不能为空"},
    }));
    INFO(what);
    world_with_question here;
    (void)here.take(here.message(text, "U-MONA"));
    CHECK_THAT(here.reply().markdown, Contains(expected));
    CHECK(here.questions()[0].state == store::question_state::open);
}

TEST_CASE("a question is answered once", "[moderation]") {
    world_with_question here;
    (void)here.take(here.message("answer #1 first", "U-MONA"));
    (void)here.said();
    (void)here.take(here.message("answer #1 second", "U-MONA"));
    CHECK_THAT(here.reply().markdown, Contains("已经回答了 #1"));
}

TEST_CASE("the open list is the moderator's groups' and nobody else's", "[moderation]") {
    world_with_question here;
    (void)here.take(here.message("完全不相干的问题 kubernetes 怎么装", "U-BOB", "C2"));
    (void)here.said();
    (void)here.take(here.message("open", "U-MONA"));
    const auto listed = here.reply().markdown;
    CHECK_THAT(listed, Contains("#1") && !Contains("#2"));
    (void)here.take(here.message("待答", "U-ALICE"));
    CHECK_THAT(here.reply().markdown, Contains("只有本群管理员"));
}

TEST_CASE("a fresh reply address of the same group is preferred to the asker's old one", "[moderation]") {
    world here;
    auto ask = here.message(hot_reload_question);
    ask.where = {.on = chat::platform::dingtalk, .workspace = "ding1", .group = "cid1", .group_title = "群"};
    ask.who.id = "staff-alice";
    ask.reply = {.url = "https://example.org/old", .expires_at = chat::timestamp(std::chrono::milliseconds(5))};
    (void)here.take(ask);
    CHECK(here.reply().reply == ask.reply);

    auto answer = ask;
    answer.delivery_id = answer.message_id = "other";
    answer.who.id = "staff-mona";
    answer.text = "答 #1 好的";
    answer.reply.url = "https://example.org/new";
    (void)here.take(answer);
    const auto told = here.reply(); // one message: the moderator sees the asker told
    CHECK(told.reply.url == "https://example.org/new");
    CHECK(told.mention.id == "staff-alice");
}
