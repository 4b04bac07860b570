// The life of a question between members and moderators: who waits together, what becomes of them, who is told.
#include "bot/conversation/card.hpp"
#include "bot/conversation/reference.hpp"
#include "knowledge/store/clusters.hpp"
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <future>
#include <map>
#include <thread>

using bot::conversation::outcome;
using Catch::Contains;
using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;

namespace {

constexpr auto kettle_question = "kettle 的水垢怎么清理？", kettle_again = "请问怎么清理 kettle 的水垢",
               other = "wasm 模块怎么热更新？";

// With a group of moderators in Slack, whose members moderate all of the community there.
void with_moderators_group(world& here) {
    auto& community = here.settings.communities[0];
    bot::config::workspace_settings slack, dingtalk;
    slack.id = "T1";
    slack.moderators = {"U-MONA"};
    dingtalk.platform = chat::platform::dingtalk;
    dingtalk.id = "ding1";
    community.workspaces = {slack, dingtalk};
    community.defaults.community = "test";
    community.moderators_group = "slack:T1/C9MOD";
}

chat::incoming in_dingtalk(world& here, std::string text, std::string who = "staff-li") {
    auto said = here.message(std::move(text), std::move(who), "cid1", "");
    said.where.on = chat::platform::dingtalk;
    said.where.workspace = "ding1";
    said.reply = {.url = "https://oapi.dingtalk.com/robot/sendBySession?session=" + said.message_id,
                  .expires_at = chat::timestamp(std::chrono::milliseconds(here.now.load() + 5'400'000))};
    return said;
}

chat::incoming by_mona(world& here, std::string text, std::string group = "C9MOD") {
    return here.message(std::move(text), "U-MONA", std::move(group), "t-mona");
}

chat::press on_card(world& here, const chat::button& button, std::string who = "U-MONA") {
    chat::press pressed;
    pressed.delivery_id = "press-" + std::to_string(++here.messages);
    pressed.where = {.on = chat::platform::slack, .workspace = "T1", .group = "C9MOD", .thread = "card"};
    pressed.who = {.id = std::move(who), .name = "Mona"};
    pressed.message_id = "card";
    pressed.what = button.what;
    pressed.value = button.value;
    return pressed;
}

const chat::button& button_of(const chat::outgoing& card, chat::action what) {
    for (const auto& one : card.buttons)
        if (one.what == what) return one;
    FAIL("the card has no such button");
    return card.buttons.front();
}

std::vector<chat::outgoing> in_group(const std::vector<chat::outgoing>& said, const std::string& group) {
    std::vector<chat::outgoing> found;
    std::ranges::copy_if(said, std::back_inserter(found), [&](const auto& one) { return one.where.group == group; });
    return found;
}

// Each told, as "member @ group/thread".
std::map<std::string, int> times_told(const std::vector<chat::outgoing>& said, const std::string& answer) {
    std::map<std::string, int> count;
    for (const auto& one : said) {
        if (one.markdown.find(answer) != std::string::npos && !one.mention.id.empty())
            ++count[one.mention.id + " @ " + one.where.group + "/" + one.where.thread];
    }
    return count;
}

} // namespace

TEST_CASE("a card names who asked as soon as the platform tells", "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    auto asked = here.message(kettle_question);
    asked.who.name.clear();
    const auto card = [&] {
        for (const auto& one : here.said())
            if (one.where.group == "C9MOD") return one;
        return chat::outgoing{};
    };
    const chat::introduction told{.where = asked.where, .who = {.id = "U-ALICE", .name = "Ali"}};
    (void)here.take(asked);
    SECTION("before the card has left") {
        CHECK(here.take(told) == outcome::taken);
        CHECK_THAT(card().markdown, Contains("Ali") && !Contains("U-ALICE"));
    }
    SECTION("when it is there") {
        CHECK_THAT(card().markdown, Contains("U-ALICE"));
        CHECK(here.take(told) == outcome::taken);
        here.now += 10'000;
        const auto changed = card();
        CHECK(changed.what == chat::act::replace);
        CHECK_THAT(changed.markdown, Contains("Ali") && !Contains("U-ALICE"));
        CHECK(here.take(told) == outcome::taken); // again: nothing is shown anew
        here.now += 10'000;
        CHECK(here.said().empty());
    }
    SECTION("but not after who asked wants to be forgotten") {
        (void)here.take(here.message("forget me yes"));
        CHECK(here.take(told) == outcome::taken);
        CHECK(here.questions().at(0).member_name.empty());
        return;
    }
    CHECK(here.questions().at(0).member_name == "Ali");
}

