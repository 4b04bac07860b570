// What trusted people say below a question is proposed, and a moderator's yes makes it the answer.
#include "knowledge/store/proposals.hpp"
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using Catch::Contains;
using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;

namespace {

chat::remark below(world& here, std::string text, std::string who = "U-TINA", std::string thread = "t1") {
    auto said = here.remark(std::move(text), std::move(who), std::move(thread));
    said.who.name = "Tina";
    return said;
}

std::vector<store::proposal> proposed(world& here) {
    return here.db.read([](auto& db) { return store::load_proposals(db, "test"); });
}

void ask(world& here) {
    here.settings.communities[0].groups[0].trusted = {"U-TINA"};
    (void)here.take(here.message("kettle 的水垢怎么清理？", "U-ALICE", "C1", "t1"));
    (void)here.said();
}

void with_moderators_group(world& here) {
    auto& community = here.settings.communities[0];
    community.workspaces.push_back({.id = "T1", .moderators = {"U-MONA"}});
    community.defaults.community = "test";
    community.moderators_group = "slack:T1/C9MOD";
}

} // namespace

TEST_CASE("several messages of a trusted person are one proposal, and a yes makes it the answer",
          "[conversation][proposals]") {
    world here;
    ask(here);
    const auto first = below(here, "用白醋泡半小时。");
    (void)here.take(first);
    const auto asks = here.reply(); // the asker, whether it helped
    CHECK(asks.only_for.id == "U-ALICE");
    CHECK(asks.buttons.at(0).what == chat::action::solved);
    const auto more = below(here, "然后煮一遍清水。");
    (void)here.take(more);
    CHECK(here.take(more) == bot::conversation::outcome::duplicate);
    CHECK(here.said().empty());
    REQUIRE(proposed(here).size() == 1);
    CHECK(proposed(here)[0].text == "用白醋泡半小时。\n\n然后煮一遍清水。");
    CHECK(here.questions()[0].state == store::question_state::open); // never live without a yes

    SECTION("listed and accepted") {
        (void)here.take(here.message("proposals", "U-MONA"));
        CHECK_THAT(here.reply().markdown, Contains("#1 Tina") && Contains("白醋"));
        (void)here.take(here.message("accept #1", "U-MONA", "C1", "t-mona"));
        const auto said = here.said();
        CHECK_THAT(said.at(0).markdown, Contains("然后煮一遍清水"));
        CHECK(said.at(0).mention.id == "U-ALICE");
        CHECK(here.questions()[0].state == store::question_state::answered_by_person);
        CHECK(proposed(here)[0].state == store::proposal_state::accepted);
        (void)here.take(here.message("accept #1", "U-MONA")); // twice
        CHECK_THAT(here.reply().markdown, Contains("已经处理过"));
    }
    SECTION("accepted and undone: it waits for a yes again, and so does what was refused with it") {
        (void)here.take(below(here, "柠檬酸也行。", "U-TOM"));
        here.settings.communities[0].groups[0].trusted.push_back("U-TOM");
        (void)here.take(below(here, "柠檬酸更快。", "U-TOM"));
        (void)here.take(here.message("accept #1", "U-MONA", "C1", "t-mona"));
        (void)here.said();
        REQUIRE(proposed(here).at(1).state == store::proposal_state::refused);
        here.now += 1000;
        (void)here.take(here.message("undo", "U-MONA", "C1", "t-mona"));
        CHECK_THAT(here.reply().markdown, Contains("2 条建议重新等待"));
        for (const auto& one : proposed(here)) {
            CHECK(one.state == store::proposal_state::proposed);
            CHECK(one.decided_by.empty());
        }
        (void)here.take(here.message("accept #2", "U-MONA", "C1", "t-mona"));
        CHECK_THAT(here.said().at(0).markdown, Contains("柠檬酸更快"));
    }
    SECTION("the question is ignored with it and that is undone") {
        (void)here.take(here.message("ignore #1", "U-MONA", "C1", "t-mona"));
        REQUIRE(proposed(here).at(0).state == store::proposal_state::refused);
        here.now += 1000;
        (void)here.take(here.message("undo #1", "U-MONA", "C1", "t-mona"));
        CHECK(proposed(here).at(0).state == store::proposal_state::proposed);
    }
    SECTION("refused") {
        (void)here.take(here.message("refuse #1", "U-MONA"));
        CHECK(proposed(here)[0].state == store::proposal_state::refused);
        CHECK(here.questions()[0].state == store::question_state::open);
    }
    SECTION("accepted by the button on its card, and by nobody else") {
        with_moderators_group(here);
        (void)here.take(here.message("kettle 能不能煮茶？", "U-ALICE", "C1", "t9"));
        (void)here.take(below(here, "能，但要洗。", "U-TINA", "t9"));
        here.now += 11'000;
        chat::outgoing card;
        for (auto& one : here.said())
            if (one.where.group == "C9MOD") card = std::move(one);
        const auto button = std::ranges::find(card.buttons, chat::action::accept, &chat::button::what);
        REQUIRE(button != card.buttons.end());
        CHECK(button->says == "采纳 #2");
        const auto press = [&](std::string who) {
            chat::press one;
            one.delivery_id = "p" + std::to_string(++here.messages);
            one.where = card.where;
            one.who = {.id = std::move(who), .name = "Mona"};
            one.message_id = "p";
            one.what = button->what;
            one.value = button->value;
            (void)here.take(one);
            return here.said();
        };
        const auto refused = press("U-TINA"); // who proposed it
        REQUIRE(refused.size() == 1);
        CHECK_THAT(refused[0].markdown, Contains("管理员"));
        CHECK(here.audit().back().action == "refused accept");
        const auto said = press("U-MONA");
        CHECK(std::ranges::any_of(said, [](const auto& one) {
            return one.mention.id == "U-ALICE" && one.markdown.find("能，但要洗。") != std::string::npos;
        }));
        CHECK(std::ranges::any_of(said, [](const auto& one) {
            return one.where.group == "C9MOD" && one.buttons.empty() && one.status.find("Mona") != std::string::npos;
        }));
        CHECK(proposed(here).back().state == store::proposal_state::accepted);
        CHECK_THAT(press("U-MONA").at(0).markdown, Contains("已经处理过")); // twice
    }
    SECTION("refused, and that is undone: it waits again, on its card too") {
        with_moderators_group(here);
        (void)here.take(here.message("kettle 能不能煮茶？", "U-ALICE", "C1", "t9"));
        (void)here.take(below(here, "能，但要洗。", "U-TINA", "t9"));
        const auto on_card = [&] {
            here.now += 11'000;
            std::string shown;
            for (const auto& one : here.said())
                if (one.where.group == "C9MOD") shown = one.markdown;
            return shown;
        };
        REQUIRE_THAT(on_card(), Contains("能，但要洗"));
        const auto waits = proposed(here).back();
        (void)here.take(here.message("refuse #2", "U-MONA", "C1", "t-mona"));
        CHECK_THAT(on_card(), Contains("煮茶") && !Contains("能，但要洗"));
        (void)here.take(here.message("undo", "U-MONA", "C1", "t-mona"));
        CHECK_THAT(on_card(), Contains("能，但要洗"));
        CHECK(proposed(here).back() == waits);
        (void)here.take(here.message("refuse #2", "U-MONA", "C1", "t-mona"));
        (void)here.take(here.message("answer #2 不能。", "U-MONA", "C1", "t-mona"));
        (void)here.said();
        (void)here.take(here.message("undo", "U-MONA", "C1", "t-mona")); // the answer
        (void)here.take(here.message("answer #2 不能！", "U-MONA", "C1", "t-mona"));
        here.now += 1000;
        (void)here.take(here.message("undo", "U-MONA", "C1", "t-mona")); // that one; the refusal is next
        (void)here.said();
        (void)here.take(here.message("undo", "U-MONA", "C1", "t-mona"));
        CHECK(proposed(here).back() == waits);
    }
    SECTION("the person who proposed it is no moderator") {
        (void)here.take(here.message("accept #1", "U-TINA"));
        CHECK(here.audit().back().action == "refused accept");
        CHECK(proposed(here)[0].state == store::proposal_state::proposed);
    }
    SECTION("answered otherwise meanwhile") {
        (void)here.take(here.message("answer #1 用柠檬酸", "U-MONA"));
        (void)here.said();
        (void)here.take(here.message("accept #1", "U-MONA"));
        CHECK_THAT(here.reply().markdown, Contains("已经处理过"));
        CHECK(proposed(here)[0].state == store::proposal_state::refused);
    }
    SECTION("edited and deleted, message by message") {
        auto change = tests::edited(more, "然后倒掉。");
        change.who = {.id = "U-EVE", .name = {}};
        (void)here.take(change); // by somebody else
        CHECK_THAT(proposed(here)[0].text, Contains("然后煮一遍清水"));
        change.delivery_id = "Ev-edit-2";
        change.who = more.who;
        (void)here.take(change);
        CHECK(proposed(here)[0].text == "用白醋泡半小时。\n\n然后倒掉。");
        (void)here.take(tests::deleted(more));
        CHECK(proposed(here)[0].text == "用白醋泡半小时。");
        (void)here.take(tests::deleted(first));
        CHECK(proposed(here).empty());
    }
    SECTION("the question is deleted: what was said about it goes with it") {
        const auto log = here.questions();
        (void)here.take(chat::deletion{
            .delivery_id = "Ev-gone", .message_id = log[0].message_id, .where = below(here, "").where, .who = {}});
        CHECK(proposed(here).empty());
    }
}

