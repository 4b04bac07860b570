// Every command of moderators, by who may not, about what is another group's, gone, or never was, and among ten
// thousand open questions; and what `undo` makes of each that changes something. The table below has a row for each
// command of commands(). Twice, at once and while nothing is delivered: at_once_test.cpp.
#include "bot/conversation/commands.hpp"
#include "knowledge/store/clusters.hpp"
#include "knowledge/store/manners.hpp"
#include "knowledge/store/proposals.hpp"
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <set>

using Catch::Contains;
using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;

namespace {

enum class undone { nothing, whole }; // what `undo` takes back of it

struct row {
    const char *command, *text;
    undone by_undo = undone::nothing;
    const char* before = ""; // said by the moderator first
    bool asks = false;       // a question, when a member says it
};

// #1 and #2 wait together, #3 by itself; proposal #1 would answer #3.
const row rows[] = {
    {"open", "open"},
    {"answer", "answer #1 用白醋泡半小时。", undone::whole},
    {"proposals", "proposals"},
    {"accept", "accept #1", undone::whole},
    {"refuse", "refuse #1", undone::whole},
    {"why", "why #1"},
    {"canonical", "canonical #1", undone::whole}, // of the message that is quoted
    {"entry", "entry e1", undone::nothing, "", true},
    {"edit", "edit e1 每个服务都要。", undone::whole},
    {"retire", "retire e1", undone::whole},
    {"restore", "restore e1", undone::whole, "retire e1"},
    {"unmerge", "unmerge #2", undone::whole},
    {"unmerge", "unmerge e3", undone::whole, "merge e3 e1"},
    {"correct", "correct e1"},
    {"undo", "undo"},
    {"undo", "undo #3", undone::nothing, "ignore #3"},
    {"weekly", "weekly"},
    {"mute", "mute 2h"},
    {"unmute", "unmute"},
    {"status", "status"},
    {"status", "status reset"},
    {"link", "link #1 e1", undone::whole},
    {"merge", "merge #3 #1", undone::whole},
    {"merge", "merge e3 e1", undone::whole},
    {"ignore", "ignore #1", undone::whole},
    {"assign", "assign #1", undone::whole},
};

bool about_a_question(const row& one) {
    const std::string_view text = one.text;
    return text.find('#') != std::string_view::npos && text != "accept #1" && text != "refuse #1";
}

struct court : world {
    court() {
        auto& group = settings.communities[0].groups[0];
        group.trusted = {"U-TINA"};
        (void)take(message("kettle 的水垢怎么清理？", "U-ALICE", "C1", "t1"));
        (void)take(message("怎么清理 kettle 的水垢呀", "U-BOB", "C1", "t2"));
        (void)take(message("teapot 的盖子打不开", "U-CARL", "C1", "t3"));
        (void)take(remark("往左拧。", "U-TINA", "t3"));
        (void)said();
    }
    chat::incoming command(std::string text, std::string who, std::string group = "C1") {
        auto said = message(std::move(text), std::move(who), std::move(group), "t9");
        if (said.text.starts_with("canonical")) said.quoted_text = "用柠檬酸泡一会儿。";
        return said;
    }
    void moderator(const std::string& text) {
        if (text.empty()) return;
        now += 1000;
        (void)take(command(text, "U-MONA"));
        (void)said();
    }
    // All that commands change, in words.
    std::string state() {
        return db.read([](store::session& s) {
            std::string all;
            for (const auto& one : store::load_entries(s, {}))
                if (one.state != knowledge::entry_state::draft)
                    all += fmt::format("{} {} {} [{}] {}\n", one.external_id, to_string(one.state), one.question,
                                       fmt::join(one.phrasings, ", "), one.answer);
            for (const auto& one : store::questions_between(s, "", {}, knowledge::timestamp::max())) {
                if (one.number > 3) continue;
                const auto cluster = store::find_cluster(s, one.cluster);
                all += fmt::format("#{} {} in {}, {}, answered with {}\n", one.number, to_string(one.state),
                                   one.cluster.value, cluster ? cluster->assigned_to : "-", one.answered_with.value);
            }
            for (const auto& one : store::load_proposals(s, "test"))
                all += fmt::format("proposal {} {} {}\n", one.number, to_string(one.state), one.decided_by);
            const auto manners = store::manners_of(s, {"slack", "T1", "C1"});
            return all + fmt::format("muted until {}\n", manners.muted_until.time_since_epoch().count());
        });
    }
};

} // namespace

TEST_CASE("each command of moderators stands in the table of faults", "[conversation][faults]") {
    std::set<std::string_view> there;
    for (const auto& one : rows)
        there.insert(one.command);
    for (const auto& one : bot::conversation::commands()) {
        INFO(one.names.en.front());
        CHECK((one.who == bot::conversation::audience::moderators) == there.contains(one.names.en.front()));
    }
}