TEST_CASE("questions that ask the same wait together and are answered once, and everybody is told once",
          "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1"));
    (void)here.take(here.message(kettle_again, "U-BOB", "C2", "t2"));
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1")); // asks again in the same place
    (void)here.take(in_dingtalk(here, kettle_question));
    (void)here.take(here.message(other, "U-CARL", "C1", "t3"));
    for (const auto& one : here.said())
        if (one.where.group == "C1") CHECK_THAT(one.markdown, Contains("#"));

    (void)here.take(by_mona(here, "open"));
    const auto list = here.said().back().markdown;
    CHECK_THAT(list, Contains("还有 2 个问题") && Contains("4 次提问"));

    (void)here.take(by_mona(here, "answer #2 用白醋泡半小时。")); // any number of the cluster
    const auto said = here.said();
    CHECK(times_told(said, "用白醋泡半小时") ==
          std::map<std::string, int>{{"U-ALICE @ C1/t1", 1}, {"U-BOB @ C2/t2", 1}, {"staff-li @ cid1/", 1}});
    const auto dingtalk = in_group(said, "cid1");
    REQUIRE(dingtalk.size() == 1);
    CHECK_FALSE(dingtalk[0].reply.url.empty()); // or by OpenAPI, when that is gone: dingtalk_ways_test
    CHECK_THAT(in_group(said, "C9MOD").back().markdown, Contains("3 人") || Contains("3"));
    for (const auto& one : here.questions())
        CHECK(one.state ==
              (one.member == "U-CARL" ? store::question_state::open : store::question_state::answered_by_person));

    SECTION("and the next who asks is answered by the bot") {
        REQUIRE(here.index->wait_for(here.db.read([](auto& db) { return store::knowledge_revision(db); }),
                                     std::chrono::seconds(20)));
        (void)here.take(here.message("怎么清理 kettle 的水垢啊", "U-DAVE", "C1", "t9"));
        CHECK_THAT(here.reply().markdown, Contains("用白醋泡半小时"));
    }
    SECTION("and a second answer changes nothing") {
        (void)here.take(by_mona(here, "answer #1 别的"));
        CHECK_THAT(here.reply().markdown, Contains("已经回答了 #1") && Contains("别的"));
    }
}

TEST_CASE("a card names who asked and where as Slack shows them, and what was given before",
          "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    auto question = here.message(tests::known, "U0ALICE", "C1", "t1");
    question.who.name.clear(); // Slack tells none
    (void)here.take(question);
    (void)here.said();
    const auto asked = here.questions().front();
    chat::press wanted;
    wanted.delivery_id = "press-wanted";
    wanted.where = {.on = chat::platform::slack, .workspace = "T1", .group = "C1", .thread = "t1"};
    wanted.who.id = "U0ALICE";
    wanted.message_id = "answer";
    wanted.what = chat::action::ask_moderator;
    wanted.value = to_string(bot::conversation::reference{.question = asked.id});
    (void)here.take(wanted);
    auto cards = in_group(here.said(), "C9MOD");
    REQUIRE(cards.size() == 1);
    CHECK(cards[0].names_members);
    CHECK_THAT(cards[0].markdown, Contains("[U0ALICE](member:U0ALICE) 在 [C1](group:C1)") &&
                                      Contains("没有解决：SOFATracer 的采样率要在每个服务上都配置吗？"));
    // What did not help is not offered as the answer.
    for (const auto& one : cards[0].buttons)
        CHECK_THAT(one.label, !Contains("采样率要在每个服务"));

    (void)here.take(in_dingtalk(here, kettle_question)); // of another platform: by its own name
    cards = in_group(here.said(), "C9MOD");
    REQUIRE(cards.size() == 1);
    CHECK_FALSE(cards[0].names_members);
    CHECK_THAT(cards[0].markdown, Contains("staff-li"));
}

TEST_CASE("a card is posted once for a cluster, grows with it, and ends with it", "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1"));
    auto cards = in_group(here.said(), "C9MOD");
    REQUIRE(cards.size() == 1);
    const auto card = cards[0];
    CHECK(card.what == chat::act::post);
    CHECK_THAT(card.markdown, Contains("kettle 的水垢"));

    (void)here.take(here.message(kettle_again, "U-BOB", "C2", "t2"));
    (void)here.take(here.message(kettle_again, "U-CARL", "C2", "t3"));
    CHECK(in_group(here.said(), "C9MOD").empty()); // not with every question
    here.now += 11'000;
    cards = in_group(here.said(), "C9MOD");
    REQUIRE(cards.size() == 1);
    CHECK(cards[0].what == chat::act::replace);
    CHECK_THAT(cards[0].markdown, Contains("3 次提问，3 人"));

    (void)here.take(on_card(here, button_of(card, chat::action::assign)));
    cards = in_group(here.said(), "C9MOD");
    REQUIRE(cards.size() == 1);
    CHECK_THAT(cards[0].status, Contains("Mona 来回答"));

    (void)here.take(on_card(here, button_of(card, chat::action::ignore)));
    cards = in_group(here.said(), "C9MOD");
    REQUIRE(cards.size() == 1);
    CHECK(cards[0].buttons.empty());
    CHECK_THAT(cards[0].status, Contains("已忽略"));
    for (const auto& one : here.questions())
        CHECK(one.state == store::question_state::ignored);

    (void)here.take(on_card(here, button_of(card, chat::action::ignore))); // pressed again
    CHECK_THAT(here.reply().markdown, Contains("不在等待"));
}