TEST_CASE("who is not trusted, and what is said elsewhere, is not kept", "[conversation][proposals]") {
    world here;
    ask(here);
    (void)here.take(below(here, "随便试试", "U-EVE"));
    (void)here.take(below(here, "我自己答", "U-ALICE"));      // who asked
    (void)here.take(below(here, "别的讨论", "U-TINA", "t2")); // a thread without a question
    CHECK(proposed(here).empty());
    CHECK(here.said().empty());
}

TEST_CASE("who asked may say that it helped, which puts it first and makes nothing canonical",
          "[conversation][proposals]") {
    world here;
    ask(here);
    (void)here.take(below(here, "试试重启"));
    here.settings.communities[0].groups[0].trusted.push_back("U-TOM");
    const auto better = below(here, "用白醋泡半小时。", "U-TOM");
    (void)here.take(better);
    (void)here.said();

    const auto pressed = [&](std::string who, std::string message, std::string value = {}) {
        chat::press one;
        one.delivery_id = "p" + std::to_string(++here.messages);
        one.where = better.where;
        one.who = {.id = std::move(who), .name = {}};
        one.message_id = std::move(message);
        one.what = chat::action::solved;
        one.value = std::move(value);
        return one;
    };
    (void)here.take(pressed("U-EVE", better.message_id)); // only who asked knows
    CHECK_FALSE(proposed(here)[1].solved);

    const auto way = GENERATE(0, 1, 2);
    if (way == 0) (void)here.take(pressed("U-ALICE", better.message_id)); // ✅
    if (way == 1) (void)here.take(here.message("已解决", "U-ALICE"));
    if (way == 2) (void)here.take(here.message("solved", "U-ALICE"));
    CHECK_THAT(here.reply().markdown, Contains("谢谢"));
    CHECK(proposed(here)[1].solved);
    CHECK(here.questions()[0].state == store::question_state::open);
    (void)here.take(here.message("proposals", "U-MONA"));
    const auto list = here.reply().markdown;
    CHECK(list.find("#2") < list.find("#1 "));
    (void)here.take(here.message("solved", "U-ALICE")); // twice: nothing to say
    CHECK(here.said().empty());
    (void)here.take(here.message("solved", "U-BOB")); // who asked nothing
    CHECK_THAT(here.reply().markdown, Contains("还没有人回答"));
}

