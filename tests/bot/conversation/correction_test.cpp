// Correcting what was posted, on a platform that can change messages and on one that cannot.
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>

#include <thread>

using bot::conversation::outcome;
using Catch::Contains;
using tests::known;
using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;

namespace {

struct posts_world : world {
    int posted = 0;

    // Sends what waits; each message gets an id of its own.
    std::vector<chat::outgoing> deliver() {
        std::vector<chat::outgoing> all;
        db.write([&](store::session& s) {
            for (const auto& lane : store::pending_lanes(s)) {
                while (const auto row = store::head_of_lane(s, lane)) {
                    (void)store::mark_sending(s, row->id);
                    (void)store::mark_sent(s, row->id, "p" + std::to_string(++posted));
                    all.push_back(chat::outgoing_from_json(row->payload).value());
                }
            }
        });
        return all;
    }
    chat::incoming in_dingtalk(std::string text, std::string who) {
        auto said = message(std::move(text), std::move(who));
        said.where = {
            .on = chat::platform::dingtalk, .workspace = "ding1", .group = "cid1", .group_title = {}, .thread = {}};
        said.reply = {.url = "https://oapi.dingtalk.com/robot/sendBySession?session=1",
                      .expires_at = chat::timestamp(std::chrono::milliseconds(now.load() + 3'600'000))};
        return said;
    }
    std::vector<chat::outgoing> says(std::string text, std::string who = "U-MONA") {
        REQUIRE(take(message(std::move(text), std::move(who), "C1", "t7")) == outcome::taken);
        return deliver();
    }
};

} // namespace

TEST_CASE("posts that say the old are changed in place, on a yes and once", "[correction]") {
    posts_world here;
    (void)here.take(here.message(known, "U-ALICE", "C1", "t1"));
    (void)here.take(here.message(known, "U-BOB", "C1", "t2"));
    (void)here.deliver();
    const auto told = here.says("修改 e1 每个服务都要配置。");
    REQUIRE(told.size() == 1); // nothing is corrected before the yes
    CHECK_THAT(told[0].footer, Contains("2 条回复"));
    REQUIRE(told[0].buttons.size() == 1);
    CHECK(told[0].buttons[0].what == chat::action::correct);
    CHECK(told[0].buttons[0].says == "更正 e1");

    std::vector<chat::outgoing> corrected;
    SECTION("by the command") {
        corrected = here.says("更正 e1");
    }
    SECTION("by the button") {
        auto said = here.message("", "U-MONA");
        chat::press pressed{.delivery_id = "Ev-press", .where = said.where, .who = said.who, .message_id = "p3"};
        pressed.what = chat::action::correct;
        pressed.value = told[0].buttons[0].value;
        REQUIRE(here.take(pressed) == outcome::taken);
        corrected = here.deliver();
    }
    REQUIRE(corrected.size() == 3);
    for (const auto* id : {"p1", "p2"}) {
        const auto found = std::ranges::find(corrected, id, &chat::outgoing::target);
        REQUIRE(found != corrected.end());
        CHECK(found->what == chat::act::replace);
        CHECK_THAT(found->markdown, Contains("每个服务都要配置。"));
        CHECK_THAT(found->markdown, !Contains("只在入口服务"));
        CHECK_THAT(found->footer, Contains("已更新"));
        CHECK(found->buttons.size() == 3); // it can still be judged
    }
    CHECK(here.audit().back().action == "correct");
    const auto again = here.says("更正 e1"); // asked twice
    REQUIRE(again.size() == 1);
    CHECK_THAT(again[0].markdown, Contains("没有需要更正的回复"));
}

