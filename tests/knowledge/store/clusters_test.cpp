#include "knowledge/store/clusters.hpp"
#include "knowledge/store/migrations.hpp"
#include "knowledge/store/proposals.hpp"
#include "knowledge/store/question_log.hpp"
#include "knowledge/store/session.hpp"
#include "scratch.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace scratch;
using store::cluster_state;
using store::question_state;
using store::session;

namespace {

store::question waiting(session& db, const std::string& text, const std::string& member, int at) {
    auto one = sample_question(text, minute(at));
    one.state = question_state::open;
    one.decided = decision::silent;
    one.member = member;
    one.answered_with = {};
    return store::insert_question(db, one);
}

} // namespace

TEST_CASE("the first place of a cluster is where the oldest question that waits was asked", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        const cluster_id id{7};
        const auto asked = [&](const std::string& group, int at) {
            auto one = sample_question("how long?", minute(at));
            one.state = question_state::open;
            one.group = group;
            one.cluster = id;
            return store::insert_question(s, one);
        };
        CHECK_FALSE(store::first_place_of(s, id));
        const auto later = asked("C2", 5);
        const auto first = asked("C1", 4);
        const auto made = store::insert_cluster(s, id, first);
        CHECK(store::find_cluster(s, id) == made);
        CHECK(made.number == first.number);
        CHECK(store::first_place_of(s, id) == store::group_key{first.platform, first.workspace, "C1"});
        (void)store::update_question_state(s, first.id, question_state::ignored, {});
        CHECK(store::first_place_of(s, id) == store::group_key{first.platform, first.workspace, "C2"});
        (void)store::update_question_state(s, later.id, question_state::ignored, {});
        CHECK_FALSE(store::first_place_of(s, id));
        CHECK_FALSE(store::first_place_of(s, cluster_id{}));
    });
}

TEST_CASE("questions join a cluster, and are settled together", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        const auto first = waiting(s, "how long?", "U1", 1);
        const auto second = waiting(s, "how many minutes?", "U2", 2);
        const auto apart = waiting(s, "which pot?", "U1", 3);
        const auto cluster = store::begin_cluster(s, first);
        CHECK(cluster.number == first.number);
        store::join_cluster(s, second.id, cluster.id);
        (void)store::begin_cluster(s, apart);

        CHECK(store::find_question(s, second.id)->cluster == cluster.id);
        const auto together = store::waiting_in(s, cluster.id, 10);
        REQUIRE(together.size() == 2);
        CHECK(together[0].id == first.id);
        const auto shares = store::shares_of(s, cluster);
        REQUIRE(shares.size() == 1);
        CHECK(shares[0].questions == 2);
        CHECK(shares[0].askers == 2);
        CHECK(shares[0].first_asked == minute(1));
        CHECK(store::shares_of_waiting(s, first.community).size() == 2);
        CHECK(store::waiting_questions_after(s, first.community, {}, 10).size() == 3);
        CHECK(store::waiting_questions_after(s, first.community, second.id, 10).size() == 1);

        for (const auto& one : together)
            (void)store::update_question_state(s, one.id, question_state::ignored, {});
        CHECK(store::waiting_in(s, cluster.id, 10).empty());
        CHECK(store::shares_of_waiting(s, first.community).size() == 1);
    });
}

TEST_CASE("where a question waits is told while it waits there", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        auto one = waiting(s, "how long?", "U1", 1);
        CHECK(!store::find_waiting_place(s, one.id)); // no cluster yet
        auto cluster = store::begin_cluster(s, one);
        const auto found = store::find_waiting_place(s, one.id);
        REQUIRE(found);
        CHECK(found->in == cluster);
        CHECK_FALSE(found->direct);

        store::update_question_state(s, one.id, question_state::ignored, {});
        CHECK(!store::find_waiting_place(s, one.id));
        store::update_question_state(s, one.id, question_state::open, {});
        cluster.state = cluster_state::settled;
        store::update_cluster(s, cluster);
        CHECK(!store::find_waiting_place(s, one.id));
    });
}

