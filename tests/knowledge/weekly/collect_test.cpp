#include "knowledge/exchange/import.hpp"
#include "knowledge/exchange/plan.hpp"
#include "knowledge/weekly/collect.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace knowledge::weekly;

namespace {

entry entry_of(std::int64_t id, const std::string& question, std::int64_t previous = 0) {
    entry e;
    e.id.value = id;
    e.question = question;
    e.answer = "答" + question;
    e.previous.value = previous;
    return e;
}

store::question question_of(int minute, const std::string& member, std::int64_t answered_with,
                            store::question_state state = store::question_state::answered) {
    store::question q;
    q.platform = "slack";
    q.workspace = "T1";
    q.group = "C1";
    q.member = member;
    q.member_name = "name of " + member;
    q.text = "text at " + std::to_string(minute);
    q.asked_at = timestamp{std::chrono::minutes{minute}};
    q.state = state;
    q.answered_with.value = answered_with;
    q.number = minute;
    return q;
}

std::vector<std::string> questions_of(const draft_thread& thread) {
    std::vector<std::string> found;
    for (const draft_turn& turn : thread.turns)
        found.push_back(turn.question);
    return found;
}

} // namespace

TEST_CASE("an entry asked for many times is printed once, with how many asked", "[weekly]") {
    const collected found =
        arrange({question_of(1, "a", 1), question_of(2, "b", 1), question_of(3, "a", 1)}, {entry_of(1, "甲")}, true);
    REQUIRE(found.threads.size() == 1);
    CHECK(found.threads[0].askers == 2);
    CHECK(found.threads[0].asker == "name of a");
    CHECK(found.threads[0].turns == std::vector<draft_turn>{{"甲", "答甲"}});
}

TEST_CASE("a follow-up comes with the questions before it, as one thread", "[weekly]") {
    const std::vector<entry> entries{entry_of(1, "甲"), entry_of(2, "乙", 1), entry_of(3, "丙", 2),
                                     entry_of(4, "丁", 1)};
    const collected found =
        arrange({question_of(1, "a", 1), question_of(2, "a", 3), question_of(3, "b", 4)}, entries, true);
    REQUIRE(found.threads.size() == 2);
    CHECK(questions_of(found.threads[0]) == std::vector<std::string>{"甲", "丁"}); // two members asked of it
    CHECK(questions_of(found.threads[1]) == std::vector<std::string>{"甲", "乙", "丙"});
}

TEST_CASE("what a person answered comes first, then what many asked, then the older", "[weekly]") {
    const std::vector<entry> entries{entry_of(1, "一人问"), entry_of(2, "两人问"), entry_of(3, "人答"),
                                     entry_of(4, "更早")};
    const collected found =
        arrange({question_of(1, "a", 4), question_of(2, "a", 1), question_of(3, "a", 2), question_of(4, "b", 2),
                 question_of(5, "c", 3, store::question_state::answered_by_person)},
                entries, true);
    std::vector<std::string> order;
    for (const draft_thread& thread : found.threads)
        order.push_back(thread.turns.at(0).question);
    CHECK(order == std::vector<std::string>{"人答", "两人问", "更早", "一人问"});
}

TEST_CASE("the first source with an address is the project link", "[weekly]") {
    entry e = entry_of(1, "甲");
    e.sources.resize(2);
    e.sources[1].label = "Proxy";
    e.sources[1].url = "https://e.org/p";
    const collected found = arrange({question_of(1, "a", 1)}, {e}, true);
    CHECK(found.threads.at(0).link_label == "Proxy");
    CHECK(found.threads.at(0).link_url == "https://e.org/p");
}

TEST_CASE("what is not canonical any more is left out, and chains that run in a circle end", "[weekly]") {
    entry retired = entry_of(1, "甲");
    retired.state = entry_state::retired;
    CHECK(arrange({question_of(1, "a", 1)}, {retired}, true).threads.empty());
    CHECK(arrange({question_of(1, "a", 7)}, {}, true).threads.empty());
    const collected circle = arrange({question_of(1, "a", 1)}, {entry_of(1, "甲", 2), entry_of(2, "乙", 1)}, true);
    CHECK(circle.threads.size() == 1);
}

TEST_CASE("a thread with an unanswered turn in the middle comes back as the same thread", "[weekly]") {
    std::vector<entry> entries{entry_of(1, "甲"), entry_of(2, "乙", 1), entry_of(3, "丙", 2)};
    entries[1].answer.clear();
    entries[1].state = entry_state::draft;
    for (entry& e : entries)
        e.external_id = "e" + std::to_string(e.id.value);
    const collected found = arrange({question_of(1, "a", 1), question_of(2, "a", 3)}, entries, true);
    REQUIRE(found.threads.size() == 1);
    CHECK(found.threads[0].turns == std::vector<draft_turn>{{"甲", "答甲"}, {"乙", ""}, {"丙", "答丙"}});

    using namespace std::chrono_literals;
    draft_page page;
    page.first_day = page.last_day = 2031y / 2 / 7;
    page.threads = found.threads;
    exchange::batch again;
    again.rows = exchange::read_rows(write_draft(page), "draft.md").rows;
    REQUIRE(again.rows.size() == 3);
    const auto plan = exchange::plan_import(
        std::move(again), entries, [](knowledge::entry_id) { return std::vector<knowledge::store::revision>{}; }, {});
    CHECK(plan.outcome.entries_new == 0);
    CHECK(plan.outcome.entries_changed == 0);
    CHECK(plan.outcome.repeated == 1);
}

TEST_CASE("unanswered questions are listed once, the most wanted first", "[weekly]") {
    using state = store::question_state;
    std::vector<store::question> questions{question_of(1, "a", 0, state::open),
                                           question_of(2, "b", 0, state::suggested),
                                           question_of(3, "c", 0, state::open), question_of(4, "d", 0, state::ignored),
                                           question_of(5, "e", 0, state::merged)};
    questions[2].text = questions[1].text;
    const collected found = arrange(questions, {}, true);
    REQUIRE(found.unanswered.size() == 2);
    CHECK(found.unanswered[0].number == 2);
    CHECK(found.unanswered[0].askers == 2);
    CHECK(found.unanswered[1].number == 1);
}

TEST_CASE("names can be left out", "[weekly]") {
    const collected found = arrange({question_of(1, "a", 1), question_of(2, "b", 0, store::question_state::open)},
                                    {entry_of(1, "甲")}, false);
    CHECK(found.threads.at(0).asker.empty());
    CHECK(found.unanswered.at(0).asker.empty());
}