TEST_CASE("where posts cannot be changed, a conversation is told once", "[correction]") {
    posts_world here;
    for (const auto* who : {"staff-alice", "staff-bob", "staff-carl"})
        (void)here.take(here.in_dingtalk(known, who));
    (void)here.deliver();
    (void)here.says("修改 e1 每个服务都要配置。");
    const auto corrected = here.says("更正 e1");
    REQUIRE(corrected.size() == 2);
    const auto& follow_up = corrected[0].where.on == chat::platform::dingtalk ? corrected[0] : corrected[1];
    CHECK(follow_up.what == chat::act::post);
    CHECK(follow_up.where.group == "cid1");
    CHECK(follow_up.mention.id.empty()); // nobody is pinged
    CHECK_FALSE(follow_up.reply.url.empty());
    CHECK_THAT(follow_up.markdown, Contains("每个服务都要配置。"));
    CHECK(here.says("更正 e1").size() == 1); // only "nothing to correct"

    // What is posted of the new answer needs none; another change corrects again, once.
    (void)here.take(here.in_dingtalk(known, "staff-dora"));
    (void)here.deliver();
    CHECK(here.says("更正 e1").size() == 1);
    here.now += 1000;
    (void)here.says("修改 e1 每个服务都要，重启生效。");
    CHECK(here.says("更正 e1").size() == 2);
    CHECK(here.says("更正 e1").size() == 1);
}

TEST_CASE("in quiet hours a correction waits, and a newer one takes its place", "[correction]") {
    posts_world here;
    (void)here.take(here.in_dingtalk(known, "staff-alice"));
    (void)here.deliver();
    here.settings.communities[0].groups[2].quiet_hours = "00:00-23:59";
    const auto in_group = [&](const std::vector<chat::outgoing>& said) {
        std::vector<chat::outgoing> found;
        for (const auto& one : said)
            if (one.where.group == "cid1") found.push_back(one);
        return found;
    };
    const auto correct = [&](const std::string& answer) {
        here.now += 1000;
        (void)here.take(here.message("修改 e1 " + answer, "U-MONA", "C1", "t7"));
        (void)here.take(here.message("更正 e1", "U-MONA", "C1", "t7"));
        CHECK(in_group(here.said()).empty());
    };
    correct("每个服务都要配置。");
    std::string told = "每个服务都要，重启生效。";
    SECTION("changed once") {
        told = "每个服务都要配置。";
    }
    SECTION("changed twice") {
        correct(told);
    }
    SECTION("changed twice, and asked twice") {
        correct(told);
        (void)here.take(here.message("更正 e1", "U-MONA", "C1", "t7"));
        CHECK(in_group(here.said()).empty());
    }
    here.now += 24 * 3'600'000;
    const auto later = in_group(here.deliver());
    REQUIRE(later.size() == 1);
    CHECK_THAT(later[0].markdown, Contains(told));
}

TEST_CASE("what was told after quiet hours is corrected once, too", "[correction]") {
    posts_world here;
    here.settings.communities[0].groups[2].moderators = {"staff-mona"};
    (void)here.take(here.in_dingtalk(tests::unknown, "staff-alice"));
    (void)here.deliver();
    auto& quiet = here.settings.communities[0].groups[2].quiet_hours;
    quiet = "00:00-23:59";
    (void)here.take(here.in_dingtalk("答 #1 重启就好。", "staff-mona"));
    here.now += 24 * 3'600'000;
    (void)here.deliver();
    quiet.clear();
    (void)here.take(here.in_dingtalk("修改 e4 不用重启。", "staff-mona"));
    (void)here.take(here.in_dingtalk("更正 e4", "staff-mona"));
    (void)here.deliver();
    (void)here.take(here.in_dingtalk("更正 e4", "staff-mona"));
    const auto again = here.deliver();
    REQUIRE(again.size() == 1);
    CHECK_THAT(again[0].markdown, Contains("没有需要更正的回复"));
}

