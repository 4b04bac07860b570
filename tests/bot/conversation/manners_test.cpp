// When the bot holds back: repeats, rates, quiet hours, mute, a row of wrong answers, what was not said to it.
#include "bot/conversation/language_asked_in.hpp"
#include "bot/conversation/quiet_hours.hpp"
#include "bot/conversation/rate.hpp"
#include "bot/conversation/recent_answers.hpp"
#include "bot/conversation/reference.hpp"
#include "knowledge/store/manners.hpp"
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

using bot::conversation::outcome;
using Catch::Contains;
using tests::known;
using tests::unknown;
using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;
using namespace std::chrono_literals;

namespace {

bot::config::group_settings& group_of(world& here) {
    return here.settings.communities[0].groups[0];
}

chat::press unhelpful(world& here, const store::question& about, std::string who) {
    auto said = here.message("");
    return {.delivery_id = said.delivery_id,
            .where = said.where,
            .who = {.id = std::move(who), .name = {}},
            .message_id = "p",
            .what = chat::action::unhelpful,
            .value = to_string(bot::conversation::reference{about.id, 0}),
            .reply = {}};
}

store::group_manners manners(world& here) {
    return here.db.read([](store::session& db) { return store::manners_of(db, {"slack", "T1", "C1"}); });
}

} // namespace

TEST_CASE("the same answer is not given twice in a thread or within some questions", "[manners]") {
    world here;
    group_of(here).repeat_within = 2;
    (void)here.take(here.message(known, "U-ALICE", "C1", "t1"));
    CHECK_THAT(here.reply().markdown, Contains("入口服务"));

    (void)here.take(here.message(known, "U-BOB", "C1", "t1"));
    const auto above = here.reply();
    CHECK_THAT(above.markdown, Contains("上面刚回答过"));
    CHECK(above.buttons.empty());
    CHECK(above.mention.id == "U-BOB");

    (void)here.take(here.message(known, "U-BOB", "C1", "t2"));
    CHECK_THAT(here.reply().markdown, Contains("https://slack.com/archives/C1/p"));

    // Every question is kept, pointed to or not.
    CHECK(here.questions().size() == 3);
    CHECK(here.questions()[2].state == store::question_state::answered);

    (void)here.take(here.message(unknown, "U-ALICE", "C1", "t3"));
    (void)here.take(here.message("完全不相干的问题 kubernetes 怎么装", "U-ALICE", "C1", "t4"));
    (void)here.said();
    (void)here.take(here.message(known, "U-EVE", "C1", "t5"));
    CHECK_THAT(here.reply().markdown, Contains("入口服务")); // long enough ago
}

TEST_CASE("what may not be pointed to is answered again", "[manners]") {
    world here;
    group_of(here).repeat_within = 10;
    (void)here.take(here.message(known));
    (void)here.said();
    SECTION("in another group") {
        (void)here.take(here.message(known, "U-ALICE", "C2", "t1"));
        CHECK_THAT(here.reply().markdown, Contains("入口服务"));
    }
    SECTION("when the first answer was taken back") {
        (void)here.take(here.message("撤回"));
        (void)here.said();
        (void)here.take(here.message(known));
        CHECK_THAT(here.reply().markdown, Contains("入口服务"));
    }
    SECTION("alone with the bot") {
        auto alone = here.message(known);
        alone.where.direct = true;
        alone.where.group = "D1";
        here.settings.communities[0].unlisted_groups = true;
        here.settings.communities[0].workspaces = {{chat::platform::slack, "T1", {}}};
        (void)here.take(alone);
        CHECK_THAT(here.reply().markdown, Contains("入口服务"));
    }
    SECTION("but not after a restart") {
        here.restart();
        (void)here.take(here.message(known));
        CHECK_THAT(here.reply().markdown, Contains("上面刚回答过"));
    }
    SECTION("a day later") {
        here.now += std::chrono::milliseconds(25h).count();
        (void)here.take(here.message(known));
        CHECK_THAT(here.reply().markdown, Contains("入口服务"));
    }
}

