#include "knowledge/exchange/weekly_reader.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <tuple>

using namespace knowledge::exchange;

namespace {

weekly_edition edition_with(const std::string& body) {
    return read_weekly("---\ntitle: \"一期\"\ndate: 2031-02-03T10:00:00+08:00\n---\n\n### 每周读者问答提炼\n\n" + body,
                       "w.md");
}

using turns = std::vector<std::pair<std::string, std::string>>;

turns turns_of(const weekly_thread& thread) {
    turns found;
    for (const weekly_turn& turn : thread.turns)
        found.emplace_back(turn.question, turn.answer);
    return found;
}

} // namespace

TEST_CASE("one thread in every layout", "[exchange]") {
    const auto [what, body, expected] = GENERATE(table<const char*, const char*, turns>({
        {"question, answer", "**@林** 提问：\n\n> 能热升级吗？\n\nA：能。\n", {{"能热升级吗？", "能。"}}},
        {"no space behind the quote mark", "**@林** 提问：\n>能热升级吗？\n\nA：能。", {{"能热升级吗？", "能。"}}},
        {"no empty line before the answer", "**@林** 提问：\n> 能热升级吗？\nA：能。", {{"能热升级吗？", "能。"}}},
        {"an empty quote line before the answer", "**@林** 提问：\n> 能吗？\n>\nA：能。", {{"能吗？", "能。"}}},
        {"no quote at all", "**@林** 提问：\n\n能热升级吗？\n\nA：能。", {{"能热升级吗？", "能。"}}},
        {"the question in bold", "**@林** 提问：\n\n**能热升级吗？**\n\nA：能。", {{"能热升级吗？", "能。"}}},
        {"the question on the asker's line", "**@林** 提问：能热升级吗？\n\nA：能。", {{"能热升级吗？", "能。"}}},
        {"a Q before the question", "**@林** 提问：\n\n> Q：能热升级吗？\n\nA：能。", {{"能热升级吗？", "能。"}}},
        {"several paragraphs",
         "**@林** 提问：\n\n> 一\n\n> 二\n>\n> 三\n\nA：四\n\n五\n",
         {{"一\n\n二\n\n三", "四\n\n五"}}},
        {"lazy lines without a mark", "**@林** 提问：\n\n> 一\n二\n三\n\nA：四", {{"一\n二\n三", "四"}}},
        {"a list in the quote", "**@林** 提问：\n\n> 一：\n> - 甲\n> - 乙\n\nA：四", {{"一：\n- 甲\n- 乙", "四"}}},
        {"a list as the answer",
         "**@林** 提问：\n\n> 一\n\nA：分两步：\n\n1. 甲\n\n2. 乙\n",
         {{"一", "分两步：\n\n1. 甲\n\n2. 乙"}}},
        {"a second A： belongs to the turn", "**@林** 提问：\n\n> 一\n\nA：二\nA：三", {{"一", "二\n三"}}},
        {"question, answer, question, answer",
         "**@林** 提问：\n\n> 一\n\nA：二\n\n> 三\n\nA：四\n",
         {{"一", "二"}, {"三", "四"}}},
        {"thanks at the end", "**@林** 提问：\n\n> 一\n\nA：二\n\n> 谢谢~\n", {{"一", "二"}, {"谢谢~", ""}}},
        {"an empty answer in between", "**@林** 提问：\n\n> 一\n\nA：\n\n> 三\n\nA：四", {{"一", ""}, {"三", "四"}}},
        {"code that looks like an asker",
         "**@林** 提问：\n\n> 一\n\nA：这样：\n```java\n@Override\n> 提问：\nA：\n\n### 每周\n```\n就行\n",
         {{"一", "这样：\n```java\n@Override\n> 提问：\nA：\n\n### 每周\n```\n就行"}}},
        {"code in the question",
         "**@林** 提问：\n\n> 一\n> ```\n> @Override\n>   **x**\n> ```\n\nA：二",
         {{"一\n```\n@Override\n  **x**\n```", "二"}}},
        {"a fence nobody closes", "**@林** 提问：\n\n> 一\n\nA：```\n\n> 三\n\nA：四", {{"一", "```"}, {"三", "四"}}},
        {"bold goes from questions, links stay in answers",
         "**@林** 提问：\n\n> **一**见[甲](https://e.org/a)\n\nA：**二 **见[乙](/b) ",
         {{"一见甲 https://e.org/a", "二 见[乙](/b)"}}},
        {"breaks and invisible marks", "**@林** 提问：<br/>\n> 一<br/>\n\nA：二</br>\n</br>\n", {{"一", "二"}}},
        {"Windows line ends", "**@林** 提问：\r\n\r\n> 一\r\n\r\nA：二\r\n", {{"一", "二"}}},
        {"English words", "**1. @lin** asked:\n\n> one?\n\nA: two\n", {{"one?", "two"}}},
        {"a deeper heading inside an answer",
         "**@林** 提问：\n\n> 一\n\nA：二\n\n#### 提示\n\n三\n\n> 四\n\nA：五",
         {{"一", "二\n\n#### 提示\n\n三"}, {"四", "五"}}},
        {"a comment before the answer goes on",
         "**@林** 提问：\n\n> 一\n\nA：二\n<!-- 记 -->三\n<!--\n记\n--> 四\n",
         {{"一", "二\n三\n四"}}},
        {"an answer behind a comment", "**@林** 提问：\n\n> 一\n\n<!-- 记 -->A：二\n", {{"一", "二"}}},
        {"other marks of an answer",
         "**@林** 提问：\n\n> 一\n\n回答：二\n\n> 三\n\n答复：四\n\n> 五\n\n答：六",
         {{"一", "二"}, {"三", "四"}, {"五", "六"}}},
        {"a quote inside the quote", "**@林** 提问：\n\n> > 一\n\nA：二", {{"一", "二"}}},
    }));
    INFO(what);
    const weekly_edition edition = edition_with(body);
    REQUIRE(edition.threads.size() == 1);
    CHECK(turns_of(edition.threads[0]) == expected);
    CHECK(edition.unplaced.empty());
}