TEST_CASE("a card says what a whole batch of questions made of it, also where one of them failed",
          "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    std::promise<void> entered, opened;
    REQUIRE(here.db.submit(
        [&](store::session&) {
            entered.set_value();
            opened.get_future().wait();
        },
        {}));
    entered.get_future().wait();
    constexpr int members = 8;
    std::vector<std::future<outcome>> taken;
    for (int i = 0; i < members; ++i) { // the first makes the card, the others change it
        const auto promise = std::make_shared<std::promise<outcome>>();
        taken.push_back(promise->get_future());
        const auto name = std::to_string(i);
        here.talk->take(here.message(i == 0 ? kettle_question : kettle_again, "U-" + name, "C1", "t" + name),
                        [promise](outcome what) { promise->set_value(what); });
    }
    REQUIRE(here.db.submit([](store::session&) { throw std::runtime_error("changed my mind"); }, {}));
    opened.set_value();
    for (auto& one : taken)
        CHECK(one.get() == outcome::taken);
    const auto cards = in_group(here.said(), "C9MOD");
    REQUIRE(cards.size() == 1);
    CHECK_THAT(cards[0].markdown, Contains("8 次提问，8 人"));
}

TEST_CASE("while the platform is down a card is one message, as it is when the platform is back",
          "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1")); // nothing is sent yet
    (void)here.take(here.message(kettle_again, "U-BOB", "C1", "t2"));
    (void)here.take(by_mona(here, "assign #1", "C1"));
    const auto cards = in_group(here.said(), "C9MOD");
    REQUIRE(cards.size() == 1);
    CHECK(cards[0].what == chat::act::post);
    CHECK_THAT(cards[0].markdown, Contains("2 次提问，2 人"));
}

TEST_CASE("when there are many questions one card shows them together", "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    here.settings.communities[0].cards_per_hour = 2;
    const char* const all[] = {"kettle 的水垢怎么清理", "wasm 模块怎么热更新", "raft 选举超时如何设置",
                               "mysql 主从延迟大怎么办", "pipeline 卡在部署阶段"};
    for (const auto* text : all)
        (void)here.take(here.message(text, "U-ALICE", "C1", text));
    CHECK(in_group(here.said(), "C9MOD").size() == 2);
    here.now += 16 * 60'000;
    const auto digest = in_group(here.said(), "C9MOD");
    REQUIRE(digest.size() == 1);
    CHECK_THAT(digest[0].markdown, Contains("#3") && Contains("#4") && Contains("#5") && !Contains("#2 "));
    std::vector<std::string> says;
    for (const auto& one : digest[0].buttons)
        says.push_back(one.says);
    CHECK(says == std::vector<std::string>{"答 #3", "答 #4", "答 #5", "忽略 #3", "忽略 #4", "忽略 #5"});
    CHECK(digest[0].buttons[1].label == "回答 #4");

    (void)here.take(on_card(here, digest[0].buttons[4])); // ignores #4, which stands on the digest then
    const auto anew = in_group(here.said(), "C9MOD");
    REQUIRE(anew.size() == 1);
    CHECK(anew[0].what == chat::act::replace);
    CHECK_THAT(anew[0].markdown, Contains("Mona 已忽略"));
    CHECK(anew[0].buttons.size() == 4);
    chat::mark form;
    form.delivery_id = "form";
    form.where = on_card(here, anew[0].buttons[0]).where;
    form.who = {.id = "U-MONA", .name = "Mona"};
    form.answer = "调大 election timeout。";
    form.about = anew[0].buttons[0].value;
    (void)here.take(form);
    const auto answered = here.said();
    CHECK(times_told(answered, "调大 election timeout") ==
          std::map<std::string, int>{{"U-ALICE @ C1/raft 选举超时如何设置", 1}});
    REQUIRE(in_group(answered, "C9MOD").size() == 1);
    CHECK(in_group(answered, "C9MOD")[0].buttons.size() == 2);
    CHECK_THAT(in_group(answered, "C9MOD")[0].markdown, Contains("#3 ") && Contains("已回答（e"));
    (void)here.take(by_mona(here, "merge #5 #1"));
    here.now += 11'000;
    const auto merged = in_group(here.said(), "C9MOD");
    CHECK(std::ranges::any_of(merged, [](const auto& one) {
        return one.what == chat::act::replace && one.markdown.find("已合并到 #1") != std::string::npos;
    }));
    here.now += 61 * 60'000;
    (void)here.take(here.message("nginx 反向代理 502", "U-ALICE", "C1", "t9"));
    CHECK(in_group(here.said(), "C9MOD").size() == 1); // a card of its own again
}

