#include "knowledge/exchange/faq.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace knowledge::exchange;

TEST_CASE("headings are questions and the text below is the answer", "[exchange]") {
    const parsed_file parsed =
        read_faq("---\ntitle: x\n---\n"
                 "# 常见问题\n\n"
                 "## 安装\n\n"
                 "### 怎么安装 `qunda`？ ##\n\n用包管理器。\n\n```sh\n# 不是标题\napt install x\n```\n"
                 "#### 在 **ARM** 上呢？\n一样。\n\n"
                 "## 收费吗？\n\n不收。\n",
                 "faq.md");
    REQUIRE(parsed.rows.size() == 3);
    CHECK(parsed.rows[0].question == "怎么安装 `qunda`？");
    CHECK(parsed.rows[0].answer == "用包管理器。\n\n```sh\n# 不是标题\napt install x\n```");
    CHECK(parsed.rows[0].tags == std::vector<std::string>{"安装"});
    CHECK(parsed.rows[0].line == 8);
    CHECK(parsed.rows[1].question == "在 ARM 上呢？");
    CHECK(parsed.rows[2].question == "收费吗？");
    CHECK_FALSE(parsed.rows[2].tags.has_value());
    CHECK(parsed.unplaced.empty());
}

TEST_CASE("what a FAQ page cannot place is reported", "[exchange]") {
    const parsed_file parsed = read_faq("先说一句\n再说一句\n\n## 空的\n\n## 问\n答\n", "faq.md");
    CHECK(parsed.rows.size() == 1);
    REQUIRE(parsed.unplaced.size() == 2);
    CHECK(parsed.unplaced[0].line == 1);
    CHECK(parsed.unplaced[1].line == 4);
}

TEST_CASE("a broken comment refuses the page", "[exchange]") {
    const parsed_file parsed = read_faq("## 问\n<!-- qunda {\"tags\": 1} -->\n答\n", "faq.md");
    CHECK(parsed.rows.empty());
    REQUIRE(parsed.refused.size() == 1);
    CHECK(parsed.refused[0].line == 2);
}
