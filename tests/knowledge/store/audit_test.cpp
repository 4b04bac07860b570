#include "knowledge/store/audit.hpp"
#include "scratch.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace scratch;
using store::audit_row;
using store::session;

TEST_CASE("what was done is kept in order of time", "[store]") {
    folder where;
    store::store db(quick(where.file()));
    const audit_row first{minute(1), "cli", "import", "tea.md", "12 entries"};
    const audit_row second{minute(2), "slack:T1:U9", "answer", "question 12", ""};
    const audit_row same_time{minute(2), "slack:T1:U3", "refused answer", "question 12", "不是版主"};
    db.write([&](session& s) {
        store::insert_audit(s, second);
        store::insert_audit(s, first);
        store::insert_audit(s, same_time);
    });
    const auto load = [&](int from, int to) {
        return db.read([&](session& s) { return store::load_audit(s, minute(from), minute(to)); });
    };
    CHECK(load(0, 9) == std::vector{first, second, same_time});
    CHECK(load(1, 2) == std::vector{first});
    CHECK(load(3, 9).empty());
}
