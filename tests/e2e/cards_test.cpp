// The card that shows moderators many questions, from outside: its buttons are pressed on both platforms, and tapped
// where DingTalk has no cards.
#include "knowledge/store/audit.hpp"
#include "knowledge/store/session.hpp"
#include "knowledge/store/store.hpp"
#include "tests/e2e/house.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

using Catch::Contains;
using nlohmann::json;
using tests::dingtalk_by;
using tests::house;
using tests::patience;
using tests::platforms::fake_dingtalk;
using tests::platforms::fake_slack;
namespace store = knowledge::store;

namespace {

using labels = std::vector<std::string>;

constexpr auto first_question = "layotto 的 wasm 模块怎么热更新？", second_question = "茶馆周末几点开门？";

// No question gets a card of its own.
std::string with_moderators_in(const std::string& place) {
    return fmt::format("moderators_group = \"{}\"\ncards_per_hour = 0\nmoderators = [\"slack:{}/U0MONA\", "
                       "\"dingtalk:{}/9001\"]\n",
                       place, fake_slack::team, fake_dingtalk::corp_id);
}

// The quarter of an hour that it waits for more to show is over.
void let_it_leave(house& here) {
    store::store db({.path = here.database(), .create = false});
    const auto brought = db.write([](store::session& session) {
        std::int64_t rows = 0;
        for (const auto& lane : store::pending_lanes(session))
            if (lane.ends_with(":digest")) rows += store::bring_forward(session, lane, knowledge::timestamp{});
        return rows;
    });
    REQUIRE(brought == 1); // one card for both
}

bool becomes(house& here, std::size_t question, store::question_state state) {
    return here.slack.wait_for([&] { return here.questions().at(question).state == state; }, patience);
}

bool audited(house& here, const std::string& actor_and_action) {
    store::store db({.path = here.database(), .create = false});
    const auto rows = db.read([](store::session& session) {
        return store::load_audit(session, knowledge::timestamp{}, knowledge::timestamp::max());
    });
    return std::ranges::any_of(rows, [&](const auto& row) { return row.actor + " " + row.action == actor_and_action; });
}

fake_slack::message in_channel(house& here, const std::string& channel) {
    for (const auto& one : here.slack.messages())
        if (one.channel == channel) return one;
    return {};
}

std::string action_labelled(const fake_slack::message& on, const std::string& label) {
    for (const json& block : json::parse(on.blocks)) {
        for (const json& one : block.value("elements", json::array()))
            if (one.value("/text/text"_json_pointer, "") == label) return one["action_id"];
    }
    return {};
}

} // namespace

TEST_CASE("the buttons of a card with many questions, in Slack", "[e2e][slack][cards]") {
    house here(tests::way_in::http, dingtalk_by::webhooks,
               with_moderators_in(fmt::format("slack:{}/C0MODS", fake_slack::team)));
    (void)here.slack.say(here.slack_url(), {.text = std::string("@bot ") + first_question});
    (void)here.slack.say(here.slack_url(), {.user = "U0BOB", .text = std::string("@bot ") + second_question});
    (void)here.slack_says(2);
    REQUIRE(in_channel(here, "C0MODS").ts.empty());
    let_it_leave(here);
    const auto card = [&] { return in_channel(here, "C0MODS"); };
    const auto shows = [&](const labels& expected) {
        return here.slack.wait_for([&] { return fake_slack::buttons(card().blocks) == expected; }, patience);
    };
    REQUIRE(shows({"回答 #1", "回答 #2", "忽略 #1", "忽略 #2"}));
    const auto press = [&](const std::string& label, const std::string& user) {
        return here.slack.press(here.program->base(), card().ts, action_labelled(card(), label), user).status;
    };

    CHECK(press("忽略 #2", "U0BOB") == 200); // who is no moderator
    REQUIRE(here.slack.wait_for([&] { return here.slack.private_messages().size() == 1; }, patience));
    CHECK_THAT(here.slack.private_messages()[0].text, Contains("管理员"));
    CHECK(audited(here, fmt::format("slack:{}:U0BOB refused ignore", fake_slack::team)));

    CHECK(press("忽略 #2", "U0MONA") == 200);
    REQUIRE(shows({"回答 #1", "忽略 #1"}));
    CHECK(becomes(here, 1, store::question_state::ignored));
    CHECK_THAT(card().text, Contains("已忽略"));

    CHECK(press("回答 #1", "U0BOB") == 200);
    REQUIRE(here.slack.wait_for([&] { return here.slack.private_messages().size() == 2; }, patience));
    CHECK(here.slack.views().empty());
    CHECK(press("回答 #1", "U0MONA") == 200);
    REQUIRE(here.slack.wait_for([&] { return here.slack.views().size() == 1; }, patience));
    CHECK_THAT(here.slack.views()[0], Contains(first_question));
    CHECK(here.slack.submit(here.program->base(), "U0MONA", {{"answer", "重新加载即可。"}}).body.empty());
    REQUIRE(shows({}));
    CHECK(becomes(here, 0, store::question_state::answered_by_person));
    const auto all = here.slack.messages();
    CHECK(std::ranges::count_if(all, [](const auto& one) {
              return one.channel == "C0HELP" && one.text.find("重新加载即可") != std::string::npos &&
                     one.text.find("<@U0ALICE>") != std::string::npos;
          }) == 1);
    CHECK(std::ranges::count(all, "C0MODS", &fake_slack::message::channel) == 1);
}

