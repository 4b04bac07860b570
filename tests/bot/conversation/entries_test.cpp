// What moderators do to entries from the chat.
#include "knowledge/store/merges.hpp"
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>

using bot::conversation::outcome;
using Catch::Contains;
using tests::known;
using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;

namespace {

// Entries of the world are e1, e2 and e3.
struct entries_world : world {
    chat::outgoing says(std::string text, std::string who = "U-MONA", std::string group = "C1") {
        REQUIRE(take(message(std::move(text), std::move(who), std::move(group), "t7")) == outcome::taken);
        const auto all = said();
        REQUIRE_FALSE(all.empty());
        return all.back();
    }
    knowledge::entry entry(knowledge::entry_id id) {
        return db.read([&](store::session& s) { return store::find_entry(s, id).value(); });
    }
    int revision(knowledge::entry_id id) {
        return db.read([&](store::session& s) { return store::latest_revision(s, id); });
    }
    std::string last_audit() {
        const auto all = audit();
        return all.empty() ? "" : all.back().actor + " " + all.back().action + " " + all.back().subject;
    }
};

} // namespace

TEST_CASE("an edit is a revision, shown with what changed, and can be taken back", "[entries]") {
    entries_world here;
    here.settings.communities[0].groups[1].moderators.push_back("U-MONA");
    const auto told = here.says("修改 e1 每个服务都要配置。");
    CHECK(told.only_for.id == "U-MONA"); // nobody else needs to see it
    CHECK_THAT(told.markdown, Contains("第 2 版"));
    CHECK_THAT(told.markdown, Contains("➖ 只在入口服务配置一次就可以。"));
    CHECK_THAT(told.markdown, Contains("➕ 每个服务都要配置。"));
    CHECK(here.entry(here.sampling).answer == "每个服务都要配置。");
    CHECK(here.last_audit() == "slack:T1:U-MONA edit entry e1");

    (void)here.says("修改 e1 每个服务都要，重启生效。");
    CHECK_THAT(here.says("撤销").markdown, Contains("➕ 每个服务都要配置。"));
    CHECK(here.last_audit() == "slack:T1:U-MONA undo entry e1");
    CHECK_THAT(here.says("undo", "U-MONA", "C2").markdown,
               Contains("➕ 只在入口服务配置一次就可以。")); // the one before
    CHECK(here.entry(here.sampling).answer == "只在入口服务配置一次就可以。");
    CHECK(here.revision(here.sampling) == 5);
    CHECK_THAT(here.says("撤销").markdown, Contains("没有可以撤销的修改"));
}

TEST_CASE("a change that somebody else changed since is not taken back, and both versions are shown", "[entries]") {
    entries_world here;
    (void)here.says("修改 e1 第一种说法");
    here.now += 60'000;
    (void)here.says("修改 e1@2 第二种说法", "U-OTHER", "C2");
    here.now += 60'000;
    const auto told = here.says("撤销").markdown;
    CHECK_THAT(told, Contains("OTHER"));
    CHECK_THAT(told, Contains("一分钟前"));
    CHECK_THAT(told, Contains("第二种说法"));
    CHECK_THAT(told, Contains("只在入口服务配置一次就可以。")); // what it would have been
    CHECK(here.entry(here.sampling).answer == "第二种说法");
}