TEST_CASE("it is entry X: those who asked get its answer, and their words are kept as phrasings",
          "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    const auto pot = here.add("水壶怎么除垢？", "白醋泡半小时。");
    here.restart();
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1"));
    (void)here.said();
    const auto name = here.db.read([&](auto& db) { return store::find_entry(db, pot); })->external_id;
    const auto* form = GENERATE("link #1 ", "关联 #1 ", "1 = ", "＃1＝条目 ");
    (void)here.take(by_mona(here, form + name));
    CHECK(times_told(here.said(), "白醋泡半小时") == std::map<std::string, int>{{"U-ALICE @ C1/t1", 1}});
    const auto entry = here.db.read([&](auto& db) { return store::find_entry(db, pot); });
    CHECK(entry->phrasings == std::vector<std::string>{kettle_question});
    CHECK(here.questions()[0].answered_with == pot);
    CHECK(here.audit().back().action == "link");
}

TEST_CASE("merged questions wait under one number; an answer to it is told to all", "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1"));
    (void)here.take(here.message(other, "U-BOB", "C1", "t2"));
    (void)here.said();

    SECTION("both wait") {
        (void)here.take(by_mona(here, "合并 #2 #1"));
        CHECK(here.questions()[1].state == store::question_state::merged);
        (void)here.said();
        (void)here.take(by_mona(here, "merge #2 #1")); // twice
        CHECK_THAT(here.reply().markdown, Contains("已经在一起"));
        (void)here.take(by_mona(here, "answer #1 都这样"));
        CHECK(times_told(here.said(), "都这样").size() == 2);
    }
    SECTION("the other one has its answer already") {
        (void)here.take(by_mona(here, "answer #1 用白醋"));
        (void)here.said();
        (void)here.take(by_mona(here, "merge #2 #1"));
        CHECK(times_told(here.said(), "用白醋") == std::map<std::string, int>{{"U-BOB @ C1/t2", 1}});
    }
    SECTION("with itself") {
        (void)here.take(by_mona(here, "merge #2 #2"));
        CHECK_THAT(here.reply().markdown, Contains("合并 #12 #10"));
    }
}

TEST_CASE("a question that waits with others and asks something else is taken out", "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1"));
    (void)here.take(here.message(kettle_again, "U-BOB", "C1", "t2"));
    (void)here.take(here.message(kettle_again, "U-CARL", "C1", "t3"));
    here.now += 11'000;
    const auto cards = in_group(here.said(), "C9MOD");
    REQUIRE(!cards.empty());
    CHECK_THAT(cards.back().markdown, Contains("- #2 ") && Contains("- #3 ") && Contains("取消合并"));

    // What is answered then, by which number, and who is told.
    using row = std::tuple<const char*, const char*, std::map<std::string, int>>;
    const auto [parted, answered, expected] = GENERATE(values<row>({
        {"取消合并 #2", "answer #2 用白醋", {{"U-BOB @ C1/t2", 1}}},
        {"unmerge #2", "answer #1 用白醋", {{"U-ALICE @ C1/t1", 1}, {"U-CARL @ C1/t3", 1}}},
        {"unmerge #1", "answer #1 用白醋", {{"U-ALICE @ C1/t1", 1}}},
        {"unmerge #1", "answer #2 用白醋", {{"U-BOB @ C1/t2", 1}, {"U-CARL @ C1/t3", 1}}},
    }));
    INFO(parted << ", " << answered);
    (void)here.take(by_mona(here, parted));
    const auto said = here.said();
    const auto fresh = in_group(said, "C9MOD");
    const auto is_new_card = [](const chat::outgoing& one) {
        return one.what == chat::act::post && !one.buttons.empty();
    };
    CHECK(std::count_if(fresh.begin(), fresh.end(), is_new_card) == 1);
    CHECK(here.audit().back().action == "unmerge");
    (void)here.take(by_mona(here, answered));
    CHECK(times_told(here.said(), "用白醋") == expected);
}

