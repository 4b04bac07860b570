// What happens to messages after they were said: presses, edits, deletions, marks.
#include "bot/conversation/reference.hpp"
#include "knowledge/store/feedback.hpp"
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>

using bot::conversation::outcome;
using bot::conversation::reference;
using Catch::Contains;
using tests::known;
using tests::unknown;
using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;

namespace {

// world::said() has every message delivered as "p".
chat::press press(world& here, chat::action what, std::string who = "U-ALICE", std::size_t place = 0) {
    auto said = here.message("");
    return {.delivery_id = said.delivery_id,
            .where = said.where,
            .who = {.id = std::move(who), .name = {}},
            .message_id = "p",
            .what = what,
            .value = to_string(reference{here.questions().front().id, place}),
            .reply = {}};
}

store::feedback_count opinions(world& here) {
    const auto id = here.questions().front().id;
    return here.db.read([&](store::session& db) { return store::count_feedback(db, id); });
}

void suggest_only(world& here) {
    here.settings.communities[0].groups[0].at = {.answer_at = 100.1, .suggest_at = 1};
}

} // namespace

TEST_CASE("an opinion is kept once a member, and the message shows it", "[conversation]") {
    world here;
    (void)here.take(here.message(known));
    const auto posted = here.reply();
    REQUIRE(posted.buttons.size() == 3);

    REQUIRE(here.take(press(here, chat::action::helpful)) == outcome::taken);
    const auto shown = here.reply();
    CHECK(shown.what == chat::act::replace);
    CHECK(shown.target == "p");
    CHECK(shown.markdown == posted.markdown);
    CHECK(shown.buttons == posted.buttons);
    CHECK(shown.status == "有用 1 · 没用 0");

    (void)here.take(press(here, chat::action::helpful)); // again: nothing to say
    CHECK(here.said().empty());
    (void)here.take(press(here, chat::action::unhelpful, "U-BOB"));
    CHECK(here.reply().status == "有用 1 · 没用 1");
    (void)here.take(press(here, chat::action::unhelpful));
    CHECK(here.reply().status == "有用 0 · 没用 2"); // a change of mind
    CHECK(opinions(here) == store::feedback_count{.helpful = 0, .unhelpful = 2});
}

TEST_CASE("a reaction that is taken away takes its opinion along", "[conversation]") {
    world here;
    (void)here.take(here.message(known));
    (void)here.said();
    const auto react = [&](chat::pressed_by how) {
        auto one = press(here, chat::action::helpful);
        one.how = how;
        one.value.clear();
        (void)here.take(one);
    };
    using enum chat::pressed_by;
    react(reaction);
    CHECK(opinions(here).helpful == 1);
    (void)here.said();
    SECTION("nothing else was said") {
        react(reaction_taken_away);
        CHECK(opinions(here) == store::feedback_count{});
        CHECK(here.reply().status.empty());
        react(reaction_taken_away); // told twice
        CHECK(here.said().empty());
    }
    SECTION("a button says it, too") {
        (void)here.take(press(here, chat::action::helpful));
        react(reaction_taken_away);
        CHECK(opinions(here).helpful == 1);
    }
    SECTION("a button has said otherwise since") {
        (void)here.take(press(here, chat::action::unhelpful));
        react(reaction_taken_away);
        CHECK(opinions(here).unhelpful == 1);
    }
    SECTION("it was somebody else's") {
        auto one = press(here, chat::action::helpful, "U-BOB");
        one.how = reaction_taken_away;
        one.value.clear();
        (void)here.take(one);
        CHECK(opinions(here).helpful == 1);
    }
}