TEST_CASE("what was done to questions is taken back where it still stands", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        const auto first = waiting(s, "how long?", "U1", 1), second = waiting(s, "how many minutes?", "U2", 2);
        const auto cluster = store::begin_cluster(s, first);
        store::join_cluster(s, second.id, cluster.id);
        CHECK_FALSE(store::last_question_change(s, "tea", "mona"));
        const store::question_change change{
            .community = "tea",
            .actor = "mona",
            .kind = store::question_change_kind::ignore,
            .number = first.number,
            .made_at = minute(3),
            .questions = {{first.id, question_state::open, cluster.id}, {second.id, question_state::open, cluster.id}}};
        store::note_change(s, change);
        for (const auto& one : {first, second})
            (void)store::update_question_state(s, one.id, question_state::ignored, {});
        // One of them is open again by other means.
        (void)store::update_question_state(s, second.id, question_state::suggested, {});

        auto last = store::last_question_change(s, "tea", "mona");
        REQUIRE(last);
        CHECK_FALSE(store::last_question_change(s, "tea", "otto"));
        CHECK_FALSE(store::last_question_change(s, "coffee", "mona"));
        const auto id = last->id;
        const auto restored = store::take_back(s, *last);
        last->id = 0;
        CHECK(*last == change);
        REQUIRE(restored.size() == 1);
        CHECK(restored[0].id == first.id);
        CHECK(restored[0].state == question_state::open);
        CHECK(store::find_question(s, second.id)->state == question_state::suggested);

        // A newer change stands in the way until it is taken back.
        auto newer = change;
        newer.actor = "otto";
        newer.kind = store::question_change_kind::merge;
        newer.questions = {{first.id, question_state::open, cluster.id}};
        store::note_change(s, newer);
        const auto top = store::last_question_change(s, first.id).value();
        CHECK(top.actor == "otto");
        (void)store::update_question_state(s, first.id, question_state::ignored, {});
        last->id = id;
        CHECK(store::take_back(s, *last).empty());
        store::mark_question_change_taken_back(s, top.id, minute(4));
        CHECK(store::take_back(s, *last).size() == 1);

        store::mark_question_change_taken_back(s, id, minute(4));
        CHECK_FALSE(store::last_question_change(s, "tea", "mona"));
    });
}

TEST_CASE("one of several that wait together leaves, or the others do where the cluster has its number", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        const auto first = waiting(s, "how long?", "U1", 1), second = waiting(s, "how many minutes?", "U2", 2),
                   third = waiting(s, "how hot?", "U3", 3);
        const auto cluster = store::begin_cluster(s, first);
        CHECK_FALSE(store::part_cluster(s, cluster, first));
        store::join_cluster(s, second.id, cluster.id);
        store::join_cluster(s, third.id, cluster.id);

        const auto others = store::part_cluster(s, cluster, first);
        REQUIRE(others);
        CHECK(others->number == second.number);
        CHECK(store::waiting_in(s, cluster.id, 10).size() == 1);
        CHECK(store::waiting_in(s, others->id, 10).size() == 2);
        const auto alone = store::part_cluster(s, *others, third);
        REQUIRE(alone);
        CHECK(alone->number == third.number);
        CHECK(store::waiting_in(s, others->id, 10).size() == 1);
    });
}

TEST_CASE("a card shows clusters, and cards are counted by the hour", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        auto cluster = store::begin_cluster(s, waiting(s, "how long?", "U1", 1));
        cluster.card = outbox_id{77};
        cluster.assigned_to = "slack:T1:U9";
        store::update_cluster(s, cluster);
        CHECK(store::find_cluster(s, cluster.id) == cluster);
        store::insert_card(s, {.id = {77}, .community = cluster.community, .digest = false, .made_at = minute(1)});
        store::insert_card(s, {.id = {78}, .community = cluster.community, .digest = true, .made_at = minute(2)});
        CHECK(store::clusters_on_card(s, {77}, 5).size() == 1);
        CHECK(store::clusters_on_card(s, {}, 5).empty());
        CHECK(store::count_clusters_on_card(s, {77}) == 1);
        CHECK(store::count_clusters_on_card(s, {}) == 0);
        auto second = store::begin_cluster(s, waiting(s, "and green?", "U2", 2));
        second.card = outbox_id{77};
        store::update_cluster(s, second);
        const auto first_only = store::clusters_on_card(s, {77}, 1);
        REQUIRE(first_only.size() == 1);
        CHECK(first_only.front().id == cluster.id); // the oldest
        CHECK(store::count_clusters_on_card(s, {77}) == 2);
        CHECK(store::count_cards(s, cluster.community, minute(0)) == 1);
        CHECK(store::count_cards(s, cluster.community, minute(1)) == 0);
        CHECK(store::digest_since(s, cluster.community, minute(1))->id == outbox_id{78});
        CHECK_FALSE(store::digest_since(s, cluster.community, minute(2)));
        store::update_card(s, {77}, {79});
        CHECK(store::find_card(s, {77})->latest == outbox_id{79});
    });
}

