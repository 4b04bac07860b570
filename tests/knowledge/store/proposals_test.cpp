#include "knowledge/store/copy.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/store/proposals.hpp"
#include "knowledge/store/questions.hpp"
#include "knowledge/store/store.hpp"
#include "tests/knowledge/store/scratch.hpp"

#include <catch2/catch.hpp>

using namespace scratch;
namespace store = knowledge::store;

namespace {

const knowledge::timestamp proposed_at{1'700'000'000'000ms};

struct shelf {
    folder home;
    store::store db{quick(home.file())};
    knowledge::entry_id entry;
    knowledge::question_id question;

    shelf() {
        db.write([&](store::session& session) {
            entry = store::insert_entry(session, {.question = "How long?", .answer = "Three minutes."}, {});
            question = store::insert_question(session, {.community = "tea", .text = "how many minutes"}).id;
        });
    }
    store::proposal phrasing(std::string text = "how many minutes", std::string community = "tea") const {
        return {.community = std::move(community),
                .kind = store::proposal_kind::phrasing,
                .question = question,
                .entry = entry,
                .text = std::move(text),
                .proposed_by = "slack:T1:U1",
                .proposed_at = proposed_at};
    }
    bool propose(store::proposal one) {
        return db.write([&](store::session& session) { return store::propose(session, std::move(one)); });
    }
    bool decide(std::int64_t number, store::proposal_state state) {
        return db.write([&](store::session& session) {
            return store::decide_proposal(session, "tea", number, state, "slack:T1:MONA", proposed_at + 1h);
        });
    }
    std::vector<store::proposal> waiting() {
        return db.read([](store::session& session) { return store::waiting_proposals(session, "tea", 10); });
    }
};

} // namespace

TEST_CASE("proposals are numbered per community and wait in order", "[store]") {
    shelf here;
    CHECK(here.propose(here.phrasing()));
    CHECK(here.propose(here.phrasing("minutes?")));
    CHECK(here.propose(here.phrasing("how many minutes", "coffee")));
    const auto waiting = here.waiting();
    REQUIRE(waiting.size() == 2);
    CHECK(waiting[0].number == 1);
    CHECK(waiting[1].number == 2);
    CHECK(waiting[0].entry == here.entry);
    CHECK(waiting[0].question == here.question);
    CHECK(waiting[0].proposed_at == proposed_at);
    CHECK(here.db.read([](store::session& session) { return store::load_proposals(session, "").size(); }) == 3);
}

TEST_CASE("the same is proposed once, also when it was refused", "[store]") {
    shelf here;
    CHECK(here.propose(here.phrasing()));
    CHECK_FALSE(here.propose(here.phrasing()));
    auto negative = here.phrasing();
    negative.kind = store::proposal_kind::negative;
    CHECK(here.propose(negative)); // something else
    CHECK(here.decide(1, store::proposal_state::refused));
    CHECK_FALSE(here.propose(here.phrasing()));
    REQUIRE(here.waiting().size() == 1);
    CHECK(here.waiting()[0].kind == store::proposal_kind::negative);
}

TEST_CASE("a proposal is decided once", "[store]") {
    shelf here;
    (void)here.propose(here.phrasing());
    CHECK(here.decide(1, store::proposal_state::accepted));
    CHECK_FALSE(here.decide(1, store::proposal_state::refused));
    CHECK_FALSE(here.decide(2, store::proposal_state::accepted));
    const auto found = here.db.read([](store::session& session) { return store::find_proposal(session, "tea", 1); });
    REQUIRE(found);
    CHECK(found->state == store::proposal_state::accepted);
    CHECK(found->decided_by == "slack:T1:MONA");
    CHECK(found->decided_at == proposed_at + 1h);
}

TEST_CASE("what a question proposed goes with its words, unless it was decided", "[store]") {
    shelf here;
    (void)here.propose(here.phrasing());
    (void)here.propose(here.phrasing("minutes?"));
    (void)here.decide(1, store::proposal_state::accepted);
    here.db.write([&](store::session& session) {
        store::withdraw_proposals(session, here.question, store::proposal_kind::negative);
    });
    CHECK(here.waiting().size() == 1);
    here.db.write([&](store::session& session) {
        store::withdraw_proposals(session, here.question, store::proposal_kind::phrasing);
    });
    CHECK(here.waiting().empty());
    CHECK(here.db.read([](store::session& session) { return store::load_proposals(session, "tea").size(); }) == 1);
    here.db.write([&](store::session& session) { store::forget_proposals(session, here.question); });
    CHECK(here.db.read([](store::session& session) { return store::load_proposals(session, "tea").empty(); }));
}

TEST_CASE("a copy of the database is whole, and what happens to it happens to nothing else", "[store]") {
    shelf here;
    const auto file = here.home.file("copy.db");
    store::copy_database(quick(here.home.file()), file);
    {
        store::store copy(quick(file));
        copy.write([&](store::session& session) {
            REQUIRE(store::find_entry(session, here.entry));
            (void)store::insert_entry(session, {.question = "And green?", .answer = "Two."}, {});
        });
    }
    CHECK(here.db.read([](store::session& session) { return store::load_entries(session).size(); }) == 1);
    CHECK_THROWS_AS(store::copy_database(quick(here.home.file()), file), store::error); // it is there already
}