TEST_CASE("what was posted of an answer that is out of use is called off, on a yes and once", "[correction]") {
    posts_world here;
    (void)here.take(here.message(known, "U-ALICE", "C1", "t1"));
    (void)here.take(here.in_dingtalk(known, "staff-bob"));
    (void)here.deliver();
    const bool edited = GENERATE(false, true);
    if (edited) (void)here.says("修改 e1 每个服务都要配置。"); // and what was posted stays as it is
    const auto retired = here.says("停用 e1");
    REQUIRE(retired.size() == 1);
    CHECK_THAT(retired[0].footer, Contains("2 条回复") && Contains("撤下"));
    REQUIRE(retired[0].buttons.size() == 1);
    CHECK(retired[0].buttons[0].label == "撤下");

    const auto off = here.says("更正 e1");
    REQUIRE(off.size() == 3);
    for (const auto& one : off) {
        CHECK_THAT(one.markdown, !Contains("只在入口服务"));
        if (one.what == chat::act::replace) {
            CHECK_FALSE(one.target.empty());
            CHECK(one.buttons.empty());
            CHECK_THAT(one.markdown, Contains("已被管理员撤下"));
        } else if (one.where.on == chat::platform::dingtalk) {
            CHECK_THAT(one.markdown, Contains("已被管理员撤下") && Contains("> "));
        }
    }
    CHECK(here.says("更正 e1").size() == 1); // nothing more
    // In use again, what stands in DingTalk's group is right, unless it was old before.
    CHECK(here.says("恢复 e1").front().footer.empty() == !edited);
}

TEST_CASE("an entry that is in use again: what was called off stays so, and what has not left does not leave",
          "[correction]") {
    posts_world here;
    const bool in_dingtalk = GENERATE(false, true);
    (void)here.take(in_dingtalk ? here.in_dingtalk(known, "staff-bob") : here.message(known, "U-ALICE", "C1", "t1"));
    (void)here.deliver();
    const auto moderates = [&](const char* text) {
        here.now += 1000;
        REQUIRE(here.take(here.message(text, "U-MONA", "C1", "t7")) == outcome::taken);
    };
    const auto calls_off = [](const std::vector<chat::outgoing>& said) {
        return std::ranges::count_if(said, [](const auto& one) {
            return one.only_for.id.empty() && one.markdown.find("已被管理员撤下") != std::string::npos;
        });
    };
    moderates("停用 e1");
    moderates("更正 e1");
    const auto* back = GENERATE("恢复 e1", "撤销");
    SECTION("it has left") {
        CHECK(calls_off(here.deliver()) == 1);
        moderates(back);
        const auto told = here.deliver();
        REQUIRE(told.size() == 1);
        CHECK_THAT(told[0].markdown, Contains("之前撤下的 1 条") && !Contains("没发出去"));
        CHECK(told[0].footer.empty());
        moderates("修改 e1 每个服务都要配置。"); // which needs no word of it
        CHECK_THAT(here.deliver()[0].markdown, !Contains("之前撤下的"));
    }
    SECTION("the platform is down: it has not") {
        moderates(back);
        const auto said = here.deliver();
        CHECK(calls_off(said) == 0);
        CHECK_THAT(said.back().markdown, Contains("1 条撤下的消息没发出去") && !Contains("之前撤下的"));
        moderates("停用 e1"); // and once more, in earnest
        moderates("更正 e1");
        CHECK(calls_off(here.deliver()) == 1);
    }
}

TEST_CASE("the answer a moderator made by mistake is called off where it was told", "[correction]") {
    posts_world here;
    (void)here.take(here.message(tests::unknown, "U-ALICE", "C1", "t1"));
    (void)here.says("answer #1 重启就好。");
    // Another entry that says the same stands.
    here.add("kettle 水开了不跳怎么办", "重启就好。");
    here.restart();
    (void)here.take(here.message("kettle 水开了不跳怎么办", "U-BOB", "C1", "t2"));
    (void)here.deliver();
    const auto undone = here.says("undo");
    REQUIRE(undone.size() == 1);
    CHECK_THAT(undone[0].footer, Contains("1 条回复"));
    const auto& name = undone[0].buttons.at(0).says;
    const auto off = here.says(name);
    CHECK(std::ranges::any_of(off, [](const auto& one) {
        return one.what == chat::act::replace && one.markdown.find("已被管理员撤下") != std::string::npos &&
               one.markdown.find("重启就好") == std::string::npos;
    }));
    // Who was told it still waits, and is told the next answer.
    const auto next = here.says("answer #1 热更新要 1.2 以上。");
    CHECK(here.says(name).size() == 1); // nothing more to call off
    CHECK(std::ranges::any_of(
        next, [](const auto& one) { return one.markdown.find("热更新要 1.2 以上。") != std::string::npos; }));
}

