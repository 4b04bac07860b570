#include "knowledge/store/feedback.hpp"
#include "knowledge/store/installations.hpp"
#include "knowledge/store/questions.hpp"
#include "scratch.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace scratch;
using store::session;

TEST_CASE("a member has one opinion of a reply, the last one", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        const auto asked = store::insert_question(s, {});
        const timestamp now{};
        CHECK(store::give_feedback(s, asked.id, "slack:T1:U1", store::opinion::helpful, now));
        CHECK_FALSE(store::give_feedback(s, asked.id, "slack:T1:U1", store::opinion::helpful, now));
        CHECK(store::give_feedback(s, asked.id, "slack:T1:U2", store::opinion::helpful, now));
        CHECK(store::give_feedback(s, asked.id, "slack:T1:U1", store::opinion::unhelpful, now));
        CHECK(store::count_feedback(s, asked.id) == store::feedback_count{.helpful = 1, .unhelpful = 1});
        CHECK(store::count_feedback(s, question_id{1}) == store::feedback_count{});
    });
}

TEST_CASE("only what a reaction alone has given is taken back with it", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        const auto asked = store::insert_question(s, {});
        const auto give = [&](store::opinion what, store::given_by how) {
            return store::give_feedback(s, asked.id, "slack:T1:U1", what, timestamp{}, how);
        };
        const auto take_back = [&] { return store::take_feedback_back(s, asked.id, "slack:T1:U1"); };
        using enum store::given_by;
        CHECK(give(store::opinion::helpful, reaction));
        CHECK(take_back());
        CHECK_FALSE(take_back());
        CHECK(store::count_feedback(s, asked.id) == store::feedback_count{});

        CHECK(give(store::opinion::helpful, reaction));
        CHECK_FALSE(give(store::opinion::helpful, button)); // both say it
        CHECK_FALSE(take_back());
        CHECK_FALSE(give(store::opinion::helpful, reaction));
        CHECK_FALSE(take_back());
        CHECK(give(store::opinion::unhelpful, button));
        CHECK_FALSE(take_back());
        CHECK(store::count_feedback(s, asked.id) == store::feedback_count{.helpful = 0, .unhelpful = 1});
    });
}

TEST_CASE("opinions are counted for every question of some days", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        const auto early = store::insert_question(s, sample_question("early", minute(0)));
        const auto late = store::insert_question(s, sample_question("late", minute(5)));
        (void)store::insert_question(s, sample_question("nobody said anything", minute(5)));
        for (const auto& one : {early, late})
            (void)store::give_feedback(s, one.id, "slack:T1:U1", store::opinion::unhelpful, minute(9));
        (void)store::give_feedback(s, late.id, "slack:T1:U2", store::opinion::helpful, minute(9));
        const auto all = store::count_feedback_between(s, minute(0), minute(6));
        CHECK(all.size() == 2);
        CHECK(all.at(late.id) == store::feedback_count{.helpful = 1, .unhelpful = 1});
        CHECK(store::count_feedback_between(s, minute(1), minute(6)).size() == 1);
        CHECK(store::count_feedback_between(s, minute(0), minute(5)).size() == 1);
    });
}

TEST_CASE("a question keeps the trace of its decision", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        const auto asked = store::insert_question(s, sample_question("how long", minute(0)), R"({"v":1})");
        CHECK(store::trace_of(s, asked.id) == R"({"v":1})");
        (void)store::insert_question(s, sample_question("without one", minute(0)));
        CHECK(store::traces_between(s, "", minute(0), minute(1)) ==
              std::map<question_id, std::string>{{asked.id, R"({"v":1})"}});
        CHECK(store::traces_between(s, "elsewhere", minute(0), minute(1)).empty());
        CHECK(store::traces_between(s, "", minute(1), minute(2)).empty());
        store::update_trace(s, asked.id, "");
        CHECK(store::trace_of(s, asked.id).empty());
        CHECK(store::trace_of(s, question_id{1}).empty());
    });
}

TEST_CASE("the last question of anybody is that of a thread, or of the group", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        auto asked = sample_question("in the thread", minute(0));
        asked.thread = "t1";
        const auto in_thread = store::insert_question(s, asked);
        asked = sample_question("beside it", minute(1));
        asked.thread = "t2";
        const auto beside = store::insert_question(s, asked);
        const auto last = [&](const std::optional<std::string>& thread, int since) {
            return store::last_question_of_anybody(s, asked.platform, asked.workspace, asked.group, thread,
                                                   minute(since));
        };
        CHECK(last("t1", 0) == in_thread);
        CHECK(last(std::nullopt, 0) == beside);
        CHECK_FALSE(last("t1", 1));
        CHECK_FALSE(last("t3", 0));
    });
}

TEST_CASE("a question that waits again gets a number, and keeps it", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        store::question asked;
        asked.community = "tea";
        asked.state = store::question_state::answered;
        asked.message_id = "170.1";
        asked = store::insert_question(s, asked);
        CHECK(asked.number == 0);
        asked.state = store::question_state::open;
        asked.text = "changed";
        asked = store::update_question(s, asked);
        CHECK(asked.number == 1);
        CHECK(store::update_question(s, asked).number == 1);
        CHECK(store::find_question_of_message(s, "", "", "", "170.1") == asked);
        CHECK_FALSE(store::find_question_of_message(s, "", "", "C2", "170.1").has_value());
    });
}

TEST_CASE("installing again replaces, and what is removed is gone", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        store::installation one{.platform = "slack", .workspace = "T1", .title = "Tea", .token = "sealed"};
        store::save_installation(s, one);
        one.token = "sealed again";
        store::save_installation(s, one);
        CHECK(store::load_installations(s, "slack") == std::vector{one});
        CHECK(store::find_installation(s, "slack", "T1") == one);
        CHECK(store::remove_installation(s, "slack", "T1"));
        CHECK_FALSE(store::remove_installation(s, "slack", "T1"));
        CHECK_FALSE(store::find_installation(s, "slack", "T1").has_value());
    });
}