TEST_CASE("what a moderator has just answered is answered to the next who asks, also after a restart", "[manners]") {
    world here;
    group_of(here).repeat_within = 10;
    (void)here.take(here.message(unknown, "U-ALICE", "C1", "t1"));
    (void)here.take(here.message("answer #1 换一个模块即可", "U-MONA", "C1", "t2"));
    (void)here.said();
    if (GENERATE(false, true)) here.restart();
    for (int i = 0; i < 500 && here.index->now()->size() < 4; ++i) // the index follows within a moment
        std::this_thread::sleep_for(10ms);
    (void)here.take(here.message(unknown, "U-BOB", "C1", "t3"));
    const auto answer = here.reply();
    CHECK_THAT(answer.markdown, Contains("换一个模块即可"));
    CHECK(answer.buttons.size() == 3);
}

TEST_CASE("where nothing can be linked the pointer says the answer, if it is short", "[manners]") {
    world here;
    here.settings.communities[0].groups[2].repeat_within = 10; // of DingTalk
    const auto ask = [&](const std::string& who) {
        auto said = here.message(known, who, "cid1", "");
        said.where.on = chat::platform::dingtalk;
        said.where.workspace = "ding1";
        (void)here.take(said);
        return here.reply();
    };
    SECTION("short") {
        CHECK_THAT(ask("staff-alice").markdown, Contains("只在入口服务配置一次就可以"));
        const auto again = ask("staff-bob");
        CHECK_THAT(again.markdown, Contains("本群刚回答过") && Contains("只在入口服务配置一次就可以"));
        CHECK(again.buttons.empty());
        CHECK(again.mention.id == "staff-bob");
    }
    SECTION("long") {
        here.db.write([&](store::session& db) {
            auto entry = store::find_entry(db, here.sampling).value();
            for (int i = 0; i < 100; ++i)
                entry.answer += "并且每次发布之前都要核对一遍。";
            (void)store::update_entry(db, entry, {});
        });
        (void)ask("staff-alice");
        const auto again = ask("staff-bob");
        CHECK_THAT(again.markdown, Contains("只在入口服务配置一次就可以") && Contains("…"));
        CHECK(again.markdown.size() < 3000);
    }
}

TEST_CASE("who asks too fast gets one polite line, and nothing is lost", "[manners]") {
    world here;
    group_of(here).member_per_minute = 2;
    for (int i = 0; i < 5; ++i)
        (void)here.take(here.message(known, "U-ALICE", "C1", "t" + std::to_string(i)));
    const auto said = here.said();
    REQUIRE(said.size() == 3);
    CHECK_THAT(said[2].markdown, Contains("过一会儿再试"));
    CHECK(said[2].only_for.id == "U-ALICE");
    REQUIRE(here.questions().size() == 5);
    CHECK(here.questions()[4].state == store::question_state::open);

    (void)here.take(here.message(known, "U-BOB")); // others may go on
    CHECK_THAT(here.reply().markdown, Contains("入口服务"));
    for (int i = 0; i < 5; ++i)
        (void)here.take(here.message("help", "U-MONA")); // moderators too
    CHECK(here.said().size() == 5);
    here.now += std::chrono::milliseconds(1min).count();
    (void)here.take(here.message(known));
    CHECK_THAT(here.reply().markdown, Contains("入口服务"));
}

TEST_CASE("a group that asks too fast is told once", "[manners]") {
    world here;
    group_of(here).group_per_minute = 2;
    for (int i = 0; i < 5; ++i)
        (void)here.take(here.message(known, "U-" + std::to_string(i), "C1", "t" + std::to_string(i)));
    const auto said = here.said();
    REQUIRE(said.size() == 3);
    CHECK_THAT(said[2].markdown, Contains("本群提问太快"));
    CHECK(here.questions().size() == 5);
}

