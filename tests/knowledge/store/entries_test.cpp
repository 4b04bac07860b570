#include "knowledge/store/entries.hpp"
#include "scratch.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace scratch;
using store::authorship;
using store::session;
using store::trouble;

namespace {

struct fixture {
    folder home;
    store::store db{quick(home.file())};

    entry_id insert(entry value) {
        return db.write([&](session& s) { return store::insert_entry(s, value, by_import()); });
    }
    std::optional<entry> find(entry_id id) {
        return db.read([&](session& s) { return store::find_entry(s, id); });
    }
    std::int64_t revision() {
        return db.read([](session& s) { return store::knowledge_revision(s); });
    }
};

} // namespace

TEST_CASE_METHOD(fixture, "an entry comes back as it was stored, by either id", "[store]") {
    entry value = sample_entry("tea#1");
    value.collection = "kitchen";
    value.state = entry_state::draft;
    value.context = {"Which tea?", "用哪种茶?"};
    source& elsewhere = value.sources.emplace_back();
    elsewhere.url = "https://teapot.example/again";
    elsewhere.file = "faq.md";
    value.answer += std::string("\0'\";--\n", 7);
    value.id = insert(value);

    CHECK(find(value.id) == value);
    CHECK(db.read([](session& s) { return store::find_entry(s, "tea#1"); }) == value);
    CHECK(db.read([](session& s) { return store::load_entries(s); }) == std::vector{value});
    CHECK(db.read([](session& s) { return store::find_entry(s, "tea#2"); }) == std::nullopt);
    CHECK(find(entry_id{7}) == std::nullopt);
}

TEST_CASE_METHOD(fixture, "what an entry lacks at insertion is supplied", "[store]") {
    entry value = sample_entry("");
    value.phrasings = {"Is it done?", value.question, "", "Is it done?"};
    const auto id = insert(value);
    const auto stored = find(id).value();

    CHECK(stored.external_id == "e1");
    CHECK(stored.phrasings == std::vector<std::string>{"Is it done?"});
}

TEST_CASE_METHOD(fixture, "a taken external id is refused and leaves nothing behind", "[store]") {
    insert(sample_entry("tea#1"));
    const auto before = revision();
    CHECK(trouble_of([&] { insert(sample_entry("tea#1")); }) == trouble::internal);
    CHECK(db.read([](session& s) { return store::load_entries(s).size(); }) == 1);
    CHECK(revision() == before);
}

TEST_CASE_METHOD(fixture, "a change is a revision, no change is none", "[store]") {
    entry value = sample_entry("tea#1");
    value.id = insert(value);
    const authorship editor{.author = "slack:T1:U9", .via = "slack C1 170.9", .at = minute(5)};
    const auto update = [&](const entry& to) {
        return db.write([&](session& s) { return store::update_entry(s, to, editor); });
    };
    const auto first = value;
    const auto count = revision();
    CHECK_FALSE(update(value));
    CHECK(revision() == count);

    struct row {
        const char* what;
        std::function<void(entry&)> change;
    };
    const auto [what, change] = GENERATE(values<row>({
        {"another answer", [](entry& e) { e.answer = "Four."; }},
        {"another question", [](entry& e) { e.question = "When?"; }},
        {"retired", [](entry& e) { e.state = entry_state::retired; }},
        {"moved to another collection", [](entry& e) { e.collection = "kitchen"; }},
        {"renamed outside", [](entry& e) { e.external_id = "tea#9"; }},
        {"one phrasing more", [](entry& e) { e.phrasings.push_back("how many minutes"); }},
        {"phrasings in another order", [](entry& e) { std::swap(e.phrasings[0], e.phrasings[1]); }},
        {"no phrasing any more", [](entry& e) { e.phrasings.clear(); }},
        {"one tag less", [](entry& e) { e.tags.pop_back(); }},
        {"another source", [](entry& e) { e.sources[0].edition = "2024-05-24"; }},
        {"something said before", [](entry& e) { e.context = {"Which tea?"}; }},
    }));
    INFO(what);
    change(value);
    CHECK(update(value));
    CHECK(find(value.id) == value);
    CHECK(revision() > count);
    CHECK_FALSE(update(value));

    const auto all = db.read([&](session& s) { return store::revisions(s, value.id); });
    REQUIRE(all.size() == 2);
    CHECK(all[0].number == 1);
    CHECK(all[0].by.author == "import");
    CHECK(all[0].by.via == "import tea.md");
    CHECK(all[0].by.at == minute(0));
    CHECK(all[0].value == first);
    CHECK(all[1].number == 2);
    CHECK(all[1].by.author == "slack:T1:U9");
    CHECK(all[1].by.at == minute(5));
    CHECK(all[1].value == value);
}

TEST_CASE_METHOD(fixture, "an update without an external id keeps the stored one", "[store]") {
    entry value = sample_entry("tea#1");
    value.id = insert(value);
    value.external_id.clear();
    CHECK_FALSE(db.write([&](session& s) { return store::update_entry(s, value, by_import()); }));
    CHECK(find(value.id)->external_id == "tea#1");
}

