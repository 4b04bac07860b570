#include "knowledge/exchange/weekly_reader.hpp"
#include "knowledge/weekly/draft.hpp"
#include "tests/knowledge/exchange/nasty.hpp"

#include <catch2/catch.hpp>

using namespace knowledge::weekly;
using knowledge::exchange::read_weekly;
using knowledge::exchange::weekly_edition;
using namespace std::chrono_literals;

template <>
struct Catch::StringMaker<draft_thread> {
    static std::string convert(const draft_thread& thread) {
        std::string out = "@" + thread.asker;
        for (const draft_turn& turn : thread.turns)
            out += "\n[" + turn.question + "] [" + turn.answer + "]";
        return out + "\n" + thread.link_label + " " + thread.link_url + "\n";
    }
};

namespace {

draft_page page_of(std::vector<draft_thread> threads, language speaks = language::zh) {
    draft_page page;
    page.speaks = speaks;
    page.first_day = 2031y / 2 / 3;
    page.last_day = 2031y / 2 / 7;
    page.threads = std::move(threads);
    return page;
}

// The threads of a page as the reader finds them. The note to the editor is not read back.
std::vector<draft_thread> read_back(const std::string& text) {
    weekly_edition edition = read_weekly(text, "draft.md");
    for (const auto& f : edition.unplaced)
        UNSCOPED_INFO(f.line << ": " << f.reason);
    // A line of an answer may look like an asker to the reader: it says so and leaves it where it stands.
    std::erase_if(edition.unplaced, [](const auto& f) { return f.reason.starts_with("looks like an asker"); });
    CHECK(edition.unplaced.empty());
    std::vector<draft_thread> threads;
    for (const auto& thread : edition.threads) {
        draft_thread found;
        found.asker = thread.asker;
        for (const auto& turn : thread.turns)
            found.turns.push_back({turn.question, turn.answer});
        if (!thread.links.empty()) {
            found.link_label = thread.links[0].label;
            found.link_url = thread.links[0].url;
        }
        threads.push_back(std::move(found));
    }
    return threads;
}

std::vector<draft_thread> printed(const draft_page& page) {
    std::vector<draft_thread> threads;
    for (const draft_thread& thread : page.threads) {
        draft_thread shown = printable(thread, page.speaks);
        shown.askers = 1;
        if (!shown.turns.empty()) threads.push_back(std::move(shown));
    }
    return threads;
}

} // namespace

TEST_CASE("a draft looks like an edition", "[weekly]") {
    draft_page page =
        page_of({{"林", {{"能热升级吗？", "能。"}, {"要多久？", "一秒。"}}, "Proxy", "https://e.org/p", 3},
                 {"", {{"多行\n问题", "1. 甲\n2. 乙"}}, "", "", 1}});
    page.unanswered = {{12, "王", "开发群", "为什么 --> 会断？", 2}};
    CHECK(write_draft(page) == R"(---
title: "Weekly | 每周精选【02/03 - 02/07】"
author: ""
authorlink: ""
description: "Weekly | 每周精选【02/03 - 02/07】"
categories: "Weekly"
tags: ["Weekly"]
date: 2031-02-07T17:00:00+08:00
cover: ""
---

**WEEKLY | 每周精选，筛选每周精华问答**

**同步开源进展，欢迎留言互动**

### 每周读者问答提炼

欢迎大家向公众号留言提问或在群里与我们互动
我们会筛选重点问题通过周刊的形式回复

**1、@林** 提问：

<!-- 3 人问过 -->

> 能热升级吗？

A：能。

> 要多久？

A：一秒。

Proxy：[https://e.org/p](https://e.org/p)

**2、@匿名** 提问：

> 多行
> 问题

A：

1. 甲
2. 乙

<!--
给编辑：下面的问题还没有答案。

- #12 @王 (开发群) [2 人问过] 为什么 --&gt; 会断？
-->

### 本周推荐阅读

### 项目进展

**本周发布详情如下：**

### 社区直播报名
)");
}

TEST_CASE("an English draft is read back too", "[weekly]") {
    const draft_page page =
        page_of({{"Lin Mei", {{"Hot upgrade?", "Yes."}}, "Proxy", "https://e.org/p", 2}}, language::en);
    const std::string text = write_draft(page);
    CHECK(text.find("### Questions of the week") != std::string::npos);
    CHECK(text.find("**1. @Lin Mei** asked:") != std::string::npos);
    CHECK(read_back(text) == printed(page));
    CHECK(read_weekly(text, "draft.md").date == "2031-02-07");
}

TEST_CASE("texts that look like the page around them are read back", "[weekly]") {
    const std::string text =
        GENERATE(as<std::string>{}, "A：看起来是回答\n> 看起来是问题", "> 引用\n> > 更深",
                 "**1、@x** 提问：\n> 假的\nA：也是假的", "### 本周推荐阅读\n\n- 一", "一 --> 二 <!-- 三",
                 "```java\n@Override\n> A：\n\n### x\n```\n后面", "```没有关上\n二", "一\n\n\n\n二", "Q：问题",
                 "问题：没有生效", "&#65;：实体", "\\> 反斜线", "Seata：[https://e.org/s](https://e.org/s)",
                 "「Seata」：\n\n[https://e.org/s](https://e.org/s)", "<br>换行<br/>", "**粗** 和 *斜* 与 `**码**`",
                 "![图](https://e.org/a.png)", "select * from a_b where c_ = '_'", "- 甲\n- 乙", "一\n===\n二\n---",
                 "欢迎大家向公众号留言提问或在群里与我们互动", "**关于扩容：**", "~~~\n> x\n~~~", "C:\\Users\\*\\x",
                 "[链接](https://e.org/a) 和 https://e.org/b_c_d", "| 甲 | 乙 |\n|---|---|\n| 一 | 二 |");
    const draft_page page =
        page_of({{text, {{text, "答"}, {"问", text}, {text, ""}, {text, text}}, text, "https://e.org/p", 1}});
    const std::string written = write_draft(page);
    INFO(written);
    CHECK(read_back(written) == printed(page));
    // Questions are kept word for word, except for empty lines and what cannot be seen.
    if (text.find("\n\n\n") == std::string::npos) CHECK(printed(page).at(0).turns.at(0).question == text);
}

TEST_CASE("any threads are read back from their draft", "[weekly]") {
    nasty::source random(5);
    for (int round = 0; round < 1500; ++round) {
        std::vector<draft_thread> threads;
        for (std::size_t n = 1 + random.below(3); n > 0; --n) {
            draft_thread thread;
            thread.asker = random.below(4) == 0 ? "" : random.line();
            for (std::size_t turns = random.below(4); turns > 0; --turns) {
                thread.turns.push_back({random.text(), random.below(5) == 0 ? "" : random.text()});
            }
            thread.link_label = random.line();
            thread.link_url = random.below(2) == 0 ? "" : "https://e.org/" + random.line();
            thread.askers = static_cast<int>(1 + random.below(3));
            threads.push_back(std::move(thread));
        }
        draft_page page = page_of(std::move(threads), random.below(2) == 0 ? language::zh : language::en);
        page.title = random.line();
        page.unanswered = {{1, random.line(), random.line(), random.text(), 2}};
        const std::string written = write_draft(page);
        INFO(written);
        REQUIRE(read_back(written) == printed(page));
        REQUIRE(read_weekly(written, "draft.md").date == "2031-02-07");
    }
}