TEST_CASE("an answer found wrong can be taken back by a button", "[conversation][manners]") {
    world here;
    (void)here.take(here.message(known));
    (void)here.said();
    (void)here.take(press(here, chat::action::unhelpful, "U-BOB"));
    const auto blamed = here.reply();
    REQUIRE(blamed.buttons.size() == 4);
    CHECK(blamed.buttons.back().what == chat::action::take_back);
    CHECK(blamed.buttons.back().label == "撤回这条回答");
    CHECK(blamed.buttons.back().says == "撤回 " + blamed.buttons.back().value);

    (void)here.take(press(here, chat::action::take_back, "U-BOB")); // neither the asker nor a moderator
    CHECK_THAT(here.reply().markdown, Contains("管理员"));
    (void)here.take(press(here, chat::action::helpful, "U-BOB")); // a change of mind
    CHECK(here.reply().buttons.size() == 3);
    (void)here.take(press(here, chat::action::unhelpful, "U-BOB"));
    CHECK(here.reply().buttons.size() == 4);

    (void)here.take(press(here, chat::action::take_back));
    const auto said = here.said();
    REQUIRE(said.size() == 2);
    CHECK(said[0].what == chat::act::withdraw);
    CHECK(here.questions().front().state == store::question_state::open);
}

TEST_CASE("a press is taken once", "[conversation]") {
    world here;
    (void)here.take(here.message(known));
    (void)here.said();
    const auto once = press(here, chat::action::ask_moderator);
    CHECK(here.take(once) == outcome::taken);
    CHECK(here.take(once) == outcome::duplicate);
    CHECK(here.said().size() == 1);
}

TEST_CASE("the wish for a moderator opens the question, and the button is gone", "[conversation]") {
    world here;
    (void)here.take(here.message(known));
    (void)here.said();
    (void)here.take(press(here, chat::action::ask_moderator, "U-BOB"));
    const auto shown = here.reply();
    CHECK_THAT(shown.status, Contains("#1"));
    CHECK(shown.buttons.size() == 2);
    const auto asked = here.questions().front();
    CHECK(asked.state == store::question_state::open);
    CHECK(asked.number == 1);

    (void)here.take(here.message("答 #1 现在可以动态更新。", "U-MONA", "C1", "t9"));
    const auto told = here.said();
    REQUIRE(told.size() == 2);
    CHECK(told[0].mention.id == "U-ALICE"); // who asked, not who pressed
    CHECK_THAT(told[0].markdown, Contains("现在可以动态更新。"));
}

TEST_CASE("a picked suggestion turns the list into the answer", "[conversation]") {
    world here;
    suggest_only(here);
    (void)here.take(here.message(known));
    const auto list = here.reply();
    REQUIRE(list.buttons.size() >= 2);
    CHECK(list.buttons.back().what == chat::action::ask_moderator);

    SECTION("by the asker") {
        (void)here.take(press(here, chat::action::pick, "U-ALICE", 1));
        const auto shown = here.reply();
        CHECK(shown.what == chat::act::replace);
        CHECK_THAT(shown.markdown, Contains("只在入口服务配置一次"));
        CHECK(here.questions().front().state == store::question_state::answered);

        (void)here.take(press(here, chat::action::unhelpful));
        const auto judged = here.reply(); // the answer that stands there now, not the list
        CHECK_THAT(judged.markdown, Contains("只在入口服务配置一次"));
        CHECK(judged.status == "有用 0 · 没用 1");
    }
    SECTION("by somebody else: an answer of his own, the asker's list stays") {
        (void)here.take(press(here, chat::action::pick, "U-BOB", 1));
        const auto said = here.reply();
        CHECK(said.what == chat::act::post);
        CHECK(said.mention.id == "U-BOB");
        CHECK(here.questions().front().state == store::question_state::suggested);
    }
    SECTION("a place that is none") {
        (void)here.take(press(here, chat::action::pick, "U-ALICE", 9));
        CHECK(here.said().empty());
    }
}

TEST_CASE("a reference from elsewhere, or none, changes nothing", "[conversation]") {
    world here;
    (void)here.take(here.message(known));
    (void)here.said();
    auto pressed = press(here, chat::action::ask_moderator);
    SECTION("another group") {
        pressed.where.group = "C2";
    }
    SECTION("a made-up question") {
        pressed.value = "q1";
    }
    SECTION("no reference") {
        pressed.value = "12";
    }
    CHECK(here.take(pressed) == outcome::taken);
    CHECK(here.said().empty());
    CHECK(here.questions().front().state == store::question_state::answered);
}

