#include "knowledge/store/changes.hpp"
#include "knowledge/store/entries.hpp"
#include "scratch.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace scratch;
using store::session;

namespace {

using ids = std::vector<entry_id>;

store::knowledge_state state_of(store::store& db) {
    return db.read([](session& s) { return store::state_of_knowledge(s); });
}
std::optional<ids> changed_since(store::store& db, const store::knowledge_state& before) {
    return db.read([&](session& s) { return store::changed_since(s, before); });
}
entry_id insert(store::store& db, const std::string& name) {
    return db.write([&](session& s) { return store::insert_entry(s, sample_entry(name), by_import()); });
}
void change(store::store& db, entry_id id, const std::string& answer) {
    db.write([&](session& s) {
        auto value = store::find_entry(s, id).value();
        value.answer = answer;
        (void)store::update_entry(s, value, by_import());
    });
}

} // namespace

TEST_CASE("what changed since then is each entry once", "[store]") {
    const folder home;
    store::store db(quick(home.file()));
    const auto empty = state_of(db);
    CHECK(changed_since(db, empty) == ids{});
    const auto tea = insert(db, "tea"), coffee = insert(db, "coffee");
    const auto two = state_of(db);
    CHECK(changed_since(db, empty) == ids{tea, coffee});
    CHECK(changed_since(db, two) == ids{});
    change(db, tea, "Green.");
    change(db, tea, "Black.");
    CHECK_FALSE(state_of(db) == two);
    CHECK(changed_since(db, two) == ids{tea});
    CHECK(changed_since(db, empty) == ids{tea, coffee});
}

TEST_CASE("a state of another database is told from one of this", "[store]") {
    const folder home;
    store::store db(quick(home.file()));
    insert(db, "tea");
    auto other = state_of(db);
    SECTION("another entry was changed last") {
        ++other.entry.value;
    }
    SECTION("at another time") {
        other.made_at += std::chrono::milliseconds(1);
    }
    SECTION("more was changed there") {
        ++other.last_change;
    }
    CHECK_FALSE(changed_since(db, other));
}

TEST_CASE("a session knows the file of its database", "[store]") {
    const folder home;
    store::store db(quick(home.file()));
    CHECK(db.read([](session& s) { return store::database_path(s); }) == home.file());
}