TEST_CASE("a wrong answer is called off also when the right one was given meanwhile", "[correction]") {
    posts_world here;
    (void)here.take(here.message(tests::unknown, "U-ALICE", "C1", "t1"));
    (void)here.says("answer #1 重启就好。");
    const auto undone = here.says("undo");
    const auto button = undone.at(0).buttons.at(0);
    (void)here.says("answer #1 热更新要 1.2 以上。");
    const auto off = here.says(button.says);
    CHECK(std::ranges::count(off, chat::act::replace, &chat::outgoing::what) == 1);
    for (const auto& one : off)
        if (one.what == chat::act::replace) CHECK_THAT(one.markdown, Contains("已被管理员撤下"));
    CHECK(here.audit().back().action == "call off");
}

TEST_CASE("a button that was offered before the entry was retired asks once more", "[correction]") {
    posts_world here;
    (void)here.take(here.message(known, "U-ALICE", "C1", "t1"));
    (void)here.deliver();
    const auto told = here.says("修改 e1 每个服务都要配置。");
    (void)here.says("停用 e1");
    auto said = here.message("", "U-MONA");
    chat::press pressed{.delivery_id = "Ev-press", .where = said.where, .who = said.who, .message_id = "p3"};
    pressed.what = chat::action::correct;
    pressed.value = told[0].buttons[0].value;
    (void)here.take(pressed);
    const auto asked = here.deliver();
    REQUIRE(asked.size() == 1);
    CHECK_THAT(asked[0].markdown, Contains("请再确认一次"));
    CHECK(asked[0].buttons.at(0).label == "撤下");
}

TEST_CASE("what has not left yet says what holds when it leaves, or does not leave", "[correction]") {
    posts_world here;
    const bool in_dingtalk = GENERATE(false, true); // whose messages cannot be changed once they are there
    if (in_dingtalk) {
        (void)here.take(here.in_dingtalk(known, "staff-alice"));
    } else {
        (void)here.take(here.message(tests::unknown));
        (void)here.deliver();
    }
    const std::string entry = in_dingtalk ? "e1" : "e4";
    const auto moderates = [&](std::string text) {
        REQUIRE(here.take(here.message(std::move(text), "U-MONA", "C1", "t7")) == outcome::taken);
    };
    const auto pending = [&] {
        return here.db.read([&](store::session& s) {
            std::vector<std::string> all;
            for (const auto& row : store::outbox_of_question(s, here.questions().front().id))
                if (row.state == store::outbox_state::pending)
                    all.push_back(chat::outgoing_from_json(row.payload).value().markdown);
            return all;
        });
    };
    if (!in_dingtalk) moderates("answer #1 重启就好。");
    REQUIRE(pending().size() == 1);
    if (!in_dingtalk) {
        SECTION("undone") {
            moderates("undo");
            CHECK(pending().empty());
        }
    }
    SECTION("changed, and corrected on a yes") {
        moderates("修改 " + entry + " 1.2 以上才行。");
        moderates("更正 " + entry);
        REQUIRE(pending().size() == 1);
        CHECK_THAT(pending()[0], Contains("1.2 以上才行。") && !Contains("重启就好") && !Contains("入口服务"));
    }
    SECTION("retired, and called off on a yes") {
        moderates("停用 " + entry);
        moderates("更正 " + entry);
        CHECK(pending().empty());
    }
}

TEST_CASE("only so far back as configured", "[correction]") {
    posts_world here;
    (void)here.take(here.message(known, "U-ALICE", "C1", "t1"));
    (void)here.deliver();
    SECTION("a week, unless said otherwise") {
        here.now += 8LL * 24 * 3600 * 1000;
    }
    SECTION("never") {
        here.settings.communities[0].groups[0].correct_within = std::chrono::seconds(0);
        here.now += 1;
    }
    CHECK(here.says("修改 e1 每个服务都要配置。")[0].footer.empty());
    CHECK(here.says("更正 e1").size() == 1);
}