TEST_CASE("what a moderator did to questions is undone, newest first", "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    (void)here.take(by_mona(here, "answer #1 x")); // nothing there yet: nothing to undo
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1"));
    (void)here.take(here.message(kettle_again, "U-BOB", "C1", "t2"));
    (void)here.take(here.message(other, "U-CARL", "C1", "t3"));
    const auto pot = here.add("如何去除茶壶水垢", "白醋泡半小时");
    here.restart();
    (void)here.said();
    const auto name = here.db.read([&](auto& db) { return store::find_entry(db, pot); })->external_id;
    const auto before = here.questions();
    const auto as_before = [&] {
        const auto now = here.questions();
        for (std::size_t i = 0; i < before.size(); ++i) {
            INFO(i << ": " << to_string(now[i].state));
            CHECK(now[i].state == before[i].state);
            CHECK(now[i].cluster == before[i].cluster);
            CHECK_FALSE(now[i].answered_with);
        }
        CHECK(here.db.read([&](auto& db) { return store::find_entry(db, pot); })->phrasings.empty());
    };
    const auto* done = GENERATE("ignore #1", "link #1 ", "merge #3 #1", "unmerge #2", "ignore #2");
    INFO(done);
    (void)here.take(by_mona(here, std::string(done) + (std::string_view(done).ends_with(' ') ? name : "")));
    (void)here.said();
    (void)here.take(by_mona(here, "undo"));
    const auto undone = here.said();
    CHECK_FALSE(in_group(undone, "C9MOD").empty()); // the card is there to be pressed again, at once
    CHECK(
        std::ranges::any_of(undone, [](const auto& one) { return one.markdown.find("已撤回") != std::string::npos; }));
    as_before();
    CHECK(here.audit().back().action == "undo");
    here.now += 60'000;
    (void)here.said();                      // cards
    (void)here.take(by_mona(here, "undo")); // there is no more
    CHECK_THAT(here.reply().markdown, Contains("没有可以撤销"));
    as_before();
    // Whoever waited is told by the next answer, once.
    (void)here.take(by_mona(here, "answer #1 用白醋"));
    CHECK(times_told(here.said(), "用白醋") ==
          std::map<std::string, int>{{"U-ALICE @ C1/t1", 1}, {"U-BOB @ C1/t2", 1}});
}

TEST_CASE("a question that was taken on by mistake is given back by undo", "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    here.settings.communities[0].workspaces[0].moderators.push_back("U-OTTO");
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1"));
    (void)here.said();
    const auto whose = [&] {
        const auto id = here.questions()[0].cluster;
        return here.db.read([&](auto& db) { return store::find_cluster(db, id); })->assigned_to;
    };
    const bool taken_over = GENERATE(false, true);
    if (taken_over) (void)here.take(here.message("assign #1", "U-OTTO", "C9MOD", "t9"));
    const auto before = whose();
    (void)here.take(by_mona(here, "assign #1"));
    REQUIRE(whose() == "slack:T1:U-MONA");
    (void)here.said();

    SECTION("at once") {
        (void)here.take(by_mona(here, "undo"));
        CHECK(whose() == before);
        const auto cards = in_group(here.said(), "C9MOD");
        CHECK(std::ranges::any_of(cards, [](const auto& one) {
            return one.what == chat::act::replace && one.status.find("U-MONA") == std::string::npos;
        }));
        CHECK(here.audit().back().detail == "assign");
        (void)here.take(by_mona(here, "undo"));
        CHECK(whose() == before); // once
    }
    SECTION("not when a colleague took it on since") {
        (void)here.take(here.message("assign #1", "U-OTTO", "C9MOD", "t9"));
        (void)here.said();
        (void)here.take(by_mona(here, "undo"));
        CHECK_THAT(here.reply().markdown, Contains("没有可以撤销"));
        CHECK(whose() == "slack:T1:U-OTTO");
    }
    SECTION("not when it was answered since") {
        (void)here.take(here.message("answer #1 用白醋", "U-OTTO", "C9MOD", "t9"));
        (void)here.said();
        (void)here.take(by_mona(here, "undo"));
        CHECK_THAT(here.reply().markdown, Contains("没有可以撤销"));
        CHECK(here.questions()[0].state == store::question_state::answered_by_person);
    }
}