TEST_CASE_METHOD(fixture, "an entry that is not there cannot be changed", "[store]") {
    entry value = sample_entry("tea#1");
    value.id = entry_id{12};
    CHECK(trouble_of([&] { db.write([&](session& s) { store::update_entry(s, value, by_import()); }); }) ==
          trouble::internal);
    CHECK(db.read([](session& s) { return store::revisions(s, entry_id{12}); }).empty());
}

TEST_CASE_METHOD(fixture, "the context of a follow-up is its chain, as the chain is now", "[store]") {
    entry first = sample_entry("tea#1#1");
    entry second = sample_entry("tea#1#2");
    entry third = sample_entry("tea#1#3");
    first.id = insert(first);
    second.previous = first.id;
    second.context = {"this is not what the chain says"};
    second.id = insert(second);
    third.previous = second.id;
    third.id = insert(third);

    CHECK(find(third.id)->context == std::vector{first.question, second.question});
    CHECK(find(third.id)->previous == second.id);

    second.question = "And green tea?";
    CHECK(db.write([&](session& s) { return store::update_entry(s, second, by_import()); }));
    const auto loaded = db.read([](session& s) { return store::load_entries(s); });
    REQUIRE(loaded.size() == 3);
    CHECK(loaded[0].context.empty());
    CHECK(loaded[1].context == std::vector{first.question});
    CHECK(loaded[2].context == std::vector{first.question, second.question});
    CHECK(loaded[2] == find(third.id));

    SECTION("a revision keeps the context of its time") {
        const auto all = db.read([&](session& s) { return store::revisions(s, third.id); });
        REQUIRE(all.size() == 1);
        CHECK(all[0].value.context == std::vector{first.question, sample_entry("tea#1#2").question});
    }
    SECTION("earlier turns count although a filter leaves them out") {
        first.state = entry_state::retired;
        db.write([&](session& s) { store::update_entry(s, first, by_import()); });
        const auto canonical = db.read(
            [](session& s) { return store::load_entries(s, {.state = entry_state::canonical, .collections = {}}); });
        REQUIRE(canonical.size() == 2);
        CHECK(canonical[0].context == std::vector{first.question});
    }
    SECTION("a chain can be taken apart") {
        third.previous = {};
        third.context = {"On its own."};
        CHECK(db.write([&](session& s) { return store::update_entry(s, third, by_import()); }));
        CHECK(find(third.id) == third);
    }
    SECTION("a chain does not become a circle") {
        first.previous = third.id;
        CHECK(trouble_of([&] { db.write([&](session& s) { store::update_entry(s, first, by_import()); }); }) ==
              trouble::internal);
        CHECK_FALSE(find(first.id)->previous);
    }
    SECTION("nothing follows up what is not there") {
        entry lost = sample_entry("tea#2#2");
        lost.previous = entry_id{5};
        CHECK(trouble_of([&] { insert(lost); }) == trouble::internal);
    }
}

TEST_CASE_METHOD(fixture, "one more place of printing is remembered once and is no revision", "[store]") {
    entry value = sample_entry("tea#1");
    value.id = insert(value);
    const auto add = [&](const source& place) {
        return db.write([&](session& s) { return store::add_source(s, value.id, place); });
    };
    source again = value.sources[0];
    CHECK_FALSE(add(again));
    again.file = "elsewhere/2024-05-17.md";
    CHECK_FALSE(add(again));
    const auto before = revision();
    again.edition = "2024-05-24";
    CHECK(add(again));
    CHECK_FALSE(add(again));

    value.sources.push_back(again);
    CHECK(find(value.id) == value);
    CHECK(revision() == before + 1);
    CHECK(db.read([&](session& s) { return store::revisions(s, value.id).size(); }) == 1);
    CHECK(trouble_of([&] { db.write([&](session& s) { store::add_source(s, entry_id{9}, again); }); }) ==
          trouble::internal);
}

TEST_CASE_METHOD(fixture, "a filter chooses by state and collection", "[store]") {
    for (const auto* id : {"a", "b", "c", "d"}) {
        entry value = sample_entry(id);
        value.collection = *id == 'a' || *id == 'b' ? "green" : "black";
        value.state = *id == 'b' ? entry_state::draft : entry_state::canonical;
        insert(value);
    }
    using states = std::optional<entry_state>;
    const auto [what, state, collections, expected] =
        GENERATE(table<const char*, states, std::vector<std::string>, std::string>({
            {"everything", std::nullopt, {}, "abcd"},
            {"canonical ones", entry_state::canonical, {}, "acd"},
            {"drafts", entry_state::draft, {}, "b"},
            {"one collection", std::nullopt, {"green"}, "ab"},
            {"two collections", std::nullopt, {"green", "black"}, "abcd"},
            {"state and collection", entry_state::canonical, {"green"}, "a"},
            {"a collection nobody has", std::nullopt, {"red"}, ""},
        }));
    INFO(what);
    std::string found;
    for (const auto& one :
         db.read([&](session& s) { return store::load_entries(s, {.state = state, .collections = collections}); })) {
        found += one.external_id;
        CHECK(one.phrasings == sample_entry(one.external_id).phrasings);
        CHECK(one.sources == sample_entry(one.external_id).sources);
    }
    CHECK(found == expected);
}