TEST_CASE("who has no stable id may go on from an answer, and judges none", "[conversation]") {
    world here;
    const auto from_outside = [&](std::string text) {
        auto said = here.message(std::move(text), "", "cid1", "");
        said.where.on = chat::platform::dingtalk;
        said.where.workspace = "ding1";
        return said;
    };
    (void)here.take(from_outside(known));
    const auto answer = here.reply();

    (void)here.take(from_outside(answer.buttons[0].says));
    CHECK(here.said().empty());
    (void)here.take(from_outside(answer.buttons[1].says));
    CHECK_THAT(here.reply().markdown, Contains("找管理员"));
    CHECK(opinions(here) == store::feedback_count{});

    (void)here.take(from_outside(answer.buttons[2].says));
    CHECK_THAT(here.reply().markdown, Contains("#1"));
    CHECK(here.questions().front().state == store::question_state::open);
}

TEST_CASE("who has no stable id picks from a list, which stays as it is: it may have been another's",
          "[conversation]") {
    world here;
    suggest_only(here);
    (void)here.take(here.message(known, ""));
    const auto list = here.reply();
    REQUIRE(list.buttons.size() >= 2);
    (void)here.take(here.message(list.buttons.front().says, ""));
    CHECK_THAT(here.reply().markdown, Contains("只在入口服务配置一次"));
    CHECK(here.questions().front().state == store::question_state::suggested);
}

TEST_CASE("where buttons can only speak, their words do the same", "[conversation]") {
    world here;
    const auto dingtalk = [&](std::string text) {
        auto said = here.message(std::move(text), "staff-alice", "cid1", "");
        said.where.on = chat::platform::dingtalk;
        said.where.workspace = "ding1";
        return said;
    };
    (void)here.take(dingtalk(known));
    const auto answer = here.reply();

    (void)here.take(dingtalk(answer.buttons[0].says));
    CHECK(here.said().empty()); // praise needs no reply
    CHECK(opinions(here).helpful == 1);

    (void)here.take(dingtalk("没用")); // what was told last
    const auto hint = here.reply();    // to the member alone, who may go on from there
    CHECK_THAT(hint.markdown, Contains("找管理员"));
    CHECK(opinions(here) == store::feedback_count{.helpful = 0, .unhelpful = 1});

    REQUIRE(hint.buttons.size() == 2);
    CHECK(hint.buttons[1].what == chat::action::take_back);
    auto alone = dingtalk(hint.buttons[0].says);
    alone.where.group = "cid-alice-alone";
    alone.where.direct = true;
    SECTION("in the group") {
        alone = dingtalk(answer.buttons[2].says);
    }
    SECTION("alone with the bot") {}
    here.settings.communities[0].groups.push_back(
        world::group(chat::platform::dingtalk, "ding1", "cid-alice-alone", {}));
    (void)here.take(alone);
    CHECK_THAT(here.reply().markdown, Contains("#1"));
    CHECK(here.questions().front().state == store::question_state::open);
    CHECK(here.questions().size() == 1); // none of this was a question
}

TEST_CASE("a number or an opinion beside the thread is about what was asked last in the group", "[conversation]") {
    world here;
    (void)here.take(here.message(known));
    (void)here.said();
    (void)here.take(here.message("没用", "U-ALICE", "C1", "t2"));
    CHECK(opinions(here).unhelpful == 1);
    (void)here.said();
    (void)here.take(here.message("1", "U-ALICE", "C1", "t3"));
    CHECK_THAT(here.reply().markdown, Contains("每个服务节点都要配置上报"));
    (void)here.take(here.message("没用", "U-BOB", "C1", "t4")); // who has asked nothing
    CHECK_THAT(here.reply().markdown, Contains("请先提问"));
}