TEST_CASE("the bucket fills with time, and is bounded", "[manners]") {
    using verdict = bot::conversation::rate::verdict;
    bot::conversation::rate rate(2);
    const knowledge::timestamp now{1000s};
    CHECK(rate.take("a", 1, now) == verdict::within);
    CHECK(rate.take("a", 1, now) == verdict::first_over);
    CHECK(rate.take("a", 1, now) == verdict::over);
    CHECK(rate.take("a", 1, now - 1h) == verdict::over); // a clock that steps back fills nothing
    CHECK(rate.take("a", 1, now + 30s) == verdict::over);
    CHECK(rate.take("a", 1, now + 61s) == verdict::within);
    CHECK(rate.take("a", 0, now) == verdict::within);
    CHECK(rate.take("b", 1, now) == verdict::within);
    CHECK(rate.take("c", 1, now) == verdict::within); // "a" is forgotten
    CHECK(rate.take("a", 1, now) == verdict::within);
}

TEST_CASE("quiet hours, over night and by day, in the group's time", "[manners]") {
    bot::config::group_settings group; // Asia/Shanghai, eight hours before UTC
    const auto at = [](int hour, int minute) {
        return knowledge::timestamp(std::chrono::sys_days(std::chrono::year(2026) / 11 / 22)) +
               std::chrono::hours(hour) + std::chrono::minutes(minute);
    };
    auto [what, hours, now, expected] =
        GENERATE_COPY(table<const char*, const char*, knowledge::timestamp, knowledge::timestamp>({
            {"none", "", at(15, 0), at(15, 0)},
            {"before they begin", "22:00-08:00", at(13, 59), at(13, 59)},
            {"as they begin", "22:00-08:00", at(14, 0), at(24, 0)},
            {"after midnight", "22:00-08:00", at(17, 30), at(24, 0)},
            {"as they end", "22:00-08:00", at(24, 0), at(24, 0)},
            {"by day", "12:00-14:30", at(5, 0), at(6, 30)},
            {"by day, over", "12:00-14:30", at(6, 30), at(6, 30)},
        }));
    INFO(what);
    group.quiet_hours = hours;
    CHECK(bot::conversation::after_quiet_hours(group, now) == expected);
}

TEST_CASE("in quiet hours notices wait, answers do not, and one does not hold up the other", "[manners]") {
    world here;
    (void)here.take(here.message(unknown));
    (void)here.said();
    group_of(here).quiet_hours = "00:00-23:59";
    (void)here.take(here.message("answer #1 like this", "U-MONA", "C1", "t9"));
    const auto now = here.said();
    REQUIRE(now.size() == 1);
    CHECK(now[0].mention.id == "U-MONA"); // told what was done
    (void)here.take(here.message(known, "U-BOB"));
    CHECK_THAT(here.reply().markdown, Contains("入口服务"));
    here.now += std::chrono::milliseconds(24h).count();
    const auto later = here.said();
    REQUIRE(later.size() == 1);
    CHECK(later[0].mention.id == "U-ALICE");
    CHECK_THAT(later[0].markdown, Contains("like this"));
}

TEST_CASE("whether an answer helped is asked after quiet hours, and not when it was decided meanwhile", "[manners]") {
    world here;
    (void)here.take(here.message(unknown));
    (void)here.said();
    group_of(here).trusted = {"U-TINA"};
    group_of(here).quiet_hours = "00:00-23:59";
    const auto below = here.remark("重启就好。");
    (void)here.take(below);
    CHECK(here.said().empty());
    SECTION("nobody decided") {
        here.now += std::chrono::milliseconds(24h).count();
        const auto later = here.said();
        REQUIRE(later.size() == 1);
        CHECK(later[0].only_for.id == "U-ALICE");
        CHECK(later[0].buttons.at(0).what == chat::action::solved);
    }
    SECTION("it was accepted: only the answer is told") {
        (void)here.take(here.message("accept #1", "U-MONA", "C1", "t9"));
        here.now += std::chrono::milliseconds(24h).count();
        std::size_t asked = 0, told = 0;
        for (const auto& one : here.said()) {
            asked += one.title.find("解决了吗") != std::string::npos || one.buttons.size() == 1 ? 1 : 0;
            told += one.mention.id == "U-ALICE" && one.markdown.find("重启就好") != std::string::npos ? 1 : 0;
        }
        CHECK(asked == 0);
        CHECK(told == 1);
    }
    SECTION("it was refused, ignored or taken back") {
        const auto* how = GENERATE("refuse #1", "ignore #1", "");
        INFO(how);
        if (*how == 0)
            (void)here.take(chat::deletion{
                .delivery_id = "gone", .message_id = below.message_id, .where = below.where, .who = below.who});
        else
            (void)here.take(here.message(how, "U-MONA", "C1", "t9"));
        (void)here.said();
        here.now += std::chrono::milliseconds(24h).count();
        CHECK(here.said().empty());
    }
}

