#include "knowledge/store/feedback.hpp"
#include "knowledge/store/question_log.hpp"
#include "knowledge/store/settled.hpp"
#include "scratch.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace scratch;
using store::question_state;
using store::session;

namespace {

store::question asked(session& db, const std::string& text, question_state state, decision decided = decision::silent) {
    auto one = sample_question(text, minute(0));
    one.community = "tea";
    one.state = state;
    one.decided = decided;
    return store::insert_question(db, one);
}

void ignore(session& db, const store::question& one) {
    store::note_change(db, {.community = "tea",
                            .actor = "slack:T1:U-MONA",
                            .kind = store::question_change_kind::ignore,
                            .number = one.number,
                            .made_at = minute(1),
                            .questions = {{one.id, question_state::open, {}}}});
}

// The texts, with what was shown of them.
std::vector<std::pair<std::string, bool>> settled(session& db, std::size_t most = 100) {
    std::vector<std::pair<std::string, bool>> all;
    for (const auto& one : store::settled_questions(db, "tea", most))
        all.emplace_back(one.text, one.for_us);
    return all;
}

} // namespace

TEST_CASE("what people did with a question says whether it was for the bot", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        (void)asked(s, "answered by a person", question_state::answered_by_person);
        (void)asked(s, "waits", question_state::open);
        (void)asked(s, "answered, nobody said anything", question_state::answered, decision::answer);
        const auto helped = asked(s, "answered, helpful", question_state::answered, decision::answer);
        (void)store::give_feedback(s, helped.id, "a", store::opinion::helpful, minute(2));
        const auto wrong = asked(s, "answered, not helpful", question_state::answered, decision::answer);
        (void)store::give_feedback(s, wrong.id, "a", store::opinion::unhelpful, minute(2));
        const auto disputed = asked(s, "answered, they disagree", question_state::answered, decision::answer);
        (void)store::give_feedback(s, disputed.id, "a", store::opinion::helpful, minute(2));
        (void)store::give_feedback(s, disputed.id, "b", store::opinion::unhelpful, minute(2));
        (void)asked(s, "picked from suggestions", question_state::answered, decision::suggest);
        const auto ignored = asked(s, "ignored by a moderator", question_state::ignored);
        ignore(s, ignored);
        (void)asked(s, "deleted by its member", question_state::ignored);
        const auto taken_back = asked(s, "ignored, then not", question_state::open);
        ignore(s, taken_back);
        CHECK(settled(s) == std::vector<std::pair<std::string, bool>>{{"answered by a person", true},
                                                                      {"answered, helpful", true},
                                                                      {"picked from suggestions", true},
                                                                      {"ignored by a moderator", false}});
    });
}

TEST_CASE("what moderators ignored and took back says nothing, whatever state it is in", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        const auto one = asked(s, "ignored, undone, deleted", question_state::ignored);
        ignore(s, one);
        CHECK(settled(s).size() == 1);
        store::mark_question_change_taken_back(s, store::last_question_change(s, one.id)->id, minute(2));
        CHECK(settled(s).empty());
    });
}

TEST_CASE("of a community the newest, without what was said in private or has been forgotten", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        (void)asked(s, "first", question_state::answered_by_person);
        (void)asked(s, "", question_state::answered_by_person);
        auto hidden = sample_question("in private", minute(0));
        hidden.community = "tea";
        hidden.direct = true;
        hidden.state = question_state::answered_by_person;
        (void)store::insert_question(s, hidden);
        hidden.direct = false;
        hidden.community = "coffee";
        (void)store::insert_question(s, hidden);
        (void)asked(s, "second", question_state::answered_by_person);
        CHECK(settled(s) == std::vector<std::pair<std::string, bool>>{{"first", true}, {"second", true}});
        CHECK(settled(s, 1) == std::vector<std::pair<std::string, bool>>{{"second", true}});
    });
}
