#include "knowledge/store/questions.hpp"
#include "knowledge/store/retention.hpp"
#include "scratch.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace scratch;
using store::question;
using store::question_state;
using store::session;
using store::trouble;

namespace {

struct question_log {
    folder where;
    store::store db{quick(where.file())};

    question insert(const question& value) {
        return db.write([&](session& s) { return store::insert_question(s, value); });
    }
};

std::vector<std::string> texts(const std::vector<question>& all) {
    std::vector<std::string> found;
    for (const auto& one : all)
        found.push_back(one.text);
    return found;
}

using names = std::vector<std::string>;

} // namespace

TEST_CASE_METHOD(question_log, "a question comes back as it was stored, by id and by number", "[store]") {
    question asked = sample_question("How long? \xF0\x9F\x8D\xB5", minute(1));
    asked.thread = "169.9";
    asked.direct = true;
    asked.decided = decision::suggest;
    asked.state = question_state::suggested;
    asked.confidence = 41.25;
    asked.candidates = {{entry_id{4}, "tea#1", 41.25}, {entry_id{5}, "茶#2", 1.0 / 3}};
    asked.reply_to = R"({"thread":"169.9"})";
    const auto stored = insert(asked);

    CHECK(stored.id);
    CHECK(stored.number == 1);
    asked.id = stored.id;
    asked.number = 1;
    CHECK(stored == asked);
    CHECK(db.read([&](session& s) { return store::find_question(s, stored.id); }) == asked);
    CHECK(db.read([](session& s) { return store::find_question(s, "tea", 1); }) == asked);
    CHECK(db.read([](session& s) { return store::find_question(s, "tea", 2); }) == std::nullopt);
    CHECK(db.read([](session& s) { return store::find_question(s, "coffee", 1); }) == std::nullopt);
    CHECK(db.read([](session& s) { return store::find_question(s, question_id{3}); }) == std::nullopt);
}

TEST_CASE_METHOD(question_log, "ten candidates are kept at most", "[store]") {
    question asked = sample_question("How long?", minute(1));
    for (int at = 0; at < 14; ++at)
        asked.candidates.push_back({entry_id{at + 1}, "x", 50.0 - at});
    const auto stored = insert(asked);
    CHECK(stored.candidates.size() == 10);
    CHECK(db.read([&](session& s) { return store::find_question(s, stored.id); }) == stored);
}

TEST_CASE_METHOD(question_log, "numbers count per community, without gaps, and answered questions have none",
                 "[store]") {
    const auto ask = [&](const std::string& community, question_state state) {
        question asked = sample_question("How long?", minute(1));
        asked.community = community;
        asked.state = state;
        return insert(asked).number;
    };
    CHECK(ask("tea", question_state::open) == 1);
    CHECK(ask("tea", question_state::answered) == 0);
    CHECK(ask("coffee", question_state::suggested) == 1);
    CHECK(ask("tea", question_state::ignored) == 2);
    std::int64_t undone = 0;
    const auto changed_plan = [&](session& s) {
        undone = store::insert_question(s, sample_question("undone", minute(2))).number;
        throw std::runtime_error("the plan changed");
    };
    CHECK_THROWS_AS(db.write(changed_plan), std::runtime_error);
    CHECK(undone == 3);
    CHECK(ask("tea", question_state::open) == 3);
    CHECK(db.read([](session& s) { return store::find_question(s, "tea", 0); }) == std::nullopt);
}

TEST_CASE_METHOD(question_log, "a question changes its state", "[store]") {
    const auto id = insert(sample_question("How long?", minute(1))).id;
    const auto entry = db.write([](session& s) { return store::insert_entry(s, sample_entry("tea#1"), by_import()); });
    CHECK(db.write(
        [&](session& s) { return store::update_question_state(s, id, question_state::answered_by_person, entry); }));
    auto found = db.read([&](session& s) { return store::find_question(s, id); });
    CHECK(found->state == question_state::answered_by_person);
    CHECK(found->answered_with == entry);
    CHECK(found->number == 1);

    CHECK(db.write([&](session& s) { return store::update_question_state(s, id, question_state::ignored, {}); }));
    found = db.read([&](session& s) { return store::find_question(s, id); });
    CHECK(found->state == question_state::ignored);
    CHECK_FALSE(found->answered_with);

    CHECK_FALSE(db.write(
        [](session& s) { return store::update_question_state(s, question_id{4}, question_state::ignored, {}); }));
    CHECK(trouble_of([&] {
              db.write(
                  [&](session& s) { store::update_question_state(s, id, question_state::answered, entry_id{44}); });
          }) == trouble::internal);
}

