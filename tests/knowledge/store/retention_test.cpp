#include "knowledge/store/audit.hpp"
#include "knowledge/store/feedback.hpp"
#include "knowledge/store/outbox.hpp"
#include "knowledge/store/proposals.hpp"
#include "knowledge/store/retention.hpp"
#include "scratch.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace scratch;
using store::session;

namespace {

// One row of every class each minute, from 0 to `count` - 1.
struct old_rows {
    folder home;
    store::store db{quick(home.file())};
    std::vector<question_id> asked;

    explicit old_rows(int count) {
        db.write([&](session& s) {
            const auto entry = store::insert_entry(s, sample_entry("e"), by_import());
            for (int i = 0; i < count; ++i) {
                auto one = sample_question("question " + std::to_string(i), minute(i));
                one.member_name = "Ming";
                one.reply_to = "somewhere";
                one = store::insert_question(s, one, "why");
                asked.push_back(one.id);
                (void)store::remember_delivery(s, "key " + std::to_string(i), minute(i));
                store::insert_audit(s, {minute(i), "cli", "import", "", ""});
                (void)store::give_feedback(s, one.id, "slack:T1:U1", store::opinion::helpful, minute(i));
                (void)store::propose(s, {.community = "tea",
                                         .kind = store::proposal_kind::phrasing,
                                         .question = one.id,
                                         .entry = entry,
                                         .text = one.text,
                                         .proposed_by = "slack:T1:U1",
                                         .proposed_at = minute(i)});
                auto row = sample_row("slack:T1:C1", minute(i));
                row.created_at = minute(i);
                const auto id = store::insert_outbox(s, row);
                if (i % 2 == 0) {
                    (void)store::mark_sending(s, id);
                    (void)store::mark_sent(s, id, "p");
                }
            }
        });
    }

    // Steps until there is nothing more.
    store::forgotten_by_age sweep(const store::retention& before, std::size_t most, int& steps) {
        store::retention_place at;
        store::forgotten_by_age count;
        steps = 0;
        while (db.write([&](session& s) { return store::forget_by_age(s, before, most, at, count); }))
            REQUIRE(++steps < 100);
        return count;
    }
};

} // namespace

TEST_CASE("each class is forgotten by its own age, in bounded steps, once", "[store]") {
    old_rows rows(20);
    const store::retention before{.question_texts = minute(6),
                                  .names = minute(10),
                                  .deliveries = minute(12),
                                  .outbox = minute(14),
                                  .audit = minute(16),
                                  .feedback = minute(18),
                                  .reply_addresses = minute(20)};
    int steps = 0;
    const store::forgotten_by_age expected{.question_texts = 6,
                                           .names = 10,
                                           .deliveries = 12,
                                           .outbox = 7, // of the fourteen those that were sent
                                           .audit = 16,
                                           .feedback = 18,
                                           .reply_addresses = 20};
    CHECK(rows.sweep(before, 3, steps) == expected);
    CHECK(steps >= 6);
    CHECK(rows.sweep(before, 3, steps) == store::forgotten_by_age{});

    const auto questions =
        rows.db.read([](session& s) { return store::questions_between(s, "", minute(0), minute(99)); });
    REQUIRE(questions.size() == 20);
    CHECK(questions[5].text.empty());
    CHECK(questions[5].state == store::question_state::ignored); // nobody can answer what nobody can read
    CHECK(questions[6].text == "question 6");
    CHECK(questions[6].state == store::question_state::open);
    CHECK(questions[9].member_name.empty());
    CHECK(questions[10].member_name == "Ming");
    CHECK(rows.db.read([&](session& s) { return store::trace_of(s, rows.asked[5]); }).empty());
    // The words went with what they proposed.
    CHECK(rows.db.read([](session& s) { return store::load_proposals(s, "").size(); }) == 14);
}

TEST_CASE("what is kept for ever is kept", "[store]") {
    old_rows rows(3);
    int steps = 0;
    CHECK(rows.sweep({}, 100, steps) == store::forgotten_by_age{});
    CHECK(steps == 0);
}

TEST_CASE("many questions of one moment are forgotten together", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        for (int i = 0; i < 10; ++i)
            (void)store::insert_question(s, sample_question("q", minute(0)));
    });
    store::retention_place at;
    store::forgotten_by_age count;
    const store::retention before{.question_texts = minute(1)};
    int steps = 0;
    while (db.write([&](session& s) { return store::forget_by_age(s, before, 3, at, count); }))
        REQUIRE(++steps < 10);
    CHECK(count.question_texts == 10);
}