TEST_CASE("a post that is on its way is corrected when it has arrived", "[correction]") {
    posts_world here;
    (void)here.take(here.message(known, "U-ALICE", "C1", "t1"));
    const auto post = here.on_its_way();
    (void)here.take(here.message("修改 e1 每个服务都要配置。", "U-MONA", "C1", "t7"));
    (void)here.take(here.message("更正 e1", "U-MONA", "C1", "t7"));
    here.arrived(post);
    const auto all = here.deliver();
    const auto found = std::ranges::find(all, std::to_string(post.value), &chat::outgoing::takes_place_of);
    REQUIRE(found != all.end());
    CHECK_THAT(found->markdown, Contains("每个服务都要配置。"));
}

TEST_CASE("while the platform is down nothing is corrected twice", "[correction]") {
    posts_world here;
    (void)here.take(here.message(known, "U-ALICE", "C1", "t1"));
    (void)here.take(here.in_dingtalk(known, "staff-alice"));
    (void)here.deliver();
    for (const auto* command : {"修改 e1 每个服务都要配置。", "更正 e1", "更正 e1", "更正 e1"}) {
        here.now += 1000;
        REQUIRE(here.take(here.message(command, "U-MONA", "C1", "t7")) == outcome::taken);
    }
    const auto all = here.deliver(); // it is back
    CHECK(std::ranges::count(all, chat::act::replace, &chat::outgoing::what) == 1);
    CHECK(std::ranges::count_if(all, [](const auto& one) { return one.where.on == chat::platform::dingtalk; }) == 1);
}

TEST_CASE("markup and pings in a new answer stay what the adapters make of them", "[correction]") {
    posts_world here;
    (void)here.take(here.message(known, "U-ALICE", "C1", "t1"));
    (void)here.deliver();
    const auto told = here.says("修改 e1 <!channel> @所有人 **x** [y](https://example.org)");
    // The diff quotes it: what would mark up or link is text there.
    CHECK_THAT(told[0].markdown, Contains("\\*\\*x\\*\\*"));
    CHECK_THAT(told[0].markdown, !Contains("[y](https"));
    CHECK_THAT(told[0].markdown, !Contains("<!channel>"));
}

TEST_CASE("two moderators who say yes at once correct once", "[correction]") {
    posts_world here;
    here.settings.communities[0].groups[0].moderators.push_back("U-OTTO");
    for (int i = 0; i < 20; ++i)
        (void)here.take(here.message(known, "U-" + std::to_string(i), "C1", "t" + std::to_string(i)));
    (void)here.deliver();
    (void)here.says("修改 e1 每个服务都要配置。");
    auto first = here.message("更正 e1", "U-MONA"), second = here.message("更正 e1", "U-OTTO");
    std::thread other([&] { (void)here.take(first); });
    (void)here.take(second);
    other.join();
    const auto all = here.deliver();
    CHECK(std::ranges::count(all, chat::act::replace, &chat::outgoing::what) == 20);
}

TEST_CASE("a member's press on a correction button corrects nothing", "[correction]") {
    posts_world here;
    (void)here.take(here.message(known, "U-ALICE", "C1", "t1"));
    (void)here.deliver();
    const auto told = here.says("修改 e1 每个服务都要配置。");
    auto said = here.message("", "U-ALICE");
    chat::press pressed{.delivery_id = "Ev-press", .where = said.where, .who = said.who, .message_id = "p3"};
    pressed.what = chat::action::correct;
    pressed.value = told[0].buttons[0].value;
    (void)here.take(pressed);
    CHECK(here.deliver().size() == 1); // a polite line
    CHECK(here.audit().back().action == "refused correct");
    for (const auto* value : {"e", "e0", "eZZ", "q1", "e1234567890123456789012", ""}) {
        pressed.delivery_id += "+";
        pressed.who.id = "U-MONA";
        pressed.value = value;
        (void)here.take(pressed);
        CHECK(here.deliver().empty());
    }
}
