#include "bot/conversation/command.hpp"
#include "bot/conversation/entry_name.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <random>

using namespace bot::conversation;

TEST_CASE("how people name an entry", "[conversation]") {
    auto [said, id, revision, rest] = GENERATE(table<const char*, const char*, int, const char*>({
        {"e17", "e17", 0, ""},
        {"E17 now", "e17", 0, "now"},
        {"e17@3 set it once", "e17", 3, "set it once"},
        {"条目 17", "e17", 0, ""},
        {"条目17：每个服务都要", "e17", 0, "每个服务都要"},
        {"e17每个服务都要", "e17", 0, "每个服务都要"},
        {"entry 17: once", "e17", 0, "once"},
        {"条目 e17", "e17", 0, ""},
        {"条目 faq-1 九点", "faq-1", 0, "九点"},
        {"2031-05-22#1#3", "2031-05-22#1#3", 0, ""},
        {"2031-05-22#1#3@2 x", "2031-05-22#1#3", 2, "x"},
        {"faq.md#232f59063e5c 九点", "faq.md#232f59063e5c", 0, "九点"},
        {"faq.md#232f59063e5c#2@7", "faq.md#232f59063e5c#2", 7, ""},
    }));
    INFO(said);
    const auto read = leading_entry(said);
    REQUIRE(read);
    CHECK(read->name.id == id);
    CHECK(read->name.revision == revision);
    CHECK(read->rest == rest);
}

TEST_CASE("what names no entry", "[conversation]") {
    for (const auto* said :
         {"", "e", "e0", "ecology", "17", "faq-1", "数据怎么恢复", "e17@0", "entry", "2031-05-22", "C#",
          "F#232f59063e5", "#232f59063e5c", "a#232f59063e5cd", "a#232f59063e5c#", "e99999999999999999999"})
        CHECK_FALSE(leading_entry(said));
}

TEST_CASE("a name is said so that it is read again", "[conversation]") {
    for (const auto& name : {entry_name{"e17", 0}, entry_name{"e17", 3}, entry_name{"faq-1", 0}, entry_name{"faq-1", 2},
                             entry_name{"2031-05-22#1#3", 4}}) {
        for (const auto* word : {"条目", "entry"}) {
            const auto said = said_as(name, word);
            INFO(said);
            const auto read = leading_entry(said);
            REQUIRE(read);
            CHECK(read->name == name);
        }
        CHECK(entry_name_from(to_string(name)) == name);
    }
    CHECK_FALSE(entry_name_from(""));
    CHECK_FALSE(entry_name_from("e1@x"));
}

TEST_CASE("whatever is said, a name that is read can be said again", "[conversation]") {
    std::mt19937 random(3);
    constexpr std::array<std::string_view, 16> pieces{"e",  "E",    "17",     "@",          "#", " ",
                                                      "：", "条目", "entry ", "2031-05-22", "0", "\xE6",
                                                      "中", "`",    "\n",     "99999999999"};
    for (int round = 0; round < 5000; ++round) {
        std::string said;
        for (auto n = random() % 8; n > 0; --n)
            said += pieces[random() % pieces.size()];
        const auto read = leading_entry(said);
        if (!read) continue;
        INFO(said);
        REQUIRE_FALSE(read->name.id.empty());
        const auto again = leading_entry(said_as(read->name, "entry"));
        REQUIRE(again);
        REQUIRE(again->name == read->name);
    }
}

TEST_CASE("commands about entries are told from questions", "[conversation]") {
    const auto kind = [](const char* said) { return understand(said).index(); };
    const auto question = kind("how do I reset the cache?");
    for (const auto* said :
         {"恢复数据怎么做", "restore my backup please", "修改配置之后要重启吗", "edit the config where?",
          "标准版是什么", "合并分支的流程", "merge two branches", "停用旧版本会怎样", "撤销提交怎么做", "undo a commit",
          "更正一下说法", "条目太多怎么办", "entry point of the program"})
        CHECK(kind(said) == question);

    CHECK(std::holds_alternative<undo_change>(understand("undo")));
    CHECK(std::holds_alternative<undo_change>(understand("撤销")));
    CHECK(std::get<put_entry>(understand("retire e17")).which == entry_name{"e17", 0});
    CHECK_FALSE(std::get<put_entry>(understand("停用")).which);
    CHECK_FALSE(std::get<put_entry>(understand("恢复 e17")).away);
    CHECK(std::get<edit_entry>(understand("修改 e17 九点。\n\n周末十点。")).answer == "九点。\n\n周末十点。");
    const auto joined = std::get<join_entries>(understand("合并 e18 到 e17"));
    CHECK(joined.merged.id == "e18");
    CHECK(joined.survivor.id == "e17");
    CHECK(std::get<join_entries>(understand("merge e18 into e17")).survivor.id == "e17");
    CHECK(std::get<part_entries>(understand("取消合并 e18")).which.id == "e18");
    CHECK(std::get<correct_posts>(understand("correct e17")).which == entry_name{"e17", 0});
    CHECK(std::get<show_entry>(understand("条目 17")).which.id == "e17");
    CHECK(std::get<keep_canonical>(understand("canonical #12")).number == 12);
    CHECK(std::get<keep_canonical>(understand("标准：几点开门？")).question == "几点开门？");
}
