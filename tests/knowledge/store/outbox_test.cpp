#include "knowledge/store/outbox.hpp"
#include "scratch.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace scratch;
using store::outbox_row;
using store::outbox_state;
using store::session;

namespace {

struct an_outbox {
    folder where;
    store::store db{quick(where.file())};

    outbox_id insert(const outbox_row& row) {
        return db.write([&](session& s) { return store::insert_outbox(s, row); });
    }
    outbox_row find(outbox_id id) {
        return db.read([&](session& s) { return store::find_outbox(s, id).value(); });
    }
    std::vector<outbox_id> due(int when) { return due(when, store::platforms{}); }
    // What a sender may take, lane by lane.
    std::vector<outbox_id> due(int when, const store::platforms& whose) {
        std::vector<outbox_id> found;
        db.read([&](session& s) {
            for (const auto& lane : store::pending_lanes(s, whose)) {
                const auto row = store::head_of_lane(s, lane);
                if (row && row->due_at <= minute(when)) found.push_back(row->id);
            }
        });
        return found;
    }
    bool sending(outbox_id id) {
        return db.write([&](session& s) { return store::mark_sending(s, id); });
    }
    bool retry(outbox_id id, int when) {
        return db.write([&](session& s) { return store::mark_retry(s, id, minute(when), "429"); });
    }
};

using outbox_ids = std::vector<outbox_id>;

} // namespace

TEST_CASE_METHOD(an_outbox, "a row of the outbox comes back as it was stored, pending", "[store]") {
    outbox_row row = sample_row("slack:T1:C1", minute(1));
    row.kind = store::outbox_kind::notice;
    row.question = db.write([](session& s) { return insert_question(s, sample_question("?", minute(0))).id; });
    row.state = outbox_state::sent; // whatever the caller thinks
    row.attempts = 3;
    row.id = insert(row);
    row.state = outbox_state::pending;
    row.attempts = 0;

    CHECK(find(row.id) == row);
    CHECK(db.read([&](session& s) { return store::outbox_of_question(s, row.question); }) == std::vector{row});
    CHECK(db.read([](session& s) { return store::outbox_of_question(s, question_id{1}); }).empty());
    CHECK(db.read([](session& s) { return store::find_outbox(s, outbox_id{1}); }) == std::nullopt);
    CHECK(db.read([](session& s) { return store::count_outbox(s, outbox_state::pending); }) == 1);
    CHECK(db.read([](session& s) { return store::count_outbox(s, outbox_state::sent); }) == 0);
}

TEST_CASE_METHOD(an_outbox, "what was sent is found by the platform's name for it, and counted", "[store]") {
    const auto said = [&](const char* lane, std::string_view platform_id) {
        outbox_row row = sample_row(lane, minute(1));
        row.question = db.write([](session& s) { return insert_question(s, sample_question("?", minute(0))).id; });
        row.id = insert(row);
        REQUIRE(sending(row.id));
        REQUIRE(db.write([&](session& s) { return store::mark_sent(s, row.id, platform_id); }));
        return row.id;
    };
    const auto here = said("slack:T1:C1", "170.1");
    const auto there = said("slack:T1:C2", "170.1");
    (void)said("slack:T1:C1", "");
    const auto again = said("slack:T1:C1", "170.2");
    insert(sample_row("slack:T1:C1", minute(1)));

    const auto found = [&](const char* lane, std::string_view platform_id) {
        const auto row = db.read([&](session& s) { return store::find_outbox_by_platform_id(s, lane, platform_id); });
        return row ? row->id : outbox_id();
    };
    CHECK(found("slack:T1:C1", "170.1") == here);
    CHECK(found("slack:T1:C2", "170.1") == there);
    CHECK(found("slack:T1:C1", "170.2") == again);
    CHECK(found("slack:T1:C3", "170.1") == outbox_id());
    CHECK(found("slack:T1:C1", "") == outbox_id()); // nobody's name
    CHECK(db.read([](session& s) { return store::count_outbox(s, outbox_state::sent); }) == 4);
    CHECK(db.read([](session& s) { return store::count_outbox(s, outbox_state::pending); }) == 1);
}