TEST_CASE("the second of two moderators sees who was first, and both versions", "[entries]") {
    entries_world here;
    (void)here.says("修改 e1 第一种说法");
    here.now += 60'000;
    SECTION("without saying what he saw") {
        const auto told = here.says("修改 e1 第二种说法", "U-OTHER", "C2").markdown;
        CHECK_THAT(told, Contains("MONA"));
        CHECK_THAT(told, Contains("一分钟前"));
        CHECK_THAT(told, Contains("第一种说法"));
        CHECK_THAT(told, Contains("第二种说法"));
        CHECK_THAT(told, Contains("修改 e1@2"));
        CHECK(here.entry(here.sampling).answer == "第一种说法");
        (void)here.says("修改 e1@2 第二种说法", "U-OTHER", "C2"); // he has seen it now
        CHECK(here.entry(here.sampling).answer == "第二种说法");
    }
    SECTION("naming the revision before") {
        (void)here.says("修改 e1@1 第二种说法", "U-OTHER", "C2");
        CHECK(here.entry(here.sampling).answer == "第一种说法");
    }
    SECTION("after a change of something else") {
        (void)here.says("撤销");
        (void)here.says("停用 e1");
        (void)here.says("恢复 e1");
        (void)here.says("修改 e1 第二种说法", "U-OTHER", "C2");
        CHECK(here.entry(here.sampling).answer == "第二种说法");
    }
    SECTION("with the same words") {
        CHECK_THAT(here.says("修改 e1 第一种说法", "U-OTHER", "C2").markdown, Contains("已经是这样了"));
    }
    SECTION("long afterwards") {
        here.now += 3'600'000;
        (void)here.says("修改 e1 第二种说法", "U-OTHER", "C2");
        CHECK(here.entry(here.sampling).answer == "第二种说法");
    }
    SECTION("from a form that was opened before") {
        auto said = here.message("", "U-OTHER", "C2");
        chat::mark form{.delivery_id = "view-1", .message_id = "p", .where = said.where, .who = said.who};
        form.question = "采样率";
        form.answer = "表单里的说法";
        form.based_on = "e1@1";
        (void)here.take(form);
        CHECK_THAT(here.reply().markdown, Contains("表单里的说法")); // nothing of it is lost
        CHECK(here.entry(here.sampling).answer == "第一种说法");
        form.delivery_id = "view-2";
        form.based_on = "e1@2";
        (void)here.take(form);
        CHECK(here.entry(here.sampling).answer == "表单里的说法");
        CHECK(here.entry(here.sampling).question == "采样率");
    }
}

TEST_CASE("two who answer the same question at once: the first counts, the second sees it", "[entries]") {
    entries_world here;
    (void)here.take(here.message("layotto 的 wasm 怎么热更新？"));
    (void)here.said();
    (void)here.says("答 #1 重启就好。");
    const auto told = here.says("答 #1 不用重启。").markdown;
    CHECK_THAT(told, Contains("重启就好。"));
    CHECK_THAT(told, Contains("不用重启。"));
    CHECK_THAT(told, Contains("修改 e4@1"));
    CHECK_THAT(here.says("答 #1 重启就好。").markdown, Contains("已经是标准答案了"));
}

TEST_CASE("who edits what somebody else made a moment ago sees that first", "[entries]") {
    entries_world here;
    (void)here.take(here.message("layotto 的 wasm 怎么热更新？"));
    (void)here.said();
    (void)here.says("答 #1 重启就好。");
    here.now += 60'000;
    here.settings.communities[0].groups[0].moderators.push_back("U-NINA");
    SECTION("without saying what he saw") {
        const auto told = here.says("修改 e4 不用重启。", "U-NINA").markdown;
        CHECK_THAT(told, Contains("一分钟前") && Contains("重启就好。") && Contains("不用重启。"));
        CHECK_THAT(told, Contains("修改 e4@1"));
        CHECK_THAT(here.says("修改 e4@1 不用重启。", "U-NINA").markdown, Contains("第 2 版"));
    }
    SECTION("who made it edits at once") {
        CHECK_THAT(here.says("修改 e4 不用重启。").markdown, Contains("第 2 版"));
    }
    SECTION("others may retire it at once") {
        CHECK_THAT(here.says("停用 e4", "U-NINA").markdown, Contains("已停用") || Contains("停用"));
    }
    SECTION("ten minutes later") {
        here.now += 600'000;
        CHECK_THAT(here.says("修改 e4 不用重启。", "U-NINA").markdown, Contains("第 2 版"));
    }
}

TEST_CASE("what was answered by mistake waits again when that is taken back", "[entries]") {
    entries_world here;
    (void)here.take(here.message("layotto 的 wasm 怎么热更新？"));
    (void)here.said();
    (void)here.says("答 #1 重启就好。");
    CHECK(here.questions()[0].state == store::question_state::answered_by_person);
    CHECK_THAT(here.says("撤销").markdown, Contains("1 个提问重新等待回答"));
    CHECK(here.questions()[0].state == store::question_state::open);
}