TEST_CASE("a muted group hears nothing, but the bot hears commands and logs questions", "[manners]") {
    world here;
    (void)here.take(here.message("mute 2h", "U-MONA"));
    CHECK_THAT(here.reply().markdown, Contains("只听命令"));
    (void)here.take(here.message(known));
    (void)here.take(here.message("2"));
    CHECK(here.said().empty());
    REQUIRE(here.questions().size() == 1);
    CHECK(here.questions()[0].state == store::question_state::open);
    (void)here.take(here.message("待答", "U-MONA"));
    CHECK_THAT(here.reply().markdown, Contains("#1"));
    (void)here.take(here.message(known, "U-ALICE", "C2")); // only this group is
    CHECK_THAT(here.reply().markdown, Contains("入口服务"));

    SECTION("until it is over") {
        here.now += std::chrono::milliseconds(2h).count();
        (void)here.take(here.message(known));
        CHECK_THAT(here.reply().markdown, Contains("入口服务"));
    }
    SECTION("until somebody ends it") {
        (void)here.take(here.message("取消静音", "U-MONA"));
        (void)here.said();
        (void)here.take(here.message(known));
        CHECK_THAT(here.reply().markdown, Contains("入口服务"));
    }
    SECTION("also after a restart") {
        here.restart();
        (void)here.take(here.message(known));
        CHECK(here.said().empty());
    }
    SECTION("notices wait until then") {
        (void)here.take(here.message("answer #1 like this", "U-MONA", "C1", "t9"));
        CHECK(here.said().size() == 1);
        here.now += std::chrono::milliseconds(2h).count();
        CHECK_THAT(here.reply().markdown, Contains("like this"));
    }
}

TEST_CASE("commands of moderators are refused to others, with a row in the audit", "[manners]") {
    auto [text, who] = GENERATE(table<const char*, const char*>({{"mute 2h", "U-ALICE"},
                                                                 {"unmute", "U-ALICE"},
                                                                 {"status", "U-OTHER"},
                                                                 {"status reset", "U-ALICE"},
                                                                 {"weekly", "U-ALICE"},
                                                                 {"周刊", ""},
                                                                 {"静音", "name of U-MONA"}}));
    INFO(text << " by " << who);
    world here;
    (void)here.take(here.message(text, who));
    CHECK_THAT(here.reply().markdown, Contains("只有本群管理员"));
    REQUIRE(here.audit().size() == 1);
    CHECK_THAT(here.audit()[0].action, Catch::StartsWith("refused "));
    CHECK(manners(here) == store::group_manners{});
}

TEST_CASE("wrong answers in a row make the bot more careful until a moderator has looked", "[manners]") {
    world here;
    group_of(here).wrong_streak = 2;
    group_of(here).careful_by = 100;
    group_of(here).moderators.emplace_back("U-MAX");
    const auto wrong = [&](const std::string& who) {
        (void)here.take(here.message(known, who, "C1", "thread of " + who));
        (void)here.said();
        (void)here.take(unhelpful(here, here.questions().back(), who));
    };
    wrong("U-1");
    CHECK(manners(here).wrong_in_a_row == 1);
    (void)here.take(unhelpful(here, here.questions().back(), "U-2")); // the same answer counts once
    CHECK(manners(here).wrong_in_a_row == 1);
    (void)here.said();
    wrong("U-3");
    CHECK(manners(here).raised_by == 100);
    std::vector<std::string> told;
    for (const auto& one : here.said()) {
        if (one.where.direct) told.push_back(one.where.group);
    }
    CHECK(told == std::vector<std::string>{"U-MONA", "U-MAX"});

    here.restart();
    (void)here.take(here.message(known, "U-4", "C1", "t4"));
    CHECK_THAT(here.reply().markdown, Contains("你是想问") || Contains("哪一个"));
    (void)here.take(here.message("status", "U-MONA"));
    CHECK_THAT(here.reply().markdown, Contains("99.5"));
    (void)here.take(here.message("status reset", "U-MONA"));
    CHECK_THAT(here.reply().markdown, Contains("已恢复"));
    CHECK(manners(here) == store::group_manners{});
    (void)here.take(here.message(known, "U-5", "C1", "t5"));
    CHECK_THAT(here.reply().markdown, Contains("入口服务"));
    CHECK(here.audit().back().action == "status reset");
}

