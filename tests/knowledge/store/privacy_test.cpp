#include "knowledge/store/audit.hpp"
#include "knowledge/store/feedback.hpp"
#include "knowledge/store/privacy.hpp"
#include "scratch.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace scratch;
using store::session;

namespace {

const store::member_key ming{"slack", "T1", "U1"};

question_id ask(session& s, const std::string& workspace, const std::string& member) {
    auto one = sample_question("how long?", minute(1));
    one.platform = "slack";
    one.workspace = workspace;
    one.member = member;
    one.member_name = "Ming";
    return store::insert_question(s, one).id;
}

} // namespace

TEST_CASE("a member is forgotten in their own workspace, and nobody else is", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    const auto [mine, others] = db.write([](session& s) {
        const auto first = ask(s, "T1", "U1"), second = ask(s, "T2", "U1");
        (void)store::give_feedback(s, first, "slack:T1:U1", store::opinion::helpful, minute(2));
        (void)store::give_feedback(s, first, "slack:T2:U1", store::opinion::helpful, minute(2));
        store::insert_audit(s, {minute(3), "slack:T1:U1", "refused open", "tea", ""});
        store::insert_audit(s, {minute(3), "slack:T1:U1", "answer", "question 1", ""});
        (void)store::name_member(s, ming, false, minute(4));
        return std::pair(first, second);
    });
    const auto kept = db.read([](session& s) { return store::count_kept(s, ming); });
    CHECK(kept.questions == 1);
    CHECK(kept.opinions == 1);
    CHECK(kept.first_asked == minute(1));

    const auto done = db.write([](session& s) { return store::forget_member(s, ming, "nobody"); });
    CHECK(done.questions == 1);
    CHECK(done.opinions == 1);
    CHECK(done.audit_rows == 1);
    CHECK(db.read([](session& s) { return store::may_be_named(s, ming); }));
    CHECK(db.read([id = mine](session& s) { return store::find_question(s, id)->member; }) == "nobody");
    CHECK(db.read([id = mine](session& s) { return store::find_question(s, id)->member_name; }).empty());
    CHECK(db.read([id = others](session& s) { return store::find_question(s, id)->member_name; }) == "Ming");
    CHECK(db.read([](session& s) { return store::count_kept(s, ming); }).questions == 0);
    const auto audit = db.read([](session& s) { return store::load_audit(s, minute(0), minute(9)); });
    REQUIRE(audit.size() == 2);
    CHECK(audit[0].actor == "slack:T1:nobody");
    CHECK(audit[1].actor == "slack:T1:U1"); // power is answered for
}

TEST_CASE("where who is forgotten was alone with the bot, the place goes as well", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    const auto alone = db.write([](session& s) {
        auto one = sample_question("how long?", minute(1));
        one.member = "U1";
        one.group = "D1";
        one.thread = "170.1";
        one.direct = true;
        const auto id = store::insert_question(s, one).id;
        (void)store::forget_member(s, ming, "nobody");
        return store::find_question(s, id).value();
    });
    CHECK(alone.group.empty());
    CHECK(alone.thread.empty());
    CHECK(alone.message_id.empty());
    CHECK(alone.text == "how long?");
}

TEST_CASE("how a group and a member want to be treated is kept", "[store]") {
    folder home;
    const store::group_key tea{"slack", "T1", "C1"};
    const store::group_manners careful{.muted_until = minute(5), .wrong_in_a_row = 2, .raised_by = 7.5};
    {
        store::store db(quick(home.file()));
        CHECK(db.read([&](session& s) { return store::manners_of(s, tea); }) == store::group_manners{});
        db.write([&](session& s) { store::keep_manners(s, tea, {.muted_until = minute(1)}); });
        db.write([&](session& s) { store::keep_manners(s, tea, careful); });
        CHECK(db.write([](session& s) { return store::name_member(s, ming, false, minute(1)); }));
        CHECK_FALSE(db.write([](session& s) { return store::name_member(s, ming, false, minute(2)); }));
    }
    store::store again(quick(home.file()));
    CHECK(again.read([&](session& s) { return store::manners_of(s, tea); }) == careful);
    CHECK_FALSE(again.read([](session& s) { return store::may_be_named(s, ming); }));
    CHECK(again.read([](session& s) { return store::may_be_named(s, {"slack", "T2", "U1"}); }));
}