TEST_CASE("messages of one person become one proposed answer, each of them once", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        const auto asked = waiting(s, "how long?", "U1", 1);
        const auto cluster = store::begin_cluster(s, asked);
        store::proposal by_ann;
        by_ann.community = asked.community;
        by_ann.question = asked.id;
        by_ann.proposed_by = "slack:T1:ANN";
        auto by_ben = by_ann;
        by_ben.proposed_by = "slack:T1:BEN";
        const auto first = store::propose_answer(s, by_ann, {"slack:T1:C1", "1.1", "Three minutes."});
        CHECK(first.fresh);
        const auto more = store::propose_answer(s, by_ann, {"slack:T1:C1", "1.2", "Four for black tea."});
        CHECK_FALSE(more.fresh);
        CHECK(more.number == first.number);
        CHECK(store::propose_answer(s, by_ann, {"slack:T1:C1", "1.2", "Four for black tea."}).number == 0);
        const auto other = store::propose_answer(s, by_ben, {"slack:T1:C1", "1.3", "Two."});
        CHECK(other.number == first.number + 1);

        CHECK(store::find_proposal(s, asked.community, first.number)->text == "Three minutes.\n\nFour for black tea.");
        CHECK(store::find_answer_of_message(s, "slack:T1:C1", "1.3")->number == other.number);
        CHECK_FALSE(store::find_answer_of_message(s, "slack:T1:C2", "1.3"));
        CHECK(store::mark_solved(s, asked.community, other.number));
        CHECK_FALSE(store::mark_solved(s, asked.community, other.number)); // twice
        CHECK(store::waiting_proposals(s, asked.community, 9).front().number == other.number);
        CHECK(store::answers_proposed_to(s, cluster.id, 9).front().number == other.number);

        store::close_answers(s, cluster.id, first.number, "slack:T1:MONA", minute(9));
        CHECK(store::waiting_proposals(s, asked.community, 9).size() == 1);
        store::forget_proposals(s, asked.id);
        CHECK(store::load_proposals(s, asked.community).empty());
        CHECK_FALSE(store::find_answer_of_message(s, "slack:T1:C1", "1.1"));
    });
}

TEST_CASE("what waited before there were clusters begins one of its own", "[store]") {
    folder home;
    {
        session old(quick(home.file()), store::access::write);
        store::migrate(old, store::migrations().first(5));
    }
    other_connection(home.file())
        .run("INSERT INTO question (id, number, community, platform, workspace, group_id, group_title, thread,"
             " message_id, direct, member, member_name, text, asked_at, decided, confidence, candidates, state,"
             " answered_with, reply_to) VALUES (21, 7, 'tea', 'slack', 'T1', 'C1', 'tea room', '', '170.1', 0, 'U1',"
             " 'Ming', 'How long?', 1716364800000, 'silent', 12.5, '[]', 'open', NULL, ''),"
             " (22, 0, 'tea', 'slack', 'T1', 'C1', 'tea room', '', '170.2', 0, 'U1', 'Ming', 'And green?',"
             " 1716364800000, 'answer', 82, '[]', 'answered', NULL, '')");
    store::store db(quick(home.file()));
    db.read([](session& s) {
        const auto asked = store::find_question(s, question_id{21});
        const auto cluster = store::find_cluster(s, asked->cluster);
        REQUIRE(cluster);
        CHECK(cluster->number == 7);
        CHECK(cluster->state == cluster_state::open);
        CHECK(cluster->first_asked == asked->asked_at);
        CHECK_FALSE(store::find_question(s, question_id{22})->cluster);
    });
}

TEST_CASE("the line of a cluster is its oldest question that waits and was not asked in private", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        const auto cluster = store::begin_cluster(s, waiting(s, "how long?", "U1", 1));
        auto in_private = sample_question("how long, between us?", minute(0));
        in_private.direct = true;
        store::join_cluster(s, store::insert_question(s, in_private).id, cluster.id);
        const auto later = waiting(s, "how long please?", "U2", 2);
        store::join_cluster(s, later.id, cluster.id);

        const auto first = store::first_waiting_line(s, cluster.id);
        REQUIRE(first);
        CHECK(first->text == "how long?");
        CHECK(first->number == cluster.number);
        REQUIRE(store::update_question_state(s, first->id, store::question_state::ignored, {}));
        CHECK(store::first_waiting_line(s, cluster.id)->id == later.id);
        REQUIRE(store::update_question_state(s, later.id, store::question_state::ignored, {}));
        CHECK_FALSE(store::first_waiting_line(s, cluster.id));
    });
}