TEST_CASE("a helpful answer ends the row", "[manners]") {
    world here;
    group_of(here).wrong_streak = 2;
    (void)here.take(here.message(known));
    (void)here.take(unhelpful(here, here.questions().back(), "U-ALICE"));
    CHECK(manners(here).wrong_in_a_row == 1);
    (void)here.take(here.message(known, "U-BOB", "C1", "t2"));
    auto praise = unhelpful(here, here.questions().back(), "U-BOB");
    praise.what = chat::action::helpful;
    (void)here.take(praise);
    CHECK(manners(here).wrong_in_a_row == 0);
}

TEST_CASE("status and the week, for moderators", "[manners]") {
    world here;
    (void)here.take(here.message(unknown));
    (void)here.take(here.message(known, "U-BOB", "C1", "t2"));
    (void)here.said();
    here.now += std::chrono::milliseconds(3h).count();
    (void)here.take(here.message("状态", "U-MONA"));
    const auto status = here.reply();
    CHECK(status.only_for.id == "U-MONA");
    CHECK_THAT(status.markdown, Contains("待答：1 个") && Contains("等待 3 小时") && Contains("3 个条目") &&
                                    Contains("没有静音") && Contains("待发：0 条"));
    (void)here.take(here.message("周刊", "U-MONA"));
    const auto week = here.reply().markdown;
    CHECK_THAT(week, Contains("提问 2 个") && Contains("已回答 1 个") && Contains("待答 1 个") &&
                         Contains("qunda weekly draft --from 2023-11-13 --to 2023-11-19"));
}

TEST_CASE("a group may be answered in the language of the question", "[manners]") {
    world here;
    group_of(here).as_asked = true;
    (void)here.take(here.message("how to hot-reload wasm in layotto?"));
    CHECK_THAT(here.reply().markdown, Contains("There is no canonical answer"));
    // Whoever answers in another language, the asker is told in theirs, and buttons stay in the answer's.
    (void)here.take(here.message("回答 #1 请看文档", "U-MONA", "C1", "t1"));
    const auto told = here.reply();
    CHECK_THAT(told.markdown, Contains("Your question #1 has an answer"));
    (void)here.take(unhelpful(here, here.questions().back(), "U-ALICE"));
    CHECK(here.reply().status == "helpful 0 · not helpful 1");
    (void)here.take(here.message("kubernetes 节点怎么扩容？"));
    CHECK_THAT(here.reply().markdown, Contains("还没有标准答案"));

    using bot::config::language;
    using bot::conversation::language_of;
    auto [text, expected] = GENERATE(table<const char*, language>({{"Raft 怎么选主", language::zh},
                                                                   {"why?", language::en},
                                                                   {"2", language::zh},
                                                                   {"？！", language::zh},
                                                                   {"𠀀", language::zh},
                                                                   {"à la carte", language::en},
                                                                   {"", language::zh}}));
    INFO(text);
    CHECK(language_of(text, language::zh) == expected);
}

TEST_CASE("a community's own words stand in the place of the catalogue's", "[manners]") {
    world here;
    bot::config::wording own;
    own["logged"] = {.zh = "记下啦，编号 #{number}。", .en = {}};
    own["help_open"] = {.zh = "看看谁在等", .en = {}};
    group_of(here).speaks.own = std::make_shared<const bot::config::wording>(own);
    (void)here.take(here.message(unknown));
    CHECK(here.reply().markdown == "记下啦，编号 #1。");
    (void)here.take(here.message("help", "U-MONA"));
    CHECK_THAT(here.reply().markdown, Contains("看看谁在等") && !Contains("列出还没有回答的问题"));
    group_of(here).speaks.in = bot::config::language::en;
    (void)here.take(here.message(unknown));
    CHECK_THAT(here.reply().markdown, Contains("logged as #2"));
}