TEST_CASE("undo takes back the newest change, be it of an entry or of questions", "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1"));
    (void)here.take(here.message(other, "U-CARL", "C1", "t3"));
    const auto pot = here.add("如何去除茶壶水垢", "白醋泡半小时");
    here.restart();
    (void)here.said();
    const auto entry = [&] { return here.db.read([&](auto& db) { return store::find_entry(db, pot); }).value(); };
    const auto name = entry().external_id;
    (void)here.take(by_mona(here, "edit " + name + " 柠檬酸泡半小时"));
    (void)here.take(by_mona(here, "link #1 " + name));
    (void)here.take(by_mona(here, "ignore #2"));
    (void)here.said();

    (void)here.take(by_mona(here, "undo"));
    CHECK(here.questions()[1].state == store::question_state::open);
    CHECK(here.questions()[0].state == store::question_state::answered_by_person);
    (void)here.take(by_mona(here, "undo"));
    CHECK(here.questions()[0].state == store::question_state::open);
    CHECK(entry().phrasings.empty());
    CHECK(entry().answer == "柠檬酸泡半小时");
    (void)here.take(by_mona(here, "undo"));
    CHECK(entry().answer == "白醋泡半小时");
}

TEST_CASE("what somebody else did to a question is undone by its number", "[conversation][clusters]") {
    world here;
    with_moderators_group(here); // Mona moderates C1 and the community, U-OTHER C2
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1"));
    (void)here.take(here.message(kettle_again, "U-BOB", "C2", "t2"));
    (void)here.take(here.message(other, "U-CARL", "C2", "t3"));
    (void)here.take(by_mona(here, "ignore #1"));
    (void)here.take(by_mona(here, "ignore #3"));
    (void)here.said();
    struct row {
        const char *what, *who, *group, *said, *expected;
        std::size_t question;
        store::question_state state;
    };
    const row rows[] = {
        {"by a member", "U-ALICE", "C2", "undo #3", "只有本群管理员", 2, store::question_state::ignored},
        {"with another's question in it", "U-OTHER", "C2", "undo #1", "只有本群管理员", 1,
         store::question_state::ignored},
        {"by who moderates all of it", "U-OTHER", "C2", "撤销 #3", "1 个提问恢复原状", 2, store::question_state::open},
        {"twice", "U-OTHER", "C2", "undo #3", "对 #3 没有可以撤销", 2, store::question_state::open},
        {"by whoever moderates the community", "U-MONA", "C9MOD", "undo #1", "2 个提问恢复原状", 0,
         store::question_state::open},
        {"a number that is none", "U-MONA", "C9MOD", "undo #99", "#99", 0, store::question_state::open},
    };
    for (const auto& one : rows) {
        INFO(one.what);
        (void)here.take(here.message(one.said, one.who, one.group, "t9"));
        const auto said = here.said();
        CHECK(std::ranges::any_of(
            said, [&](const auto& reply) { return reply.markdown.find(one.expected) != std::string::npos; }));
        CHECK(here.questions()[one.question].state == one.state);
    }
    const auto audit = here.audit();
    CHECK(std::ranges::any_of(audit, [](const auto& row) { return row.detail == "ignore by slack:T1:U-MONA"; }));
}

TEST_CASE("the wording that came with a link goes with it, by whomever it is undone", "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    here.settings.communities[0].workspaces[0].moderators.push_back("U-OTTO");
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1"));
    (void)here.said();
    const auto entry = [&](knowledge::entry_id id) {
        return here.db.read([&](auto& db) { return store::find_entry(db, id); }).value();
    };
    const auto phrasings = entry(here.sampling).phrasings;
    (void)here.take(by_mona(here, "link #1 e1"));
    REQUIRE(entry(here.sampling).phrasings.size() == phrasings.size() + 1);
    const bool changed_since = GENERATE(false, true);
    (void)here.take(by_mona(here, changed_since ? "edit e1 每个服务都要。" : "edit e2 每个服务都要。"));
    (void)here.said();
    (void)here.take(here.message("undo #1", "U-OTTO", "C9MOD", "t9"));
    const auto said = here.said();
    const auto stays = std::ranges::any_of(
        said, [](const auto& one) { return one.markdown.find("问法还在里面") != std::string::npos; });
    CHECK(stays == changed_since);
    CHECK(entry(here.sampling).phrasings.size() == phrasings.size() + (changed_since ? 1 : 0));
    CHECK(here.questions()[0].state == store::question_state::open);
}

TEST_CASE("what a colleague's newer change stands on is not undone, and stays his to undo",
          "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    here.settings.communities[0].workspaces[0].moderators.push_back("U-OTTO");
    for (const auto* text : {kettle_question, "mosn 的连接池多大？", other})
        (void)here.take(here.message(text, "U-ALICE", "C1", text));
    (void)here.said();
    const auto otto = [&](const char* text) { return here.message(text, "U-OTTO", "C9MOD", "t9"); };
    (void)here.take(by_mona(here, "merge #2 #1"));
    (void)here.take(otto("merge #1 #3"));
    const auto together = [&](std::size_t a, std::size_t b) {
        return here.questions()[a].cluster == here.questions()[b].cluster;
    };
    REQUIRE((together(0, 1) && together(1, 2)));
    (void)here.take(by_mona(here, "undo")); // Otto's came later
    CHECK((together(0, 1) && together(1, 2)));
    (void)here.take(otto("undo #2")); // the newest of what touched it: his own
    CHECK(together(0, 1));
    CHECK_FALSE(together(0, 2));
}