TEST_CASE("pictures are counted, and kept only in answers", "[exchange]") {
    const weekly_edition edition =
        edition_with("**@林** 提问：\n\n> 一 ![x](https://e.org/1.png)\n\n![](https://e.org/2.png)\n\n"
                     "A：看图\n\n![](https://e.org/3.png)\n>![](https://e.org/4.png)\n\n就这样\n");
    REQUIRE(edition.threads.size() == 1);
    CHECK(edition.threads[0].images == 4);
    CHECK(turns_of(edition.threads[0]) ==
          turns{{"一", "看图\n\n![](https://e.org/3.png)\n![](https://e.org/4.png)\n\n就这样"}});
}

TEST_CASE("a project link closes a thread, in every place it was seen", "[exchange]") {
    const auto [what, lines, expected] = GENERATE(table<const char*, const char*, std::vector<project_link>>({
        {"none", "", {}},
        {"behind an empty line", "\nSeata：[https://e.org/s](https://e.org/s)\n", {{"Seata", "https://e.org/s"}}},
        {"right under the answer", "Seata：[https://e.org/s](https://e.org/s)\n", {{"Seata", "https://e.org/s"}}},
        {"on a line of its own",
         "\n「Seata」：\n\n*[https://e.org/s](https://e.org/s)*\n",
         {{"Seata", "https://e.org/s"}}},
        {"two projects",
         "\n- Seata：[https://e.org/s](https://e.org/s)\n- MOSN：[https://e.org/m](https://e.org/m)\n",
         {{"Seata", "https://e.org/s"}, {"MOSN", "https://e.org/m"}}},
        {"the same twice",
         "\nSeata：[https://e.org/s](https://e.org/s)\nSeata：[https://e.org/s](https://e.org/s)\n",
         {{"Seata", "https://e.org/s"}}},
    }));
    INFO(what);
    const weekly_edition edition = edition_with("**1、@林** 提问：\n\n> 一\n\nA：二\n" + std::string(lines));
    REQUIRE(edition.threads.size() == 1);
    CHECK(turns_of(edition.threads[0]) == turns{{"一", "二"}});
    CHECK(edition.threads[0].links == expected);
    CHECK(edition.unplaced.empty());
}

