// "canonical": a quoted message is kept as an answer.
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>

using Catch::Contains;
using tests::unknown;
using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;

namespace {

chat::incoming mona_quoting(world& here, std::string text, std::string quoted, std::string thread = "t1") {
    auto said = here.message(std::move(text), "U-MONA", "C1", std::move(thread));
    said.quoted_text = std::move(quoted);
    return said;
}

std::vector<knowledge::entry> made(world& here) {
    auto all = here.db.read([](store::session& s) { return store::load_entries(s); });
    std::erase_if(all, [&](const auto& one) { return one.id <= here.latency; });
    return all;
}

} // namespace

TEST_CASE("the message that is quoted answers the question that waits here", "[canonical]") {
    world here;
    (void)here.take(here.message(unknown));
    (void)here.said();
    (void)here.take(mona_quoting(here, "标准", "重启就好。"));
    const auto told = here.said();
    REQUIRE_FALSE(told.empty());
    CHECK(told.front().mention.id == "U-ALICE");
    CHECK_THAT(told.front().markdown, Contains("重启就好。"));
    REQUIRE(made(here).size() == 1);
    CHECK(made(here)[0].question == unknown);
    CHECK(here.questions()[0].state == store::question_state::answered_by_person);

    // Once more: the same answer is there already.
    (void)here.take(mona_quoting(here, "标准 #1", "重启就好。"));
    CHECK_THAT(here.reply().markdown, Contains("已经是标准答案了"));
    CHECK(made(here).size() == 1);
}

TEST_CASE("with several questions waiting, the moderator says which", "[canonical]") {
    world here;
    (void)here.take(here.message(unknown, "U-ALICE", "C1", "t1"));
    (void)here.take(here.message("mosn 的连接池多大？", "U-BOB", "C1", "t2"));
    (void)here.said();
    (void)here.take(mona_quoting(here, "标准", "一百个。", "t9"));
    CHECK_THAT(here.reply().markdown, Contains("标准 #12"));
    CHECK(made(here).empty());

    SECTION("by its number") {
        (void)here.take(mona_quoting(here, "canonical #2", "一百个。", "t9"));
    }
    SECTION("by being in its thread") {
        (void)here.take(mona_quoting(here, "标准", "一百个。", "t2"));
    }
    (void)here.said();
    REQUIRE(made(here).size() == 1);
    CHECK(made(here)[0].question == "mosn 的连接池多大？");
}

TEST_CASE("what waits here is found among ten thousand that wait", "[canonical]") {
    world here;
    here.db.write([&](store::session& s) {
        store::question one;
        one.community = "test";
        one.platform = "slack";
        one.workspace = "T1";
        one.group = "C1";
        one.text = "很久以前的问题";
        one.state = store::question_state::open;
        one.asked_at = knowledge::timestamp(std::chrono::milliseconds(here.now.load() - 48LL * 3600 * 1000));
        for (int i = 0; i < 10'000; ++i)
            (void)store::insert_question(s, one);
    });
    (void)here.take(here.message(unknown));
    (void)here.said();
    (void)here.take(mona_quoting(here, "标准", "重启就好。", "t9"));
    (void)here.said();
    REQUIRE(made(here).size() == 1);
    CHECK(made(here)[0].question == unknown);
}

TEST_CASE("the question may be written behind the word", "[canonical]") {
    world here;
    (void)here.take(mona_quoting(here, "标准 连接池默认多大？", "一百个。"));
    CHECK_THAT(here.reply().markdown, Contains("e4"));
    REQUIRE(made(here).size() == 1);
    CHECK(made(here)[0].question == "连接池默认多大？");
    CHECK(made(here)[0].answer == "一百个。");
}

TEST_CASE("in somebody else's thread its first message is the question", "[canonical]") {
    world here;
    auto said = mona_quoting(here, "canonical", "At nine.");
    said.thread_text = "when do you open?";
    (void)here.take(said);
    (void)here.said();
    REQUIRE(made(here).size() == 1);
    CHECK(made(here)[0].question == "when do you open?");
}

TEST_CASE("without anything quoted, it is said how", "[canonical]") {
    world here;
    (void)here.take(here.message("标准", "U-MONA"));
    CHECK_THAT(here.reply().markdown, Contains("引用"));
    (void)here.take(here.message("标准 版本有哪些", "U-MONA")); // nothing knows it: the command was meant
    CHECK_THAT(here.reply().markdown, Contains("引用"));
    CHECK(here.questions().empty());
    (void)here.take(here.message(std::string("标准 ") + tests::known, "U-MONA")); // begins so, and is answered
    (void)here.take(here.message("标准 版本有哪些", "U-ALICE"));
    (void)here.said();
    CHECK(here.questions().size() == 2);
    CHECK(made(here).empty());
}

TEST_CASE("markup and pings inside a quoted answer mark up nothing where it is listed", "[canonical]") {
    world here;
    (void)here.take(
        mona_quoting(here, "标准 <!channel> **谁** @all？", "<!everyone> [x](https://example.org) @所有人"));
    const auto told = here.reply().markdown;
    CHECK_THAT(told, Contains("\\*\\*谁\\*\\*"));
    CHECK_THAT(told, !Contains("<!channel>"));
}

TEST_CASE("a moderator of another group keeps nothing here", "[canonical]") {
    world here; // U-OTHER moderates C2
    (void)here.take(here.message(unknown, "U-ALICE", "C1", "t1"));
    (void)here.said();
    const auto* text = GENERATE("标准", "标准 #1", "标准 怎么热更新");
    INFO(text);
    auto said = here.message(text, "U-OTHER", "C1", "t1");
    said.quoted_text = "重启就好。";
    (void)here.take(said);
    CHECK_THAT(here.reply().markdown, Contains("只有本群管理员"));
    CHECK(made(here).empty());
    CHECK(here.questions()[0].state == store::question_state::open);
    CHECK(here.audit().back().action == "refused mark");
}