TEST_CASE("what was not said to the bot is answered only where a group wants it and the bot is very sure",
          "[manners]") {
    world here;
    auto& group = group_of(here);
    group.unmentioned_at = 50;
    const auto overheard = [&](const char* text) {
        auto said = here.message(text, "U-ALICE", "C1", "t" + std::to_string(here.messages));
        said.overheard = true;
        return said;
    };
    CHECK(here.take(overheard("sofatracer 采样率每个服务都要配吗？")) == outcome::not_ours);
    group.answer_unmentioned = true;
    auto asked = overheard("sofatracer 采样率每个服务都要配吗？");
    CHECK(here.take(asked) == outcome::taken);
    CHECK_THAT(here.reply().markdown, Contains("入口服务"));
    CHECK(here.take(asked) == outcome::taken); // told again: said once
    CHECK(here.said().empty());
    REQUIRE(here.questions().size() == 1);

    auto [what, text] = GENERATE(table<const char*, const char*>({
        {"nothing is known of it", "layotto 的 wasm 怎么热更新？"},
        {"a command", "待答"},
        {"thanks", "谢谢"},
        {"a number", "1"},
        {"what is no question", "采样率我已经在每个服务上都配好了"},
    }));
    INFO(what);
    CHECK(here.take(overheard(text)) == outcome::not_ours);
    CHECK(here.said().empty());
    CHECK(here.questions().size() == 1); // nothing of it is stored
}

TEST_CASE("who was answered goes on in the thread without a mention, and only what is sure is answered", "[manners]") {
    world here;
    auto& group = group_of(here);
    const auto follow_up = [&](const char* text, const char* thread = "t1") {
        auto said = here.message(text, "U-ALICE", "C1", thread);
        said.follows_up = true;
        return said;
    };
    (void)here.take(here.message(tests::known));
    (void)here.reply();

    SECTION("a follow-up is answered, once") {
        const auto asked = follow_up("那上报 zipkin 呢");
        CHECK(here.take(asked) == outcome::taken);
        CHECK_THAT(here.reply().markdown, Contains("每个服务节点都要配置上报"));
        CHECK(here.questions().size() == 2);
        CHECK(here.take(asked) == outcome::taken); // told again
        CHECK(here.said().empty());
    }
    SECTION("the number of one that was listed is enough") {
        CHECK(here.take(follow_up("1")) == outcome::taken);
        CHECK_THAT(here.reply().markdown, Contains("每个服务节点都要配置上报"));
        CHECK(here.take(follow_up("7")) == outcome::taken);
        CHECK(here.said().empty());
    }
    SECTION("what the bot cannot answer it says how to ask, once and to the member alone, and keeps nothing of it") {
        CHECK(here.take(follow_up(tests::unknown)) == outcome::taken);
        const auto hint = here.reply();
        CHECK_THAT(hint.markdown, Contains("请 @我 再问一次"));
        CHECK(hint.only_for.id == "U-ALICE");
        (void)here.take(follow_up("kubernetes 节点怎么扩容？"));
        CHECK(here.said().empty());
        CHECK(here.questions().size() == 1);
    }
    SECTION("nothing is said to what is no question, in another thread, or where the group does not want it") {
        for (const char* text : {"谢谢", "好的，我试试", "待答", "没用"})
            CHECK(here.take(follow_up(text)) == outcome::not_ours);
        CHECK(here.take(follow_up("那上报 zipkin 呢", "t2")) == outcome::taken);
        group.answer_follow_ups = false;
        CHECK(here.take(follow_up("那上报 zipkin 呢")) == outcome::not_ours);
        CHECK(here.said().empty());
        CHECK(here.questions().size() == 1);
    }
    SECTION("when it is only half sure, it is not sure enough") {
        group.at.answer_at = 90;
        CHECK(here.take(follow_up("那上报 zipkin 呢")) == outcome::taken);
        CHECK_THAT(here.reply().markdown, Contains("请 @我 再问一次"));
    }
    SECTION("and nothing when the time for it is over") {
        here.now += 11 * 60 * 1000;
        CHECK(here.take(follow_up("那上报 zipkin 呢")) == outcome::taken);
        CHECK(here.said().empty());
    }
}