TEST_CASE("a command by a member without the right changes nothing, whatever the member is called",
          "[conversation][faults]") {
    for (const auto& one : rows) {
        for (const auto* who : {"U-EVE", ""}) {
            INFO(one.text << (*who == 0 ? " by somebody from outside" : ""));
            court here;
            here.moderator(one.before);
            const auto before = here.state();
            const auto audited = here.audit().size();
            auto said = here.command(one.text, who);
            said.who.name = "U-MONA 管理员 ✅";
            (void)here.take(said);
            if (one.asks) {
                (void)here.said();
                CHECK(here.questions().back().text == one.text);
                continue;
            }
            const auto told = here.reply();
            CHECK_THAT(told.markdown, Contains("只有本群管理员"));
            CHECK(told.only_for.id == who);
            REQUIRE(here.audit().size() == audited + 1);
            CHECK_THAT(here.audit().back().action, Catch::StartsWith("refused "));
            CHECK(here.state() == before);
        }
    }
}

TEST_CASE("a command about a question of another group is refused", "[conversation][faults]") {
    for (const auto& one : rows) {
        if (!about_a_question(one) && std::string_view(one.text).find(" #") == std::string_view::npos) continue;
        INFO(one.text);
        court here;
        here.moderator(one.before);
        const auto before = here.state();
        (void)here.take(here.command(one.text, "U-OTHER", "C2")); // where she moderates
        const auto told = here.reply();
        CHECK_THAT(told.markdown, Contains("只有本群管理员"));
        CHECK(told.only_for.id == "U-OTHER");
        CHECK_THAT(here.audit().back().action, Catch::StartsWith("refused "));
        CHECK(here.state() == before);
    }
}

TEST_CASE("a command about a number that never was, or is gone, says so", "[conversation][faults]") {
    for (const auto& one : rows) {
        const std::string text = one.text;
        const auto mark = text.find('#');
        if (mark == std::string::npos) continue;
        court here;
        here.moderator(one.before);
        auto never = text;
        never.replace(mark + 1, 1, "99");
        INFO(never);
        const auto before = here.state();
        (void)here.take(here.command(never, "U-MONA"));
        const auto told = here.reply();
        CHECK_THAT(told.markdown, Contains("99") && (Contains("没有") || Contains("不存在")));
        CHECK(told.only_for.id == "U-MONA");
        CHECK(here.state() == before);
        // What nobody has to answer can still be told why, undone, and kept with its answer, which nobody is told then.
        const std::set<std::string_view> not_of_waiting{"undo", "why", "canonical"};
        if (!about_a_question(one) || not_of_waiting.contains(one.command)) continue;
        INFO(text << ", which is ignored by now");
        for (const auto* ignored : {"ignore #1", "ignore #2", "ignore #3"})
            here.moderator(ignored);
        const auto gone = here.state();
        (void)here.take(here.command(text, "U-MONA"));
        CHECK_THAT(here.reply().markdown, Contains("不在等待") || Contains("忽略"));
        CHECK(here.state() == gone);
    }
}

TEST_CASE("each command that changes something is undone by undo", "[conversation][faults]") {
    for (const auto& one : rows) {
        INFO(one.text);
        court here;
        here.moderator(one.before);
        auto before = here.state();
        here.moderator(one.text);
        const auto done = here.state();
        if (one.by_undo == undone::nothing) { // and nothing else is undone in its place
            if (*one.before != 0) continue;
            (void)here.take(here.command("undo", "U-MONA"));
            CHECK_THAT(here.reply().markdown, Contains("没有可以撤销"));
            CHECK(here.state() == done);
            continue;
        }
        CHECK(done != before);
        here.moderator("undo");
        // An entry that was made is retired by it.
        auto after = here.state();
        if (const auto made = after.find("e4 retired"); made != std::string::npos)
            after.erase(made, after.find('\n', made) + 1 - made);
        CHECK(after == before);
        CHECK(here.audit().back().action == "undo");
        here.moderator(one.text); // and can be done anew
        CHECK(here.state() != before);
    }
}

TEST_CASE("among ten thousand open questions each command does what it does", "[conversation][faults]") {
    court here;
    here.let_ten_thousand_wait();
    for (const auto& one : rows) {
        INFO(one.text);
        here.moderator(one.before);
        const auto before = here.state();
        here.now += 1000;
        (void)here.take(here.command(one.text, "U-MONA"));
        CHECK_FALSE(here.said().empty()); // it is answered
        if (one.by_undo == undone::nothing) continue;
        CHECK(here.state() != before);
        here.moderator("undo");
        if (*one.before != 0) here.moderator("undo");
    }
}