TEST_CASE("numbers are as printed, threads are counted", "[exchange]") {
    const weekly_edition edition =
        edition_with("**1、@甲** 提问：\n> a\nA：b\n**3、@乙** 提问：\n> c\nA：d\n**3、@丙** 提问：\n> e\nA：f\n"
                     "**@丁** 提问：\n> g\nA：h\n");
    std::vector<std::pair<std::string, std::string>> found;
    for (const weekly_thread& thread : edition.threads)
        found.emplace_back(thread.number, thread.asker);
    CHECK(found == turns{{"1", "甲"}, {"3", "乙"}, {"3", "丙"}, {"", "丁"}});
}

TEST_CASE("a topic is handed to the askers below it", "[exchange]") {
    const weekly_edition edition =
        edition_with("**1、关于采样的提问：**\n\n**@甲** 提问：\n> a\nA：b\n\n**@乙** 提问：\n> c\nA：d\n");
    REQUIRE(edition.threads.size() == 2);
    CHECK(edition.threads[0].topic == "关于采样的提问");
    CHECK(edition.threads[1].topic == "关于采样的提问");
    CHECK(edition.unplaced.empty());
}

TEST_CASE("what has no place is reported with its line", "[exchange]") {
    const auto [what, body, line, threads] = GENERATE(table<const char*, const char*, int, std::size_t>({
        {"text before the first asker", "先说一句\n\n**@林** 提问：\n> 一\nA：二\n", 8, 1},
        {"a quote before the first asker", "> 一\n\n**@林** 提问：\n> 一\nA：二\n", 8, 1},
        {"an answer before the first asker", "A：一\n\n**@林** 提问：\n> 一\nA：二\n", 8, 1},
        {"an asker who asks nothing", "**@林** 提问：\n\n**@王** 提问：\n> 一\nA：二\n", 8, 1},
        {"an answer without a question", "**@林** 提问：\n\nA：二\n", 10, 1},
        {"a topic between two questions", "**@林** 提问：\n> 一\nA：二\n\n**关于扩容：**\n\n> 三\nA：四\n", 12, 1},
        {"text behind the project link",
         "**@林** 提问：\n> 一\nA：二\n\nSeata：[https://e.org/s](https://e.org/s)\n\n更多内容见下文\n", 14, 1},
        {"an asker in a spelling we do not know, numbered", "**@林** 提问：\n> 一\nA：二\n\n2、@王 想知道\n\n三\n", 12,
         1},
        {"an asker in a spelling we do not know, bold", "**@林** 提问：\n> 一\nA：二\n\n**@王 想知道**\n", 12, 1},
        {"a comment nobody closes", "**@林** 提问：\n> 一\nA：二\n<!-- 记\n\n**@王** 提问：\n> 三\nA：四\n", 11, 2},
        {"a picture outside a thread", "![](https://e.org/1.png)\n", 8, 0},
    }));
    INFO(what);
    const weekly_edition edition = edition_with(body);
    CHECK(edition.threads.size() == threads);
    REQUIRE(edition.unplaced.size() == 1);
    CHECK(edition.unplaced[0].file == "w.md");
    CHECK(edition.unplaced[0].line == line);
    CHECK_FALSE(edition.unplaced[0].reason.empty());
}

TEST_CASE("the invitation and other sections are no questions", "[exchange]") {
    const weekly_edition edition = edition_with(
        "***欢迎大家向公众号留言提问或在群里与我们互动***\n\n我们会筛选重点问题\n\n通过 \" WEEKLY \" 的形式回复\n\n"
        "**@林** 提问：\n> 一\nA：二\n\n**本周推荐阅读**\n\n- [文](/a)\n> 引文\n\n### 项目进展\n\nA：不是回答\n");
    CHECK(edition.threads.size() == 1);
    CHECK(edition.unplaced.empty());
}