TEST_CASE_METHOD(question_log, "a delivery is taken once, until it is forgotten", "[store]") {
    const auto remember = [&](const char* key, int when) {
        return db.write([&](session& s) { return store::remember_delivery(s, key, minute(when)); });
    };
    CHECK(remember("slack:event:Ev1", 0));
    CHECK_FALSE(remember("slack:event:Ev1", 1));
    CHECK(remember("slack:event:Ev2", 2));
    CHECK(remember("slack:event:ev1", 2));
    store::retention_place at;
    store::forgotten_by_age gone;
    (void)db.write([&](session& s) { return store::forget_by_age(s, {.deliveries = minute(2)}, 100, at, gone); });
    CHECK(gone.deliveries == 1);
    CHECK(remember("slack:event:Ev1", 3));
    CHECK_FALSE(remember("slack:event:Ev2", 3));
}

TEST_CASE_METHOD(question_log, "questions are found by time, community and state, oldest first", "[store]") {
    const auto ask = [&](const char* text, int when, const char* community, question_state state) {
        question asked = sample_question(text, minute(when));
        asked.community = community;
        asked.state = state;
        insert(asked);
    };
    ask("d", 4, "tea", question_state::open);
    ask("a", 1, "tea", question_state::answered);
    ask("c", 3, "coffee", question_state::suggested);
    ask("b", 2, "tea", question_state::suggested);
    ask("e", 4, "tea", question_state::answered_by_person);

    const auto [what, community, from, to, expected] = GENERATE(table<const char*, const char*, int, int, names>({
        {"all of them", "", 0, 9, {"a", "b", "c", "d", "e"}},
        {"one community", "tea", 0, 9, {"a", "b", "d", "e"}},
        {"the first moment belongs to it", "", 1, 3, {"a", "b"}},
        {"the last does not", "", 0, 1, {}},
        {"no such community", "milk", 0, 9, {}},
    }));
    INFO(what);
    CHECK(texts(db.read([&](session& s) {
              return store::questions_between(s, community, minute(from), minute(to));
          })) == expected);

    const auto open = [&](const char* of, std::size_t limit) {
        return texts(db.read([&](session& s) { return store::open_questions(s, of, limit); }));
    };
    CHECK(open("tea", 9) == names{"b", "d"});
    CHECK(open("tea", 1) == names{"b"});
    CHECK(open("coffee", 9) == names{"c"});
    CHECK(open("", 9) == names{"b", "c", "d"});
}

TEST_CASE_METHOD(question_log, "the question before is the same member's in the same place", "[store]") {
    const auto ask = [&](const char* text, int when, const std::function<void(question&)>& change) {
        question asked = sample_question(text, minute(when));
        change(asked);
        insert(asked);
    };
    ask("older", 1, [](question&) {});
    ask("newer", 2, [](question&) {});
    ask("another member", 3, [](question& q) { q.member = "slack:T1:U2"; });
    ask("another group", 3, [](question& q) { q.group = "C2"; });
    ask("another thread", 3, [](question& q) { q.thread = "170.1"; });
    ask("another workspace", 3, [](question& q) { q.workspace = "T2"; });
    ask("another platform", 3, [](question& q) { q.platform = "dingtalk"; });

    const auto last = [&](const char* group, const char* thread, int since) -> std::string {
        const auto found = db.read([&](session& s) {
            return store::last_question(s, "slack", "T1", group, thread, "slack:T1:U1", minute(since));
        });
        return found ? found->text : "";
    };
    CHECK(last("C1", "", 0) == "newer");
    CHECK(last("C1", "", 2) == "newer");
    CHECK(last("C1", "", 3).empty());
    CHECK(last("C1", "170.1", 0) == "another thread");
    CHECK(last("C2", "", 0) == "another group");
    CHECK(last("C9", "", 0).empty());
}