TEST_CASE("a solved that only a reaction said goes with it", "[conversation][proposals]") {
    world here;
    ask(here);
    const auto answer = below(here, "用白醋泡半小时。");
    (void)here.take(answer);
    const auto react = [&](chat::pressed_by how) {
        (void)here.take(chat::press{.delivery_id = "p" + std::to_string(++here.messages),
                                    .where = answer.where,
                                    .who = {.id = "U-ALICE", .name = {}},
                                    .message_id = answer.message_id,
                                    .what = chat::action::solved,
                                    .value = {},
                                    .reply = {},
                                    .how = how});
    };
    react(chat::pressed_by::reaction);
    CHECK(proposed(here)[0].solved);
    const bool typed = GENERATE(false, true);
    if (typed) (void)here.take(here.message("solved", "U-ALICE"));
    (void)here.said();
    react(chat::pressed_by::reaction_taken_away);
    CHECK(proposed(here)[0].solved == typed);
    CHECK(here.said().empty());
}

TEST_CASE("a quoted reply to the bot is a proposal where it asks nothing (DingTalk)", "[conversation][proposals]") {
    world here;
    here.settings.communities[0].groups[2].trusted = {"staff-tina"};
    const auto say = [&](std::string text, std::string who, std::string quoted) {
        auto said = here.message(std::move(text), std::move(who), "cid1", "");
        said.where.on = chat::platform::dingtalk;
        said.where.workspace = "ding1";
        said.quoted_text = std::move(quoted);
        (void)here.take(said);
        return here.said();
    };
    const std::string asked = "kettle 的水垢怎么清理？";
    (void)say(asked, "staff-li", "");

    const auto* quoted = GENERATE("kettle 的水垢怎么清理？", "@HelpBot kettle 的水垢怎么清理？",
                                  "这个问题还没有标准答案，已记为 #1，管理员回答后会在这里告诉你。");
    SECTION("a trusted person") {
        (void)say("用白醋泡半小时。", "staff-tina", quoted);
        REQUIRE(proposed(here).size() == 1);
        CHECK(here.questions().size() == 1);
    }
    SECTION("a trusted person who asks") {
        (void)say("这个怎么弄？", "staff-tina", quoted);
        CHECK(proposed(here).empty());
        CHECK(here.questions().size() == 2);
    }
    SECTION("anybody else asks, as before") {
        (void)say("用白醋泡半小时。", "staff-eve", quoted);
        CHECK(proposed(here).empty());
    }
}

TEST_CASE("markup and pings in a proposed answer stay words where it is shown", "[conversation][proposals]") {
    world here;
    ask(here);
    (void)here.take(below(here, "<!channel> [x](https://evil.example)\n\n# big\n- #7 forged"));
    (void)here.said();
    (void)here.take(here.message("proposals", "U-MONA"));
    const auto list = here.reply().markdown;
    CHECK_THAT(list, !Contains("\n# big") && !Contains("\n- #7") && !Contains("](https://evil"));
}
