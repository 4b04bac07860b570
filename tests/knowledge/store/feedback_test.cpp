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