TEST_CASE_METHOD(an_outbox, "a row goes only where its state lets it", "[store]") {
    using enum outbox_state;
    enum class step { sending, sent, retry, failed, uncertain };
    const auto take = [&](outbox_id id, step to) {
        return db.write([&](session& s) {
            switch (to) {
            case step::sending:
                return store::mark_sending(s, id);
            case step::sent:
                return store::mark_sent(s, id, "170.2");
            case step::retry:
                return store::mark_retry(s, id, minute(9), "429");
            case step::failed:
                return store::mark_failed(s, id, "gone");
            case step::uncertain:
                return store::mark_uncertain(s, id, "no reply");
            }
            return false;
        });
    };
    const auto [from, to, allowed] = GENERATE(table<outbox_state, step, std::optional<outbox_state>>({
        {pending, step::sending, sending},
        {pending, step::sent, {}},
        {pending, step::retry, {}},
        {pending, step::failed, failed},
        {pending, step::uncertain, {}},
        {sending, step::sending, {}},
        {sending, step::sent, sent},
        {sending, step::retry, pending},
        {sending, step::failed, failed},
        {sending, step::uncertain, uncertain},
        {uncertain, step::sending, {}},
        {uncertain, step::sent, sent},
        {uncertain, step::retry, pending},
        {uncertain, step::failed, {}},
        {uncertain, step::uncertain, {}},
        {sent, step::sending, {}},
        {sent, step::sent, {}},
        {sent, step::retry, {}},
        {sent, step::failed, {}},
        {sent, step::uncertain, {}},
        {failed, step::sending, {}},
        {failed, step::sent, {}},
        {failed, step::retry, {}},
        {failed, step::failed, {}},
        {failed, step::uncertain, {}},
    }));
    INFO("from " << to_string(from) << " by step " << static_cast<int>(to));
    const auto id = insert(sample_row("slack:T1:C1", minute(1)));
    if (from != pending) REQUIRE(take(id, step::sending));
    if (from == sent) REQUIRE(take(id, step::sent));
    if (from == failed) REQUIRE(take(id, step::failed));
    if (from == uncertain) REQUIRE(take(id, step::uncertain));

    const auto before = find(id);
    REQUIRE(before.state == from);
    CHECK(take(id, to) == allowed.has_value());
    if (!allowed) {
        CHECK(find(id) == before);
        return;
    }
    const auto after = find(id);
    CHECK(after.state == *allowed);
    CHECK(after.attempts == before.attempts + (to == step::sending ? 1 : 0));
    CHECK(after.due_at == (to == step::retry ? minute(9) : before.due_at));
    CHECK(after.platform_id == (to == step::sent ? "170.2" : ""));
    const std::string why = to == step::retry ? "429" : to == step::failed ? "gone" : "no reply";
    CHECK(after.last_trouble == (to == step::sending || to == step::sent ? "" : why));
}

TEST_CASE_METHOD(an_outbox, "no step finds a row that is not there", "[store]") {
    CHECK_FALSE(sending(outbox_id{1}));
    CHECK_FALSE(retry(outbox_id{1}, 1));
    CHECK_FALSE(db.write([](session& s) { return store::mark_sent(s, outbox_id{1}, ""); }));
}

TEST_CASE_METHOD(an_outbox, "each lane gives its oldest row, and lanes do not wait for each other", "[store]") {
    const auto stuck_1 = insert(sample_row("stuck", minute(1)));
    const auto stuck_2 = insert(sample_row("stuck", minute(0)));
    const auto free_1 = insert(sample_row("free", minute(2)));
    const auto free_2 = insert(sample_row("free", minute(2)));
    const auto later = insert(sample_row("later", minute(5)));

    CHECK(due(0).empty()); // stuck_2 is due, but behind stuck_1
    CHECK(due(1) == outbox_ids{stuck_1});
    CHECK(due(2) == outbox_ids{free_1, stuck_1});
    CHECK(due(9) == outbox_ids{free_1, later, stuck_1});

    SECTION("while a row is sent, its lane waits") {
        REQUIRE(sending(stuck_1));
        CHECK(due(2) == outbox_ids{free_1});
        REQUIRE(retry(stuck_1, 4));
        CHECK(due(3) == outbox_ids{free_1});
        CHECK(due(4) == outbox_ids{free_1, stuck_1});
    }
    SECTION("what is over lets the next one go") {
        REQUIRE(sending(free_1));
        REQUIRE(db.write([&](session& s) { return store::mark_sent(s, free_1, "170.3"); }));
        REQUIRE(db.write([&](session& s) { return store::mark_failed(s, stuck_1, "expired"); }));
        CHECK(due(2) == outbox_ids{free_2, stuck_2});
    }
    SECTION("an uncertain row does not hold its lane") {
        REQUIRE(sending(stuck_1));
        REQUIRE(db.write([&](session& s) { return store::mark_uncertain(s, stuck_1, "no reply"); }));
        CHECK(due(0) == outbox_ids{stuck_2});
        REQUIRE(retry(stuck_1, 0));
        CHECK(due(0) == outbox_ids{stuck_1});
    }
}