TEST_CASE("an edited question is decided anew, and its reply follows", "[conversation]") {
    world here;
    auto asked = here.message(unknown);
    (void)here.take(asked);
    (void)here.said();
    auto change = tests::edited(asked, known);
    SECTION("to one that is known") {
        (void)here.take(change);
        const auto shown = here.reply();
        CHECK(shown.what == chat::act::replace);
        CHECK_THAT(shown.markdown, Contains("只在入口服务配置一次"));
        const auto log = here.questions();
        REQUIRE(log.size() == 1);
        CHECK(log[0].text == known);
        CHECK(log[0].state == store::question_state::answered);
    }
    SECTION("without a change of its words") {
        change.text = unknown;
        (void)here.take(change);
        CHECK(here.said().empty());
    }
    SECTION("by somebody else") {
        change.who.id = "U-BOB";
        (void)here.take(change);
        CHECK(here.said().empty());
        CHECK(here.questions().front().text == unknown);
    }
    SECTION("of a message that was no question") {
        change.message_id = "m-other";
        CHECK(here.take(change) == outcome::taken);
        CHECK(here.said().empty());
    }
}

TEST_CASE("an edit before the reply left changes that reply", "[conversation]") {
    world here;
    const auto asked = here.message(unknown);
    (void)here.take(asked);
    (void)here.take(tests::edited(asked, known));
    const auto said = here.reply(); // one message, the second
    CHECK(said.what == chat::act::post);
    CHECK_THAT(said.markdown, Contains("只在入口服务配置一次"));
}

TEST_CASE("an edit while the reply is on its way makes no second one", "[conversation]") {
    world here;
    const auto asked = here.message(unknown);
    (void)here.take(asked);
    const auto first = here.on_its_way();
    const auto change = tests::edited(asked, known);
    SECTION("it takes the place of the one under way") {
        (void)here.take(change);
        here.arrived(first);
        const auto said = here.reply();
        CHECK(said.what == chat::act::replace);
        CHECK(said.takes_place_of == std::to_string(first.value));
        CHECK(said.target.empty());
        CHECK_THAT(said.markdown, Contains("只在入口服务配置一次"));
    }
    SECTION("edited twice: only the last is said") {
        (void)here.take(change);
        (void)here.take(tests::edited(asked, "layotto 的 wasm 怎样才能热更新？"));
        here.arrived(first);
        const auto said = here.reply();
        CHECK(said.takes_place_of == std::to_string(first.value));
        CHECK_THAT(said.markdown, Contains("#1"));
    }
    SECTION("into words that mean the same, after such an edit: what was to be said is still said") {
        (void)here.take(change);
        (void)here.take(tests::edited(asked, std::string(known) + "？"));
        here.arrived(first);
        CHECK_THAT(here.reply().markdown, Contains("只在入口服务配置一次"));
    }
    SECTION("the reply may or may not have arrived") {
        here.db.write([&](store::session& db) { REQUIRE(store::mark_uncertain(db, first, "lost")); });
        (void)here.take(change);
        CHECK(here.reply().takes_place_of == std::to_string(first.value));
    }
    SECTION("a deletion withdraws it once it is there") {
        (void)here.take(tests::deleted(asked));
        here.arrived(first);
        const auto said = here.reply();
        CHECK(said.what == chat::act::withdraw);
        CHECK(said.takes_place_of == std::to_string(first.value));
    }
}

TEST_CASE("a deleted question is forgotten and its reply withdrawn", "[conversation]") {
    world here;
    const auto asked = here.message(unknown);
    (void)here.take(asked);
    (void)here.said();
    auto gone = tests::deleted(asked);
    gone.who = {}; // not every platform says who deleted
    (void)here.take(gone);
    const auto said = here.reply();
    CHECK(said.what == chat::act::withdraw);
    CHECK(said.target == "p");
    const auto log = here.questions();
    CHECK(log[0].text.empty());
    CHECK(log[0].state == store::question_state::ignored);
}

