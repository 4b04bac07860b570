#include "knowledge/entry_rules.hpp"
#include "knowledge/weekly/review.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace knowledge::weekly;

namespace {

entry make(std::int64_t id, std::string until = {}) {
    entry one;
    one.id.value = id;
    one.external_id = "e" + std::to_string(id);
    one.question = "问题";
    one.answer = "答案";
    one.valid_until = std::move(until);
    return one;
}

const review_options how{.today = "2031-05-10", .soon = "2031-05-24", .new_since = timestamp(std::chrono::hours(100))};

} // namespace

TEST_CASE("entries that need another look, most urgent first", "[weekly]") {
    auto stale = make(3);
    stale.variants = {{.language = "en", .answer = "x", .made_for = "something else"}};
    auto retired = make(6, "2031-01-01");
    retired.state = entry_state::retired;
    const std::vector<entry> entries{make(1), make(2, "2031-05-20"), stale, make(4, "2031-05-09"), make(5),
                                     retired, make(7, "2031-06-20")};
    std::map<entry_id, store::entry_use> uses;
    std::map<entry_id, timestamp> made;
    for (const auto& one : entries) {
        uses[one.id] = {.answered = 9, .helpful = 2, .unhelpful = 1};
        made[one.id] = timestamp(std::chrono::hours(1));
    }
    uses[entry_id{5}] = {.answered = 9, .helpful = 2, .unhelpful = 3};
    uses.erase(entry_id{1});

    std::vector<std::pair<std::string, concern>> found;
    for (const auto& one : review(entries, uses, made, how))
        found.emplace_back(one.external_id, one.why.front());
    CHECK(found == std::vector<std::pair<std::string, concern>>{{"e4", concern::expired},
                                                                {"e2", concern::expires_soon},
                                                                {"e3", concern::stale_translation},
                                                                {"e5", concern::not_helpful},
                                                                {"e1", concern::never_asked}});
}

TEST_CASE("what was made a moment ago has not had the time to be asked for", "[weekly]") {
    CHECK(review({make(1)}, {}, {{entry_id{1}, timestamp(std::chrono::hours(101))}}, how).empty());
}

TEST_CASE("two opinions are not enough to doubt an answer", "[weekly]") {
    CHECK(review({make(1)}, {{entry_id{1}, {.answered = 2, .helpful = 0, .unhelpful = 2}}}, {}, how).empty());
}

TEST_CASE("the editor is told what is urgent", "[weekly]") {
    const auto all = review({make(1, "2031-05-09"), make(2)}, {}, {{entry_id{2}, timestamp()}}, how);
    REQUIRE(all.size() == 2);
    const auto told = for_editor(all, language::zh);
    REQUIRE(told.size() == 1);
    CHECK(told[0].why == "已于 2031-05-09 过期");
    const auto page = write_draft({.speaks = language::zh,
                                   .title = {},
                                   .first_day = std::chrono::year(2031) / 5 / 4,
                                   .last_day = std::chrono::year(2031) / 5 / 10,
                                   .threads = {},
                                   .unanswered = {},
                                   .due = {{"e1", "--> 问题", "过期"}}});
    CHECK_THAT(page, Catch::Contains("<!--\n给编辑：下面的条目该看一看了。\n\n- --&gt; 问题 (e1): 过期\n-->"));
}