TEST_CASE("a retired entry is not answered, a restored one is again", "[entries]") {
    entries_world here;
    (void)here.take(here.message(known));
    (void)here.said();
    CHECK_THAT(here.says("停用").markdown, Contains("e1")); // what was answered here last
    CHECK(here.entry(here.sampling).state == knowledge::entry_state::retired);
    CHECK_THAT(here.says("retire e1").markdown, Contains("已经停用"));
    (void)here.take(here.message(known, "U-BOB"));
    CHECK_THAT(here.reply().markdown, !Contains("只在入口服务配置一次"));
    CHECK_THAT(here.says("恢复 条目 1").markdown, Contains("已恢复"));
    CHECK(here.entry(here.sampling).state == knowledge::entry_state::canonical);
}

TEST_CASE("who edits a retired entry is told that it is still retired", "[entries]") {
    entries_world here;
    (void)here.says("停用 e1");
    CHECK_THAT(here.says("修改 e1 每个服务都要配置。").markdown, Contains("没有启用") && Contains("`@我 恢复 e1`"));
    (void)here.says("恢复 e1");
    CHECK_THAT(here.says("修改 e1 只在入口配。").markdown, !Contains("没有启用"));
}

TEST_CASE("entries are merged and taken apart from the chat", "[entries]") {
    entries_world here;
    const auto latency = here.entry(here.latency), sampling = here.entry(here.sampling);
    const auto told = here.says("合并 e3 e1");
    CHECK_THAT(told.markdown, Contains("➕ 分布式事务为什么慢"));
    CHECK(here.entry(here.latency).state == knowledge::entry_state::retired);
    CHECK_THAT(here.says("恢复 e3").markdown, Contains("取消合并 e3"));
    SECTION("by the command") {
        (void)here.says("取消合并 e3");
    }
    SECTION("by undo") {
        (void)here.says("撤销");
    }
    CHECK(here.entry(here.latency) == latency);
    CHECK(here.entry(here.sampling) == sampling);
}

TEST_CASE("a merge that was taken apart and undone is undone by the next undo", "[entries]") {
    entries_world here;
    const auto latency = here.entry(here.latency), sampling = here.entry(here.sampling);
    (void)here.says("合并 e3 e1");
    (void)here.says("取消合并 e3");
    (void)here.says("撤销");
    CHECK(here.entry(here.latency).state == knowledge::entry_state::retired); // merged again
    (void)here.says("撤销");
    CHECK(here.entry(here.latency) == latency);
    CHECK(here.entry(here.sampling) == sampling);
    CHECK_THAT(here.says("撤销").markdown, Contains("没有可以撤销"));
}

TEST_CASE("who may not change an entry changes none, is told politely, and it is written down", "[entries]") {
    entries_world here;
    here.settings.communities[0].groups[1].collections = {"other"}; // U-OTHER's group answers from that one
    const auto* command =
        GENERATE("修改 e1 我说了算", "停用 e1", "恢复 e1", "合并 e1 e3", "取消合并 e1", "更正 e1", "撤销", "标准");
    const auto before = here.entry(here.sampling);
    SECTION("a member, whatever he is called") {
        auto said = here.message(command, "U-ALICE");
        said.who.name = "U-MONA (moderator)";
        REQUIRE(here.take(said) == outcome::taken);
        const auto reply = here.reply();
        CHECK(reply.only_for.id == "U-ALICE");
        CHECK_THAT(reply.markdown, Contains("管理员"));
        CHECK_THAT(here.last_audit(), Contains("slack:T1:U-ALICE refused"));
    }
    SECTION("a moderator of a group that does not see it") {
        const auto told = here.says(command, "U-OTHER", "C2").markdown;
        CHECK_THAT(told, !Contains("只在入口服务配置"));
    }
    SECTION("somebody without a stable id") {
        auto said = here.message(command, "");
        REQUIRE(here.take(said) == outcome::taken);
        (void)here.said();
    }
    CHECK(here.entry(here.sampling) == before);
    CHECK(here.revision(here.sampling) == 1);
}