TEST_CASE("a typing mistake is answered with the command that was meant", "[manners]") {
    world here;
    (void)here.take(here.message("opne", "U-MONA"));
    CHECK_THAT(here.reply().markdown, Contains("`@我 open`"));
    CHECK(here.questions().empty());
    // From whoever may not use it, it is a question.
    (void)here.take(here.message("opne"));
    CHECK_THAT(here.reply().markdown, Contains("还没有标准答案"));
    CHECK(here.questions().size() == 1);
}

TEST_CASE("help shows members theirs and moderators everything", "[manners]") {
    world here;
    (void)here.take(here.message("help"));
    CHECK_THAT(here.reply().markdown, Contains("我的数据") && !Contains("静音"));
    (void)here.take(here.message("help", "U-MONA"));
    CHECK_THAT(here.reply().markdown, Contains("我的数据") && Contains("静音 2h") && Contains("答 #12 答案"));
}

TEST_CASE("with 10,000 open questions status and the week still come", "[manners]") {
    world here;
    here.db.write([](store::session& db) {
        for (int i = 0; i < 10'000; ++i) {
            store::question one;
            one.community = "test";
            one.platform = "slack";
            one.workspace = "T1";
            one.group = "C1";
            one.member = "U-" + std::to_string(i);
            one.text = "question " + std::to_string(i);
            one.asked_at = knowledge::timestamp(std::chrono::milliseconds(1'699'999'000'000 + i));
            (void)store::insert_question(db, std::move(one));
        }
    });
    const auto begun = std::chrono::steady_clock::now();
    (void)here.take(here.message("status", "U-MONA"));
    CHECK_THAT(here.reply().markdown, Contains("10000 个"));
    (void)here.take(here.message("weekly", "U-MONA"));
    CHECK_THAT(here.reply().markdown, Contains("待答 10000 个"));
    CHECK(std::chrono::steady_clock::now() - begun < 30s); // with sanitizers on a busy machine, too
}

TEST_CASE("what waited for the end of silence leaves when it is ended", "[manners]") {
    world here;
    (void)here.take(here.message(tests::unknown));
    (void)here.said();
    (void)here.take(here.message("mute 2h", "U-MONA"));
    (void)here.take(here.message("answer #1 用新版本。", "U-MONA", "C1", "t8"));
    const auto told = [](const auto& all) {
        return std::ranges::any_of(
            all, [](const auto& one) { return one.markdown.find("用新版本。") != std::string::npos; });
    };
    CHECK_FALSE(told(here.said()));
    (void)here.take(here.message("unmute", "U-MONA"));
    CHECK(told(here.said()));
}

TEST_CASE("in a muted group a slip in a command is told, and is no question", "[manners]") {
    world here;
    (void)here.take(here.message("mute 2h", "U-MONA"));
    (void)here.said();
    (void)here.take(here.message("ansewr #1 x", "U-MONA"));
    CHECK(here.questions().empty());
    CHECK(here.said().size() == 1);
}

TEST_CASE("an answer that was changed since is given anew, not pointed to", "[manners]") {
    world here;
    (void)here.take(here.message(known, "U-ALICE"));
    (void)here.take(here.message(known, "U-BOB"));
    CHECK_THAT(here.said().back().markdown, !Contains("只在入口服务配置一次就可以。\n"));
    (void)here.take(here.message("edit e1 每个服务都要配置。", "U-MONA"));
    here.restart();
    (void)here.said();
    (void)here.take(here.message(known, "U-CARL"));
    CHECK_THAT(here.reply().markdown, Contains("每个服务都要配置。"));
}