TEST_CASE("the buttons of a card with many questions, in DingTalk", "[e2e][dingtalk][cards]") {
    const auto by = GENERATE(dingtalk_by::cards, dingtalk_by::openapi);
    const bool cards = by == dingtalk_by::cards;
    house here(tests::way_in::http, by,
               with_moderators_in(fmt::format("dingtalk:{}/cidMods==", fake_dingtalk::corp_id)));
    const auto say = [&](fake_dingtalk::saying what) {
        CHECK(here.dingtalk.say(here.dingtalk_url(), std::move(what)).answer.status == 200);
    };
    say({.text = std::string(" ") + first_question});
    say({.staff_id = "0124", .nick = "Bob", .text = std::string(" ") + second_question});
    (void)here.dingtalk_says(2);
    let_it_leave(here);
    const auto card = [&] {
        for (const auto& one : here.dingtalk.messages())
            if (one.conversation == "cidMods==" && !one.buttons.empty()) return one;
        return fake_dingtalk::message{};
    };
    const auto titles = [&] {
        labels found;
        for (const auto& one : card().buttons)
            found.push_back(one.title);
        return found;
    };
    const auto shows = [&](const labels& expected) {
        return here.dingtalk.wait_for([&] { return titles() == expected; }, patience);
    };
    REQUIRE(shows({"回答 #1", "回答 #2", "忽略 #1", "忽略 #2"}));
    // A card's press comes back by itself; elsewhere a button makes who taps it say the command.
    const auto press = [&](const std::string& title, const std::string& staff_id) {
        if (cards) return here.dingtalk.press(title, staff_id).status;
        const fake_dingtalk::saying who{.conversation = "cidMods==", .staff_id = staff_id, .nick = staff_id};
        return here.dingtalk.tap(here.dingtalk_url(), title, who).answer.status;
    };
    const auto told_alone = [&](const std::string& staff_id, const std::string& words) {
        return here.dingtalk.wait_for(
            [&] {
                const auto all = here.dingtalk.messages();
                return std::ranges::any_of(all, [&](const auto& one) {
                    return one.person == staff_id && one.text.find(words) != std::string::npos;
                });
            },
            patience);
    };
    CHECK(press("忽略 #2", "0124") == 200);
    CHECK(told_alone("0124", "管理员"));
    CHECK(audited(here, fmt::format("dingtalk:{}:0124 refused ignore", fake_dingtalk::corp_id)));

    CHECK(press("忽略 #2", "9001") == 200);
    CHECK(becomes(here, 1, store::question_state::ignored));
    // What DingTalk cannot change stays, and says what became of it when it is tapped again.
    REQUIRE(shows(cards ? labels{"回答 #1", "忽略 #1"} : labels{"回答 #1", "回答 #2", "忽略 #1", "忽略 #2"}));
    if (!cards) {
        CHECK(press("忽略 #2", "9001") == 200);
        CHECK(told_alone("9001", "不在等待"));
    }
    CHECK(press("回答 #1", "9001") == 200);
    CHECK(told_alone("9001", "答 #12")); // how it is written
    say({.conversation = "cidMods==", .staff_id = "9001", .nick = "Mona", .text = " 答 #1 重新加载即可。"});
    CHECK(becomes(here, 0, store::question_state::answered_by_person));
    const auto told = [&] {
        const auto all = here.dingtalk.messages();
        return std::ranges::count_if(all, [](const auto& one) {
            return one.conversation == "cidHelp==" && one.text.find("重新加载即可") != std::string::npos;
        });
    };
    REQUIRE(here.dingtalk.wait_for([&] { return told() == 1; }, patience));
    if (cards) CHECK(shows({}));
}
