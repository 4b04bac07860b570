#include "knowledge/store/feedback.hpp"
#include "knowledge/store/manners.hpp"
#include "knowledge/store/proposals.hpp"
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>

using Catch::Contains;
using tests::known;
using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;

namespace {

chat::press reaction(world& here, std::string who) {
    auto said = here.message("");
    return {.delivery_id = said.delivery_id,
            .where = said.where,
            .who = {.id = std::move(who), .name = {}},
            .message_id = "p",
            .what = chat::action::take_back,
            .value = {},
            .reply = {}};
}

std::vector<store::proposal> proposals(world& here) {
    return here.db.read([](store::session& db) { return store::load_proposals(db, ""); });
}

} // namespace

TEST_CASE("who asked, or a moderator, takes an answer back: it goes, counts as wrong, and the question waits",
          "[manners]") {
    auto [who, by_reaction, action] = GENERATE(table<const char*, bool, const char*>({
        {"U-ALICE", false, "take back own"},
        {"U-MONA", false, "take back"},
        {"U-ALICE", true, "take back own"},
        {"U-MONA", true, "take back"},
    }));
    INFO(who << (by_reaction ? " by a reaction" : " by a word"));
    world here;
    (void)here.take(here.message(known));
    (void)here.said();
    if (by_reaction)
        (void)here.take(reaction(here, who));
    else
        (void)here.take(here.message("撤回", who));
    const auto said = here.said();
    REQUIRE(said.size() == 2);
    CHECK(said[0].what == chat::act::withdraw);
    CHECK(said[0].target == "p");
    CHECK_THAT(said[1].markdown, Contains("#1"));
    CHECK(said[1].only_for.id == who);

    const auto asked = here.questions().at(0);
    CHECK(asked.state == store::question_state::open);
    REQUIRE(proposals(here).size() == 1);
    CHECK(proposals(here)[0].kind == store::proposal_kind::negative);
    CHECK(proposals(here)[0].entry == here.sampling);
    REQUIRE(here.audit().size() == 1);
    CHECK(here.audit()[0].action == action);

    // Again: there is nothing any more.
    (void)here.take(here.message("take back", who));
    CHECK_THAT(here.reply().markdown, Contains("没有可以撤回"));
    CHECK(here.audit().size() == 1);
}

TEST_CASE("nobody else takes an answer back", "[manners]") {
    world here;
    (void)here.take(here.message(known));
    const auto answer = here.reply();
    SECTION("by naming it") {
        const auto reference = answer.buttons.at(0).value;
        (void)here.take(here.message("撤回 " + reference, "U-BOB"));
        CHECK_THAT(here.reply().markdown, Contains("只有提问的人和本群管理员"));
    }
    SECTION("by a reaction, and is not told so") {
        (void)here.take(reaction(here, "U-BOB"));
        CHECK(here.said().empty());
    }
    SECTION("a moderator of another group") {
        (void)here.take(reaction(here, "U-OTHER"));
        CHECK(here.said().empty());
    }
    CHECK(here.questions()[0].state == store::question_state::answered);
    REQUIRE(here.audit().size() == 1);
    CHECK(here.audit()[0].action == "refused take back");
    CHECK(proposals(here).empty());
}

TEST_CASE("who has no stable id takes nothing back: it may have been another's", "[manners]") {
    world here;
    (void)here.take(here.message(known, ""));
    const auto reference = here.reply().buttons.at(0).value;
    (void)here.take(here.message("撤回 " + reference, ""));
    CHECK_THAT(here.reply().markdown, Contains("只有提问的人和本群管理员"));
    CHECK(here.questions()[0].state == store::question_state::answered);
}

TEST_CASE("an answer of another group is not touched from here", "[manners]") {
    world here;
    (void)here.take(here.message(known));
    const auto reference = here.reply().buttons.at(0).value;
    (void)here.take(here.message("撤回 " + reference, "U-OTHER", "C2"));
    CHECK(here.said().empty());
    CHECK(here.questions()[0].state == store::question_state::answered);
}

TEST_CASE("two take the same answer back: it goes once and is wrong once", "[manners]") {
    world here;
    (void)here.take(here.message(known));
    (void)here.said();
    (void)here.take(reaction(here, "U-MONA"));
    (void)here.take(reaction(here, "U-ALICE"));
    const auto said = here.said();
    const auto gone = std::ranges::count(said, chat::act::withdraw, &chat::outgoing::what);
    CHECK(gone == 1);
    CHECK(here.audit().size() == 1);
    const auto manners = here.db.read([](store::session& db) { return store::manners_of(db, {"slack", "T1", "C1"}); });
    CHECK(manners.wrong_in_a_row == 1);
}

TEST_CASE("nothing to take back", "[manners]") {
    world here;
    (void)here.take(here.message("撤回"));
    CHECK_THAT(here.reply().markdown, Contains("没有可以撤回"));
    CHECK(here.audit().empty());
}

TEST_CASE("an answer that has not left is never sent; one on its way is taken back when it has arrived", "[manners]") {
    world here;
    (void)here.take(here.message(known));
    SECTION("not left: the platform was down") {
        (void)here.take(here.message("撤回"));
        const auto said = here.said();
        REQUIRE(said.size() == 1);
        CHECK_THAT(said[0].markdown, Contains("回答已撤回"));
    }
    SECTION("on its way") {
        const auto row = here.on_its_way();
        (void)here.take(here.message("撤回"));
        here.arrived(row);
        const auto said = here.said();
        REQUIRE(said.size() == 2);
        CHECK(said[0].what == chat::act::withdraw);
        CHECK(said[0].takes_place_of == std::to_string(row.value));
    }
}

TEST_CASE("where the platform cannot take a message away it is called off below", "[manners]") {
    world here;
    auto ask = here.message(known);
    ask.where = {.on = chat::platform::dingtalk, .workspace = "ding1", .group = "cid1", .group_title = "群"};
    ask.who.id = "staff-alice";
    (void)here.take(ask);
    (void)here.said();
    auto back = ask;
    back.delivery_id = back.message_id = "again";
    back.text = "撤回";
    const bool openapi = GENERATE(false, true);
    here.settings.dingtalk.enabled = openapi;
    here.settings.dingtalk.client_id = "app";
    (void)here.take(back);
    const auto said = here.said();
    REQUIRE(said.size() == 2);
    CHECK(said[0].what == (openapi ? chat::act::withdraw : chat::act::post));
    if (!openapi) CHECK_THAT(said[0].markdown, Contains("请不要采用"));

    back.delivery_id = back.message_id = "once more";
    (void)here.take(back);
    CHECK_THAT(here.reply().markdown, Contains("没有"));
    CHECK(std::ranges::count(here.audit(), "take back own", &store::audit_row::action) == 1);
}