TEST_CASE_METHOD(an_outbox, "after a crash, what was being sent is uncertain", "[store]") {
    const auto interrupted = insert(sample_row("a", minute(1)));
    const auto pending = insert(sample_row("a", minute(1)));
    REQUIRE(sending(interrupted));
    const auto recovered = db.write([](session& s) { return store::recover_interrupted(s); });

    REQUIRE(recovered.size() == 1);
    CHECK(recovered[0] == find(interrupted));
    CHECK(recovered[0].state == outbox_state::uncertain);
    CHECK(recovered[0].attempts == 1);
    CHECK_FALSE(recovered[0].last_trouble.empty());
    CHECK(find(pending).state == outbox_state::pending);
    CHECK(db.write([](session& s) { return store::recover_interrupted(s); }).empty());
}

TEST_CASE_METHOD(an_outbox, "a sender sees the rows of its platforms only", "[store]") {
    const auto slack = insert(sample_row("slack:T1:C1", minute(1)));
    const auto dingtalk = insert(sample_row("dingtalk:d1:c1", minute(1)));
    CHECK(due(2, {"slack"}) == outbox_ids{slack});
    CHECK(due(2, {"simulator"}).empty());
    CHECK(due(2, {"simulator", "dingtalk", "slack"}) == outbox_ids{dingtalk, slack});
    REQUIRE(sending(dingtalk));
    CHECK(db.write([](session& s) { return store::recover_interrupted(s, {"slack"}); }).empty());
    CHECK(db.read([](session& s) { return store::count_outbox(s, store::outbox_state::sending, {"dingtalk"}); }) == 1);
    CHECK(db.read([](session& s) { return store::count_outbox(s, store::outbox_state::sending, {"slack"}); }) == 0);
    CHECK(db.write([](session& s) { return store::recover_interrupted(s, {"dingtalk"}); }).size() == 1);
    CHECK(db.read([](session& s) { return store::uncertain_outbox(s, minute(2), {"slack"}); }).empty());
    CHECK(db.read([](session& s) { return store::uncertain_outbox(s, minute(2), {"dingtalk"}); }).size() == 1);
}

TEST_CASE_METHOD(an_outbox, "rows that leave as one message know each other until it is tried again", "[store]") {
    const auto put = [&] { return insert(sample_row("dingtalk:c:g", minute(1))); };
    const auto first = put(), second = put(), third = put(), elsewhere = insert(sample_row("dingtalk:c:h", minute(1)));
    const auto behind = [&](std::size_t most) {
        outbox_ids found;
        for (const auto& row : db.read([&](session& s) { return store::next_in_lane(s, "dingtalk:c:g", first, most); }))
            found.push_back(row.id);
        return found;
    };
    CHECK(behind(9) == outbox_ids{second, third});
    CHECK(behind(1) == outbox_ids{second});
    const auto together = [&] {
        outbox_ids found;
        for (const auto& row : db.read([&](session& s) { return store::sent_together(s, first); }))
            found.push_back(row.id);
        return found;
    };
    db.write([&](session& s) {
        for (const auto id : {first, second, third})
            REQUIRE(store::mark_sending(s, id, first));
        REQUIRE(store::mark_sending(s, elsewhere));
        REQUIRE(store::mark_sent(s, first, "p"));
        REQUIRE(store::mark_failed(s, third, "no"));
    });
    CHECK(together() == outbox_ids{first, second});
    CHECK(find(second).sent_with == first);
    CHECK(db.read([](session& s) { return store::sent_together(s, outbox_id{}); }).empty());
    REQUIRE(retry(second, 5));
    CHECK(together() == outbox_ids{first});
}
