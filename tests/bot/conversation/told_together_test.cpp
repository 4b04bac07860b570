// Several who asked the same in one DingTalk group are told by one message: what each of them does with it is about
// what he asked himself, and what becomes of it becomes of it once.
#include "adapters/chat/together.hpp"
#include "knowledge/store/feedback.hpp"
#include "knowledge/store/session.hpp"
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using Catch::Contains;
using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;

namespace {

constexpr auto question = "kettle 的水垢怎么清理？";

struct told_world : world {
    std::vector<chat::outgoing> rows; // that told each of them

    explicit told_world(bool cards) {
        settings.dingtalk.enabled = true;
        settings.dingtalk.client_id = "app";
        if (cards) settings.dingtalk.card_template = "template";
        for (const auto* who : {"staff-li", "staff-wang", "staff-zhao"})
            (void)take(in_dingtalk(question, who));
        (void)said();
        (void)take(in_dingtalk("答 #2 用白醋。", "staff-mona"));
    }
    chat::incoming in_dingtalk(std::string text, std::string who) {
        auto said = message(std::move(text), std::move(who), "cid1", "");
        said.where.on = chat::platform::dingtalk;
        said.where.workspace = "ding1";
        return said;
    }
    // As the worker does: what says the same leaves as one message.
    chat::outgoing leave() {
        return db.write([&](store::session& s) {
            std::optional<chat::outgoing> message;
            knowledge::outbox_id first;
            for (const auto& row : store::pending_in_lane(s, "dingtalk:ding1:cid1")) {
                auto told = chat::outgoing_from_json(row.payload).value();
                if (told.told_as.empty()) continue;
                if (!first) first = row.id;
                message = message ? chat::together(*message, told) : told;
                REQUIRE(message);
                REQUIRE(store::mark_sending(s, row.id, first));
                REQUIRE(store::mark_sent(s, row.id, std::to_string(first.value)));
                rows.push_back(std::move(told));
            }
            return message.value();
        });
    }
    chat::press press(const chat::outgoing& on, chat::action what, std::string who) {
        const auto button = std::ranges::find(on.buttons, what, &chat::button::what);
        REQUIRE(button != on.buttons.end());
        auto said = in_dingtalk("", std::move(who));
        return {.delivery_id = said.delivery_id,
                .where = said.where,
                .who = said.who,
                .message_id = on.id,
                .what = what,
                .value = button->value};
    }
    store::feedback_count opinions(std::size_t about) {
        const auto id = questions().at(about).id;
        return db.read([&](auto& s) { return store::count_feedback(s, id); });
    }
};

} // namespace

TEST_CASE("those who asked in one DingTalk group are told by one message with all their numbers", "[conversation]") {
    told_world here(false);
    const auto told = here.leave();
    CHECK(here.rows.size() == 3);
    CHECK_THAT(told.markdown, Catch::StartsWith("你的问题 #1, #2, #3 有答案了："));
    CHECK(told.title == "你的问题 #1, #2, #3 有答案了");
    CHECK(told.mention.id == "staff-li");
    REQUIRE(told.also.size() == 2);
    CHECK(told.also[1].id == "staff-zhao");
}

TEST_CASE("in Slack each asker is told alone, and so is who asked in private", "[conversation]") {
    world here;
    (void)here.take(here.message(question, "U-ALICE", "C1", "t1"));
    (void)here.take(here.message(question, "U-BOB", "C1", "t1"));
    auto alone = here.message(question, "staff-li", "cid9", "");
    alone.where.on = chat::platform::dingtalk;
    alone.where.workspace = "ding1";
    alone.where.direct = true;
    here.settings.communities[0].unlisted_groups = true;
    here.settings.communities[0].workspaces.push_back({.platform = chat::platform::dingtalk, .id = "ding1"});
    (void)here.take(alone);
    (void)here.said();
    (void)here.take(here.message("answer #1 用白醋。", "U-MONA", "C1", "t9"));
    const auto said = here.said();
    std::vector<chat::outgoing> told;
    std::ranges::copy_if(said, std::back_inserter(told),
                         [](const auto& one) { return one.markdown.find("用白醋") != std::string::npos; });
    REQUIRE(told.size() == 2);
    CHECK_FALSE(chat::together(told[0], told[1]));
}