TEST_CASE("a cluster gives nobody power over another group's questions", "[conversation][clusters]") {
    world here; // Mona moderates C1, U-OTHER C2
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1"));
    (void)here.take(here.message(kettle_again, "U-BOB", "C2", "t2"));
    (void)here.said();
    REQUIRE(here.questions()[0].cluster == here.questions()[1].cluster);
    (void)here.take(here.message("ignore #1", "U-MONA", "C1", "t9"));
    CHECK(here.questions()[0].state == store::question_state::ignored);
    CHECK(here.questions()[1].state == store::question_state::open);
    (void)here.said();
    (void)here.take(here.message("answer #2 用白醋", "U-OTHER", "C2", "t9"));
    CHECK(times_told(here.said(), "用白醋") == std::map<std::string, int>{{"U-BOB @ C2/t2", 1}});
}

TEST_CASE("an answer goes only to groups that read its collection", "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    auto& groups = here.settings.communities[0].groups;
    SECTION("groups that read others wait apart") {
        groups[0].collections = {"internal"};
        groups[1].collections = {"public"};
        (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1"));
        (void)here.take(here.message(kettle_again, "U-BOB", "C2", "t2"));
        CHECK(here.questions()[0].cluster != here.questions()[1].cluster);
        (void)here.said();
        (void)here.take(by_mona(here, "merge #2 #1")); // by hand, all the same
        (void)here.said();
    }
    SECTION("what they read was changed meanwhile") {
        (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1"));
        (void)here.take(here.message(kettle_again, "U-BOB", "C2", "t2"));
        CHECK(here.questions()[0].cluster == here.questions()[1].cluster);
        (void)here.said();
        groups[0].collections = {"internal"};
        groups[1].collections = {"public"};
    }
    (void)here.take(by_mona(here, "answer #1 仅限内部"));
    CHECK(times_told(here.said(), "仅限内部") == std::map<std::string, int>{{"U-ALICE @ C1/t1", 1}});
    CHECK(store::is_waiting(here.questions()[1].state));
    (void)here.take(by_mona(here, "answer #2 用白醋"));
    CHECK(times_told(here.said(), "用白醋") == std::map<std::string, int>{{"U-BOB @ C2/t2", 1}});
}

TEST_CASE("a question that waits alone is not taken out of anything", "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1"));
    (void)here.said();
    (void)here.take(by_mona(here, "unmerge #1"));
    CHECK_THAT(here.reply().markdown, Contains("没有和别的问题"));
}

TEST_CASE("whoever may not gets one polite private line, and a row in the audit", "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1"));
    (void)here.take(here.message(other, "U-BOB", "C1", "t2"));
    const auto card = in_group(here.said(), "C9MOD").at(0);
    struct row {
        const char *text, *action;
    };
    const auto [text, action] = GENERATE(row{"link #1 e17", "refused link"}, row{"1 = 条目 17", "refused link"},
                                         row{"merge #1 #2", "refused merge"}, row{"unmerge #1", "refused unmerge"},
                                         row{"ignore #1", "refused ignore"}, row{"assign #1", "refused assign"},
                                         row{"answer #1 x", "refused answer"}, row{"open", "refused open"},
                                         row{"accept #9", "refused accept"}, row{"link #99 e17", "refused link"});
    const auto refused = [&](chat::happening what) {
        (void)here.take(std::move(what));
        const auto said = here.reply();
        CHECK_THAT(said.markdown, Contains("管理员"));
        CHECK(said.only_for.id == "U-EVE");
        CHECK(here.audit().back().action == action);
        CHECK(here.audit().back().actor == "slack:T1:U-EVE");
        CHECK(here.questions()[0].state == store::question_state::open);
    };
    auto eve = here.message(text, "U-EVE", "C1", "t1");
    eve.who.name = "Mona (moderator)"; // a name gives no right
    refused(eve);
    refused(here.message(text, "U-EVE", "C9MOD", "t1")); // nor does being in the moderators' group
}

