#include "knowledge/exchange/markdown.hpp"
#include "knowledge/exchange/tidy.hpp"
#include "knowledge/exchange/weekly_lines.hpp"

#include <catch2/catch.hpp>

using namespace knowledge::exchange;

TEST_CASE("an asker is found in every spelling", "[exchange]") {
    auto [line, number, name] = GENERATE(table<const char*, const char*, const char*>({
        {"**1、@小林** 提问：", "1", "小林"},
        {"**1、@小林**提问：", "1", "小林"},
        {"**1、@小林 提问：**", "1", "小林"},
        {"1、@小林 提问：", "1", "小林"},
        {"2、**@小林** 提问：", "2", "小林"},
        {"1**、@小林** 提问：", "1", "小林"},
        {"**1、@小林 **提问：", "1", "小林"},
        {"**@小林** 提问：", "", "小林"},
        {"@小林 提问：", "", "小林"},
        {"@小林提问：", "", "小林"},
        {"**1. 小林** 提问：", "1", "小林"},
        {"**1.小林** 提问：", "1", "小林"},
        {"1.@小林 提问：", "1", "小林"},
        {"1.**@小林** 提问：", "1", "小林"},
        {"**小林** 提问：", "", "小林"},
        {"**12、@小林** 提问:", "12", "小林"},
        {"**1、@小林** 提问", "1", "小林"},
        {"**1、@小林** 提问： ", "1", "小林"},
        {"**4、@小林** 提问：<br/>", "4", "小林"},
        {"**1、@[lin](https://example.org/lin)** 提问：", "1", "lin"},
        {"**1、@Lin Mei** 提问：", "1", "Lin Mei"},
        {"**沄|lin ** 提问：", "", "沄|lin"},
        {"**1、@L～琳** 提问：", "1", "L～琳"},
        {"**@ 小林** 提问：", "", "小林"},
        {"### 3、@小林 提问：", "3", "小林"},
        {"**1. @lin** asked:", "1", "lin"},
        {"**@lin** asks:", "", "lin"},
    }));
    INFO(line);
    const weekly_line read = classify(scrub(line));
    CHECK(read.kind == line_kind::opener);
    CHECK(read.number == number);
    CHECK(read.name == name);
}

TEST_CASE("a question on the asker's line is kept", "[exchange]") {
    const weekly_line read = classify("**2、@小林** 提问：支持热升级吗？");
    CHECK(read.kind == line_kind::opener);
    CHECK(read.name == "小林");
    CHECK(read.rest == "支持热升级吗？");
}

TEST_CASE("a line is what it looks like to a person", "[exchange]") {
    auto [line, kind] = GENERATE(table<const char*, line_kind>({
        {"", line_kind::blank},
        {"###", line_kind::blank},
        {"<br />", line_kind::blank},
        {"### 每周读者问答提炼", line_kind::section},
        {"## **每周读者问答提炼**", line_kind::section},
        {"**每周读者问答提炼**", line_kind::section},
        {"每周读者问答提炼", line_kind::section},
        {"### Questions of the week", line_kind::section},
        {"我在每周读者问答提炼里看到过", line_kind::text},
        {"### 本周推荐阅读", line_kind::heading},
        {"#### ****项目进展****", line_kind::heading},
        {"**本周推荐阅读**", line_kind::heading},
        {" **某某社区：新手任务计划** ", line_kind::heading},
        {"#include <vector>", line_kind::text},
        {"**1、关于采样的提问：**", line_kind::topic},
        {"**2、关于分组的几个问题：**", line_kind::topic},
        {"**关于扩容：**", line_kind::topic},
        {"**注意：** 先停再升", line_kind::text},
        {"> 问一下", line_kind::quote},
        {">问一下", line_kind::quote},
        {"A：可以", line_kind::answer},
        {"A:可以", line_kind::answer},
        {"A ：可以", line_kind::answer},
        {" A：可以", line_kind::answer},
        {"**A：**可以", line_kind::answer},
        {"回答：可以", line_kind::answer},
        {"答复：可以", line_kind::answer},
        {"**答：** 可以", line_kind::answer},
        {"回答了：可以", line_kind::text},
        {"A 模块先启动：然后是 B", line_kind::text},
        {"API：见文档", line_kind::text},
        {"Q：还有别的办法吗", line_kind::question},
        {"问题：配置没有生效", line_kind::text},
        {"Tracer：[https://example.org/a/tracer](https://example.org/a/tracer)", line_kind::project_link},
        {"「Tracer」：[https://example.org/a/tracer](https://example.org/a/tracer)", line_kind::project_link},
        {"「Tracer」[https://example.org/a/tracer](https://example.org/a/tracer)", line_kind::project_link},
        {"**「Tracer」：** *[https://example.org/a/t](https://example.org/a/t)*", line_kind::project_link},
        {"**「Tracer」**：*https://example.org/a/t*", line_kind::project_link},
        {"- Tracer：[https://example.org/a/t](https://example.org/a/t)", line_kind::project_link},
        {"<br /> Tracer：[https://example.org/a/t](https://example.org/a/t)<br />", line_kind::project_link},
        {"Tracer:https://example.org/a/t", line_kind::project_link},
        {"Tracer：<https://example.org/a/t>", line_kind::project_link},
        {"Tracer：[https://example.org/a/t](Tracer：https://example.org/a/t)", line_kind::project_link},
        {"「Tracer」：", line_kind::project_label},
        {"相关阅读：[一篇文章](/blog/one)", line_kind::text},
        {"详细 issue：[https://example.org/a/t/issues/1](https://example.org/a/t/issues/1)", line_kind::text},
        {"Benchmark：[https://example.org/a/t/wiki/b](https://example.org/a/t/wiki/b)", line_kind::text},
        {"[https://example.org/a](https://example.org/a)", line_kind::link},
        {"![图](https://example.org/a.png)", line_kind::image},
        {"![](https://example.org/a.png)![](https://example.org/b.png)<br/>", line_kind::image},
        {"```java", line_kind::fence},
        {"<!-- 备注 -->", line_kind::comment},
        {"欢迎大家向公众号留言提问或在群里与我们互动", line_kind::notice},
        {"@Override 注解是做什么的", line_kind::text},
        {"有疑问可以在群里提问：会有人回答", line_kind::text},
        {"2. 在群里提问：", line_kind::text},
        {"&#65;：可以", line_kind::text},
    }));
    INFO(line);
    CHECK(classify(scrub(line)).kind == kind);
}

TEST_CASE("a project link gives its name and where it leads", "[exchange]") {
    const weekly_line read = classify("**「Tracer X」：** *[https://example.org/x](Tracer：https://example.org/x)*");
    CHECK(read.name == "Tracer X");
    CHECK(read.url == "https://example.org/x");
}

TEST_CASE("a guarded line is text, and its literal is the line again", "[exchange]") {
    const std::string line = GENERATE("A：可以", "> 引用", "### 标题", "**1、@x** 提问：", "  > 缩进", "&#65;：可以",
                                      "@林 提问：", "Tracer：[https://e.org/t](https://e.org/t)", "```", "<!-- x",
                                      "**本周推荐阅读**", "普通的一行", "Q：什么", "&#x41;", "&#0;x");
    INFO(line);
    const std::string guarded = guard_line(line);
    CHECK(classify(guarded).kind == line_kind::text);
    CHECK(literal_line(guarded) == line);
}