TEST_CASE("a moderator's mark answers the question it belongs to", "[conversation]") {
    world here;
    const auto asked = here.message(unknown);
    (void)here.take(asked);
    (void)here.said();
    chat::mark marked{.delivery_id = "Ev-mark",
                      .message_id = "m-answer",
                      .where = asked.where,
                      .who = {.id = "U-MONA", .name = {}},
                      .answer = "用 SDK 重新加载模块。",
                      .question = {},
                      .question_id = asked.message_id,
                      .phrasings = {},
                      .tags = {},
                      .collection = {},
                      .reply = {}};
    SECTION("in the asker's words") {
        (void)here.take(marked);
        const auto told = here.reply();
        CHECK(told.mention.id == "U-ALICE");
        CHECK_THAT(told.markdown, Contains("用 SDK 重新加载模块。"));
        CHECK(here.questions().front().state == store::question_state::answered_by_person);
    }
    SECTION("in other words, the asker's stay a phrasing") {
        marked.question = "Layotto 如何热更新 wasm 模块？";
        (void)here.take(marked);
        (void)here.said();
        const auto entry = here.db.read(
            [&](store::session& db) { return store::find_entry(db, here.questions().front().answered_with); });
        REQUIRE(entry.has_value());
        CHECK(entry->question == marked.question);
        CHECK(entry->phrasings == std::vector<std::string>{unknown});
    }
    SECTION("by somebody who is no moderator: one private line and an audit row") {
        marked.who.id = "U-BOB";
        (void)here.take(marked);
        const auto said = here.reply();
        CHECK(said.only_for.id == "U-BOB");
        CHECK_THAT(said.markdown, Contains("只有本群管理员"));
        REQUIRE(here.audit().size() == 1);
        CHECK(here.audit()[0].action == "refused mark");
    }
    SECTION("of a message nobody asked anything in front of") {
        marked.question_id = "m-nothing";
        (void)here.take(marked);
        CHECK_THAT(here.reply().markdown, Contains("请写上问题"));
        CHECK(here.questions().front().state == store::question_state::open);
    }
    SECTION("without text") {
        marked.answer.clear();
        (void)here.take(marked);
        CHECK_THAT(here.reply().markdown, Contains("没有文字"));
    }
}

TEST_CASE("a question asked in private is answered in private", "[conversation]") {
    world here;
    auto asked = here.message(known, "U-ALICE", "U-ALICE", "");
    asked.where.direct = true;
    asked.private_reply = true;
    asked.asked_in = "C1";
    asked.reply.url = "https://hooks.example.org/x";
    REQUIRE(here.take(asked) == outcome::taken);
    const auto said = here.reply();
    CHECK(said.only_for.id == "U-ALICE");
    CHECK(said.reply.url == asked.reply.url);
    CHECK(said.where.group == "U-ALICE");
}

TEST_CASE("who asks in private is told where the answer will come", "[conversation]") {
    world here;
    const auto in_private = [&](const char* text) {
        auto asked = here.message(text, "U-ALICE", "U-ALICE", "");
        asked.where.direct = true;
        asked.private_reply = true;
        asked.asked_in = "C1";
        (void)here.take(asked);
        return here.reply();
    };
    CHECK_THAT(in_private(tests::unknown).markdown, Contains("#1") && Contains("私聊告诉你"));
    suggest_only(here);
    CHECK_THAT(in_private(known).footer, Contains("#2") && Contains("私聊告诉你"));
    (void)here.take(here.message(tests::unknown));
    CHECK_THAT(here.reply().markdown, Contains("在这里告诉你"));
}

TEST_CASE("who presses too fast gets one polite line, and what was said changes no more", "[conversation]") {
    world here;
    here.settings.communities[0].groups[0].member_per_minute = 2;
    (void)here.take(here.message(known));
    (void)here.said();
    for (int i = 0; i < 6; ++i)
        (void)here.take(press(here, i % 2 == 0 ? chat::action::helpful : chat::action::unhelpful));
    const auto said = here.said();
    CHECK(std::ranges::count_if(said, [](const auto& one) {
              return one.only_for.id == "U-ALICE" && one.markdown.find("过一会儿再试") != std::string::npos;
          }) == 1);
    CHECK(opinions(here).unhelpful == 1); // as the second press left it
}