TEST_CASE("comments are skipped, whatever is in them", "[exchange]") {
    const weekly_edition edition =
        edition_with("<!--\n**@甲** 提问：\n> 一\n-->\n\n**@林** 提问：\n<!-- 3 人问过 -->\n> 一\nA：二\n");
    REQUIRE(edition.threads.size() == 1);
    CHECK(edition.threads[0].asker == "林");
}

TEST_CASE("an edition whose questions stand under no title reports them", "[exchange]") {
    const weekly_edition edition = read_weekly(
        "---\ncategories: Weekly\ndate: 2031-02-03\n---\n\n### 大家问\n\n**@林** 提问：\n> 一\n\nA：二\n", "w.md");
    CHECK(edition.threads.empty());
    std::vector<int> lines;
    for (const finding& f : edition.unplaced)
        lines.push_back(f.line);
    CHECK(lines == std::vector<int>{8, 9, 11});
}

TEST_CASE("an edition's date comes from the front matter, else from the file's name", "[exchange]") {
    const auto [text, file, date] = GENERATE(table<const char*, const char*, const char*>({
        {"---\ndate: 2031-02-03T10:00:00+08:00\n---\n", "weekly-20990101.md", "2031-02-03"},
        {"---\ndate: \"2031-02-03\"\n---\n", "w.md", "2031-02-03"},
        {"---\ndate: 2031-02-30\n---\n", "w.md", ""},
        {"", "weekly-20310203.md", "2031-02-03"},
        {"", "dir/2031-02-03-weekly.md", "2031-02-03"},
        {"", "weekly.md", ""},
        {"", "weekly-1234567890123.md", ""},
    }));
    INFO(text << file);
    CHECK(read_weekly(text, file).date == date);
}

TEST_CASE("a page is known for a weekly by its category or its section", "[exchange]") {
    CHECK(looks_like_weekly("---\ncategories: \"SOFA Weekly\"\n---\n"));
    CHECK(looks_like_weekly("---\ncategories: [\"其他\", \"周刊\"]\n---\n"));
    CHECK(looks_like_weekly("---\ncategories: \"community weekly\"\n---\n"));
    CHECK(looks_like_weekly("# 页\n\n### 每周读者问答提炼\n\n**1、@林** 提问：\n"));
    CHECK(looks_like_weekly("# Q&A\n\n**@lin** asked:\n"));
    CHECK_FALSE(looks_like_weekly("# Q&A\n\n## How do I x?\n\nLike this.\n"));
    CHECK_FALSE(looks_like_weekly("---\ncategories: \"FAQ\"\n---\n## 问题\n\n回答\n"));
}

TEST_CASE("the editions of the corpus read as they were written", "[exchange]") {
    const auto [file, threads, turn_count, answered, unplaced] =
        GENERATE(table<const char*, std::size_t, std::size_t, std::size_t, std::size_t>({
            {"weekly-numbered.md", 4, 7, 6, 0},
            {"weekly-2022-style.md", 4, 5, 5, 0},
            {"weekly-drifted.md", 5, 7, 7, 3},
        }));
    INFO(file);
    const auto text = read_text_file(std::filesystem::path(QUNDA_TEST_CORPUS) / file);
    REQUIRE(std::holds_alternative<std::string>(text));
    const weekly_edition edition = read_weekly(std::get<std::string>(text), file);
    std::size_t turns_found = 0, answers_found = 0;
    for (const weekly_thread& thread : edition.threads) {
        turns_found += thread.turns.size();
        for (const weekly_turn& turn : thread.turns)
            answers_found += turn.answer.empty() ? 0 : 1;
    }
    CHECK(std::tuple(edition.threads.size(), turns_found, answers_found) == std::tuple(threads, turn_count, answered));
    for (const finding& f : edition.unplaced)
        UNSCOPED_INFO(f.line << ": " << f.reason);
    CHECK(edition.unplaced.size() == unplaced);
}