TEST_CASE("who presses below it speaks for what he asked himself", "[conversation]") {
    const bool cards = GENERATE(false, true);
    told_world here(cards);
    const auto told = here.leave();

    SECTION("an opinion") {
        (void)here.take(here.press(told, chat::action::unhelpful, "staff-wang"));
        CHECK(here.opinions(0).unhelpful == 0);
        CHECK(here.opinions(1).unhelpful == 1);
    }
    SECTION("somebody else's, who asked nothing, is about the first") {
        (void)here.take(here.press(told, chat::action::helpful, "staff-guest"));
        CHECK(here.opinions(0).helpful == 1);
    }
    SECTION("a moderator is wanted") {
        (void)here.take(here.press(told, chat::action::ask_moderator, "staff-zhao"));
        CHECK(here.questions()[0].state == store::question_state::answered_by_person);
        // What a person answered is not asked again by a press.
        CHECK(here.questions()[2].state == store::question_state::answered_by_person);
    }
}

TEST_CASE("a card that told several is shown anew as it stands, for all of them", "[conversation]") {
    told_world here(true);
    const auto told = here.leave();
    (void)here.take(here.press(told, chat::action::helpful, "staff-wang"));
    auto shown = here.reply();
    CHECK(shown.what == chat::act::replace);
    CHECK(shown.target == told.id);
    CHECK(shown.markdown == told.markdown);
    CHECK(shown.also == told.also);
    CHECK_THAT(shown.status, Contains("1"));
    (void)here.take(here.press(told, chat::action::helpful, "staff-li"));
    shown = here.reply();
    CHECK(shown.markdown == told.markdown);
    CHECK_THAT(shown.status, Contains("2")); // both
    CHECK(shown.buttons.size() == told.buttons.size());
}

TEST_CASE("taken back by one of them, it stands for the others", "[conversation]") {
    const bool cards = GENERATE(false, true);
    told_world here(cards);
    (void)here.leave();
    (void)here.said();
    (void)here.take(here.in_dingtalk("撤回", "staff-wang"));
    const auto said = here.said();
    for (const auto& one : said)
        CHECK(one.what == chat::act::post); // nothing is recalled or written over
    CHECK(std::ranges::any_of(said, [](const auto& one) {
        return one.markdown.find("刚才的回答已撤回") != std::string::npos && one.mention.id == "staff-wang";
    }));
    CHECK(here.questions()[0].state == store::question_state::answered_by_person);
    CHECK(here.questions()[1].state == store::question_state::open);
}

TEST_CASE("before it has left, what is undone for all is told to nobody", "[conversation]") {
    told_world here(false);
    (void)here.take(here.in_dingtalk("撤销", "staff-mona"));
    for (const auto& one : here.said())
        CHECK_THAT(one.markdown, !Contains("有答案了"));
    for (const auto& one : here.questions())
        CHECK(one.state == store::question_state::open);
}

TEST_CASE("it is one post to correct or to call off", "[correction]") {
    const bool cards = GENERATE(false, true);
    told_world here(cards);
    const auto told = here.leave();
    (void)here.said();
    (void)here.take(here.in_dingtalk("修改 e4 用柠檬酸。", "staff-mona"));
    CHECK_THAT(here.reply().footer, Contains("1 条回复"));
    (void)here.take(here.in_dingtalk("更正 e4", "staff-mona"));
    auto said = here.said();
    std::erase_if(said, [](const auto& one) { return !one.only_for.id.empty(); }); // the confirmation
    REQUIRE(said.size() == 1);
    CHECK_THAT(said[0].markdown, Contains("用柠檬酸。") && !Contains("白醋"));
    if (!cards) return;
    CHECK(said[0].what == chat::act::replace);
    CHECK(said[0].target == told.id);
    CHECK_THAT(said[0].markdown, Contains("#1, #2, #3"));
    (void)here.take(here.in_dingtalk("停用 e4", "staff-mona"));
    (void)here.said();
    (void)here.take(here.in_dingtalk("更正 e4", "staff-mona"));
    said = here.said();
    std::erase_if(said, [](const auto& one) { return !one.only_for.id.empty(); });
    REQUIRE(said.size() == 1);
    CHECK_THAT(said[0].markdown, Contains("#1, #2, #3") && Contains("已被管理员撤下"));
}

TEST_CASE("whoever was forgotten is not named when it is shown anew", "[conversation]") {
    told_world here(true);
    const auto told = here.leave();
    (void)here.take(here.press(told, chat::action::helpful, "staff-wang"));
    (void)here.said();
    (void)here.take(here.in_dingtalk("forget me yes", "staff-zhao"));
    (void)here.said();
    const auto kept = here.db.read([](store::session& s) {
        std::string all, payload;
        s.each("SELECT payload FROM outbox WHERE payload LIKE '%\"replace\"%'", std::tie(payload),
               [&] { all += payload; });
        return all;
    });
    CHECK_THAT(kept, !Contains("staff-zhao") && Contains("staff-wang"));
}