TEST_CASE("an entry that is not there, and a command that was delivered twice", "[entries]") {
    entries_world here;
    CHECK_THAT(here.says("停用 e99").markdown, Contains("没有 e99"));
    CHECK_THAT(here.says("修改 e1").markdown, Contains("写法"));
    const auto once = here.message("修改 e1 新的", "U-MONA");
    CHECK(here.take(once) == outcome::taken);
    CHECK(here.take(once) == outcome::duplicate);
    CHECK(here.revision(here.sampling) == 2);
}

TEST_CASE("a moderator looks at an entry; a member who says so asks", "[entries]") {
    entries_world here;
    const auto shown = here.says("条目 1");
    CHECK_THAT(shown.markdown, Contains("只在入口服务配置一次"));
    CHECK_THAT(shown.footer, Contains("第 1 版"));
    (void)here.take(here.message("条目 1", "U-ALICE"));
    (void)here.said();
    CHECK(here.questions().size() == 1);
}

TEST_CASE("a moderator who forgets the mark of a number is told the form, and nothing is logged", "[entries]") {
    entries_world here;
    (void)here.take(here.message("layotto 的 wasm 怎么热更新？"));
    (void)here.said();
    CHECK_THAT(here.says("忽略 1").markdown, Contains("写法：`@我 忽略 #1`"));
    CHECK_THAT(here.says("answer 1 restart it").markdown, Contains("answer #1 …"));
    CHECK_THAT(here.says("静音 两小时").markdown, Contains("静音 2h"));
    CHECK(here.questions().size() == 1);
    CHECK_THAT(here.says("answer 3 questions about raft").markdown, Contains("#2")); // no question 3 waits: logged
    CHECK_THAT(here.says("忽略 1", "U-BOB").markdown, Contains("#3"));               // a member asks
    CHECK(here.questions()[0].state == store::question_state::open);
}

TEST_CASE("an expired answer is not given, but suggested with its date", "[entries]") {
    entries_world here;
    here.db.write([&](store::session& s) {
        auto one = store::find_entry(s, here.sampling).value();
        one.valid_until = "2023-11-14";
        (void)store::update_entry(s, one, {.author = "cli", .via = "test", .at = {}});
    });
    // 2023-11-14 22:13 UTC is the 15th in Shanghai already.
    (void)here.take(here.message(known));
    CHECK_THAT(here.reply().markdown, Contains("已于 2023-11-14 过期"));
    CHECK(here.questions()[0].state == store::question_state::suggested);
    (void)here.take(here.message("1"));
    const auto given = here.reply();
    CHECK_THAT(given.markdown, Contains("只在入口服务配置一次"));
    CHECK_THAT(given.footer, Contains("有效期到 2023-11-14"));
}

TEST_CASE("an answer is given in the language of the question, unless that one is stale", "[entries]") {
    entries_world here;
    const auto set = [&](const char* made_for) {
        here.db.write([&](store::session& s) {
            auto one = store::find_entry(s, here.sampling).value();
            one.phrasings = {"do I set the sampling rate in every service"};
            one.variants = {{.language = "en", .answer = "Set it once, at the entrance.", .made_for = made_for}};
            (void)store::update_entry(s, one, {.author = "cli", .via = "test", .at = {}});
            return store::knowledge_revision(s);
        });
        here.restart();
    };
    const char* english = "do I set the sampling rate in every service";
    set("");
    (void)here.take(here.message(english));
    CHECK_THAT(here.reply().markdown, Contains("Set it once, at the entrance."));
    (void)here.take(here.message(known, "U-BOB"));
    CHECK_THAT(here.reply().markdown, Contains("只在入口服务配置一次就可以。"));
    set("of an older answer");
    (void)here.take(here.message(english, "U-CARL"));
    CHECK_THAT(here.reply().markdown, Contains("只在入口服务配置一次就可以。"));
}