TEST_CASE("a card's buttons give nobody a right", "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1"));
    const auto card = in_group(here.said(), "C9MOD").at(0);
    for (const auto& button : card.buttons) {
        (void)here.take(on_card(here, button, "U-EVE"));
        const auto said = here.reply();
        CHECK(said.only_for.id == "U-EVE");
        CHECK_THAT(said.markdown, Contains("管理员"));
    }
    CHECK(here.questions()[0].state == store::question_state::open);
}

TEST_CASE("a moderator of one group has no say about a question of another", "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    (void)here.take(here.message(kettle_question, "U-ALICE", "C2", "t1"));
    (void)here.said();
    (void)here.take(by_mona(here, "ignore #1", "C1")); // said in C1, where she moderates
    CHECK(here.audit().back().action == "refused ignore");
    (void)here.said();
    (void)here.take(by_mona(here, "ignore #1")); // in the moderators' group she does
    CHECK(here.questions()[0].state == store::question_state::ignored);
}

TEST_CASE("a number that is gone, and one that never was", "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1"));
    (void)here.take(by_mona(here, "ignore #1"));
    (void)here.said();
    for (const auto* text : {"link #1 e17", "merge #1 #2", "unmerge #1", "ignore #1", "assign #1", "answer #1 x"}) {
        (void)here.take(by_mona(here, text));
        CHECK_THAT(here.reply().markdown, Contains("不在等待"));
    }
    for (const auto* text :
         {"link #77 e17", "merge #77 #1", "unmerge #77", "ignore #77", "assign #77", "answer #77 x"}) {
        (void)here.take(by_mona(here, text));
        CHECK_THAT(here.reply().markdown, Contains("没有 #77"));
    }
}

TEST_CASE("two moderators at the same moment: one answers, the other is told so, and nobody is told twice",
          "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    here.settings.communities[0].workspaces[0].moderators.push_back("U-MAX");
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1"));
    (void)here.said();
    const auto first = here.message("answer #1 白醋", "U-MONA", "C9MOD", "m1");
    const auto second = here.message("answer #1 白醋", "U-MAX", "C9MOD", "m2");
    {
        std::jthread one([&] { (void)here.take(first); }), two([&] { (void)here.take(second); });
    }
    const auto said = here.said();
    CHECK(times_told(said, "白醋") == std::map<std::string, int>{{"U-ALICE @ C1/t1", 1}});
    CHECK(std::ranges::count_if(
              said, [](const auto& one) { return one.markdown.find("已经是标准答案了") != std::string::npos; }) == 1);
}

TEST_CASE("an edited question leaves those it does not wait with any more", "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1"));
    const auto asked = here.message(kettle_again, "U-BOB", "C1", "t2");
    (void)here.take(asked);
    (void)here.said();
    (void)here.take(tests::edited(asked, other));
    const auto log = here.questions();
    CHECK(log[0].cluster != log[1].cluster);
    (void)here.take(by_mona(here, "answer #1 白醋"));
    CHECK(times_told(here.said(), "白醋").size() == 1);

    (void)here.take(tests::deleted(asked));
    const auto gone = here.db.read([&](auto& db) { return store::find_cluster(db, log[1].cluster); });
    CHECK(gone->state == store::cluster_state::settled);
}

TEST_CASE("what was asked in private stays private", "[conversation][clusters]") {
    world here;
    with_moderators_group(here);
    auto alone = here.message(kettle_question, "U-ALICE", "C1", "");
    alone.where.direct = true;
    (void)here.take(alone);
    (void)here.take(here.message(kettle_question, "U-BOB", "C1", "t2"));
    const auto said = here.said();
    CHECK(in_group(said, "C9MOD").size() == 1); // of Bob's
    const auto log = here.questions();
    CHECK(log[0].cluster != log[1].cluster);
    (void)here.take(by_mona(here, "open"));
    CHECK_THAT(here.reply().markdown, Contains("还有 1 个问题"));
}

TEST_CASE("among ten thousand open questions one more is quickly placed", "[conversation][clusters]") {
    world here;
    here.let_ten_thousand_wait();
    (void)here.take(here.message(kettle_question, "U-ALICE", "C1", "t1")); // reads them all, once
    const auto from = std::chrono::steady_clock::now();
    (void)here.take(here.message("number77 的 module77 怎么配置呀", "U-BOB", "C1", "t2"));
    const auto took = std::chrono::steady_clock::now() - from;
    // The promise is 5 ms (bench_clusters); a test machine may be busy, and a commit is in it.
    CHECK(std::chrono::duration_cast<std::chrono::milliseconds>(took).count() < 500);
    const auto log = here.questions();
    CHECK(log.back().cluster != log[log.size() - 2].cluster);
    (void)here.take(here.message("open", "U-MONA", "C1", "t3"));
    CHECK_THAT(here.said().back().markdown, Contains("还有 1000"));
}
