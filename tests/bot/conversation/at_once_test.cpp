// The same command from two moderators at the same moment, and again and again while nothing can be delivered: it is
// done once, and whoever waited is told once.
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <thread>

using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;

namespace {

struct row {
    const char *what, *before, *command, *action;
    int told; // members who are told an answer
};

const row rows[] = {
    {"answer", "", "answer #1 用白醋泡半小时", "answer", 2},
    {"link", "", "link #1 e1", "link", 2},
    {"ignore", "", "ignore #1", "ignore", 0},
    {"merge", "", "merge #3 #1", "merge", 0},
    {"unmerge", "", "unmerge #2", "unmerge", 0},
    {"retire", "", "retire e1", "retire", 0},
    {"restore", "retire e1", "restore e1", "restore", 0},
    {"edit", "", "edit e1 每个服务都要。", "edit", 0},
    {"merge entries", "", "merge e2 e1", "merge entries", 0},
    {"unmerge entries", "merge e2 e1", "unmerge e2", "unmerge", 0},
    {"undo by number", "ignore #1", "undo #1", "undo", 0},
    {"accept", "", "accept #1", "accept", 2},
    {"refuse", "", "refuse #1", "refuse", 0},
    {"canonical", "", "canonical #1", "answer", 2}, // of what is quoted
};

struct two_moderators : world {
    two_moderators() {
        settings.communities[0].groups[0].moderators.push_back("U-OTTO");
        (void)take(message("kettle 的水垢怎么清理？", "U-ALICE", "C1", "t1"));
        (void)take(message("怎么清理 kettle 的水垢呀", "U-BOB", "C1", "t2"));
        (void)take(message("teapot 的盖子打不开", "U-CARL", "C1", "t3"));
        settings.communities[0].groups[0].trusted = {"U-TINA"};
        (void)take(remark("柠檬酸也行。"));
        (void)said();
    }
    chat::incoming command(const char* text, const char* who, const char* thread) {
        auto said = message(text, who, "C1", thread);
        if (said.text.starts_with("canonical")) said.quoted_text = "用白醋泡半小时";
        return said;
    }
    std::size_t done(const char* action, std::size_t from) {
        const auto all = audit();
        return static_cast<std::size_t>(std::count_if(all.begin() + static_cast<std::ptrdiff_t>(from), all.end(),
                                                      [&](const auto& one) { return one.action == action; }));
    }
};

} // namespace

TEST_CASE("a command that is said twice at once, or again while nothing is delivered, is done once",
          "[conversation][clusters]") {
    const bool in_parallel = GENERATE(true, false);
    for (const auto& one : rows) {
        INFO(one.what << (in_parallel ? ", in parallel" : ", again and again"));
        two_moderators here;
        if (*one.before != 0) (void)here.take(here.message(one.before, "U-MONA", "C1", "t7"));
        (void)here.said();
        const auto before = here.audit().size();
        auto first = here.command(one.command, "U-MONA", "t8");
        auto second = here.command(one.command, "U-OTTO", "t9");
        if (in_parallel) {
            std::thread other([&] { (void)here.take(second); });
            (void)here.take(first);
            other.join();
        } else {
            (void)here.take(first);
            (void)here.take(second);
            (void)here.take(here.command(one.command, "U-MONA", "t8"));
        }
        CHECK(here.done(one.action, before) == 1);
        std::map<std::string, int> told;
        for (const auto& said : here.said())
            if (said.mention.id == "U-ALICE" || said.mention.id == "U-BOB" || said.mention.id == "U-CARL")
                ++told[said.mention.id];
        CHECK(static_cast<int>(told.size()) == one.told);
        CHECK(std::ranges::all_of(told, [](const auto& each) { return each.second == 1; }));
    }
}

TEST_CASE("who takes a question over is told whose it was", "[conversation][clusters]") {
    two_moderators here;
    (void)here.take(here.message("assign #1", "U-MONA", "C1", "t8"));
    (void)here.take(here.message("assign #1", "U-MONA", "C1", "t8")); // hers already
    (void)here.said();
    (void)here.take(here.message("assign #1", "U-OTTO", "C1", "t9"));
    const auto said = here.said();
    CHECK(std::ranges::any_of(said, [](const auto& one) {
        return one.only_for.id == "U-OTTO" && one.markdown.find("之前是 name of U-MONA 认领的") != std::string::npos;
    }));
    CHECK(here.done("assign", 0) == 2);
    CHECK(here.audit().back().detail == "from slack:T1:U-MONA");
}
