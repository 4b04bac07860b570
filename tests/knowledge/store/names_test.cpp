#include "knowledge/store/clusters.hpp"
#include "knowledge/store/names.hpp"
#include "scratch.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace scratch;
using store::session;

namespace {

store::question asked_by(session& s, const std::string& member, timestamp at, const std::string& name = "") {
    auto one = sample_question("how long?", at);
    one.platform = "slack";
    one.workspace = "T1";
    one.member = member;
    one.member_name = name;
    return store::insert_question(s, one);
}

} // namespace

TEST_CASE("a name that is told late is filled in where there was none", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write([](session& s) {
        const auto old = asked_by(s, "U1", minute(1)), mine = asked_by(s, "U1", minute(10)),
                   named = asked_by(s, "U1", minute(11), "as I was"), other = asked_by(s, "U2", minute(12));
        auto waits = store::begin_cluster(s, mine);
        waits.card = outbox_id{77};
        store::update_cluster(s, waits);

        const auto cards = store::fill_in_name(s, {"slack", "T1", "U1"}, "Ming", minute(5));
        CHECK(cards == std::vector{outbox_id{77}});
        CHECK(store::find_question(s, old.id)->member_name.empty());
        CHECK(store::find_question(s, mine.id)->member_name == "Ming");
        CHECK(store::find_question(s, named.id)->member_name == "as I was");
        CHECK(store::find_question(s, other.id)->member_name.empty());
        CHECK(store::fill_in_name(s, {"slack", "T1", "U1"}, "Ming", minute(5)).empty()); // nothing without a name
        CHECK(store::fill_in_name(s, {"slack", "T2", "U2"}, "Ming", minute(5)).empty());
        CHECK(store::find_question(s, other.id)->member_name.empty());
    });
}
