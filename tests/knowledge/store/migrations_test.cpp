#include "knowledge/store/audit.hpp"
#include "knowledge/store/migrations.hpp"
#include "knowledge/store/session.hpp"
#include "scratch.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <iterator>
#include <vector>

using namespace knowledge;
using namespace scratch;
using store::access;
using store::migration;
using store::session;
using store::trouble;

namespace {

const int newest = store::migrations().back().version;

// A file as a qunda of that version left it, with one of everything that version had.
void make_file_of_version(int version, const std::filesystem::path& file) {
    {
        session db(quick(file), access::write);
        std::vector<migration> known;
        std::ranges::copy_if(store::migrations(), std::back_inserter(known),
                             [version](const migration& step) { return step.version <= version; });
        store::migrate(db, known);
    }
    other_connection old(file);
    for (const auto* row : {
             "INSERT INTO entry (id, external_id, collection, state, question, answer, tags, context)"
             " VALUES (11, 'tea#1#1', 'default', 'canonical', 'How long?', 'Three.', '[\"tea\"]', '[]')",
             "INSERT INTO entry (id, external_id, collection, state, question, answer, tags, context)"
             " VALUES (12, 'tea#1#2', 'default', 'canonical', 'And green?', 'Two.', '[]', '[]')",
             "INSERT INTO phrasing VALUES (11, 0, 'how many minutes')",
             "INSERT INTO entry_source VALUES (11, 0, '2024-05-17', 2, 1, 'Ming', 'Teapot', 'https://t.example', 'f')",
             "INSERT INTO follow_up VALUES (12, 11)",
             "INSERT INTO counter VALUES ('knowledge', 2), ('question tea', 7)",
             "INSERT INTO question (id, number, community, platform, workspace, group_id, group_title, thread, "
             "message_id,"
             " direct, member, member_name, text, asked_at, decided, confidence, candidates, state, answered_with,"
             " reply_to) VALUES (21, 7, 'tea', 'slack', 'T1', 'C1', 'tea room', '', '170.1', 0, 'slack:T1:U1',"
             " 'Ming', 'How long?', 1716364800000, 'silent', 12.5, '[]', 'open', NULL, '')",
             "INSERT INTO delivered VALUES ('slack:event:Ev1', 1716364800000)",
             "INSERT INTO outbox (id, kind, lane, payload, question_id, state, attempts, created_at, due_at, "
             "expires_at,"
             " platform_id) VALUES (31, 'answer', 'slack:T1:C1', '{}', 21, 'sending', 1, 1716364800000, 1716364800000,"
             " 1716451200000, '')",
         }) {
        old.run(row);
    }
}

} // namespace

TEST_CASE("steps are numbered from 1, each higher than the one before", "[store]") {
    int before = 0;
    for (const auto& step : store::migrations()) {
        CHECK(step.version > before);
        before = step.version;
    }
    CHECK(store::migrations().front().version == 1);
    CHECK(newest >= 2);
}

TEST_CASE("an empty file gets the newest schema, safe to lose power", "[store]") {
    folder home;
    { store::store db(quick(home.file())); }
    other_connection beside(home.file());
    CHECK(beside.ask("SELECT MAX(version) FROM schema_version") == std::to_string(newest));
    CHECK(beside.ask("PRAGMA journal_mode") == "wal");
    store::store db(quick(home.file()));
    const auto pragma = [&](const char* name) {
        return db.write([&](session& s) {
            int value = 0;
            s.one(name, std::tie(value));
            return value;
        });
    };
    CHECK(pragma("PRAGMA synchronous") == 2); // FULL
    CHECK(pragma("PRAGMA foreign_keys") == 1);
    CHECK(pragma("PRAGMA busy_timeout") == 30);
}

TEST_CASE("the file of every earlier version opens with everything in it", "[store]") {
    folder home;
    const int version = GENERATE(range(1, newest + 1));
    INFO("from version " << version);
    make_file_of_version(version, home.file());
    store::store db(quick(home.file()));

    CHECK(other_connection(home.file()).ask("SELECT MAX(version) FROM schema_version") == std::to_string(newest));
    const auto entries = db.read([](session& s) { return store::load_entries(s); });
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].phrasings == std::vector<std::string>{"how many minutes"});
    CHECK(entries[0].sources.at(0).edition == "2024-05-17");
    CHECK(entries[1].context == std::vector<std::string>{"How long?"});
    CHECK(db.read([](session& s) { return store::find_question(s, "tea", 7); })->text == "How long?");
    CHECK(db.write([](session& s) { return store::insert_question(s, sample_question("?", minute(1))).number; }) == 8);
    CHECK_FALSE(db.write([](session& s) { return store::remember_delivery(s, "slack:event:Ev1", minute(9)); }));
    const auto interrupted = db.write([](session& s) { return store::recover_interrupted(s); });
    REQUIRE(interrupted.size() == 1);
    CHECK(interrupted[0].question == question_id{21});
    db.write([](session& s) { store::insert_audit(s, {minute(1), "cli", "import", "tea.md", ""}); });
    CHECK(db.write([](session& s) { return store::insert_entry(s, sample_entry("new"), by_import()); }));
}

TEST_CASE("the schema is the same, whichever version it came from", "[store]") {
    folder home;
    const auto schema_of = [&](const std::string& name) {
        return other_connection(home.file(name))
            .ask("SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_master ORDER BY name)");
    };
    { store::store db(quick(home.file("new.db"))); }
    const int version = GENERATE(range(1, newest + 1));
    make_file_of_version(version, home.file("old.db"));
    { store::store db(quick(home.file("old.db"))); }
    CHECK(schema_of("old.db") == schema_of("new.db"));
}

TEST_CASE("an older qunda refuses a newer file in one sentence and leaves it alone", "[store]") {
    folder home;
    { store::store db(quick(home.file())); }
    other_connection beside(home.file());
    beside.run("INSERT INTO schema_version VALUES (" + std::to_string(newest + 3) + ", 0)");
    const auto open = [&] { store::store db(quick(home.file())); };
    CHECK(trouble_of(open) == trouble::newer_schema);
    CHECK(message_of(open) == "the database " + home.file().string() + " has schema version " +
                                  std::to_string(newest + 3) + ", written by a newer qunda; this qunda knows no " +
                                  "version above " + std::to_string(newest));
    CHECK(beside.ask("SELECT MAX(version) FROM schema_version") == std::to_string(newest + 3));
}

TEST_CASE("a step that fails leaves the file as it was", "[store]") {
    folder home;
    make_file_of_version(1, home.file());
    std::vector<migration> steps(store::migrations().begin(), store::migrations().end());
    constexpr std::array failing{"CREATE TABLE half (id INTEGER)", "CREATE TABLE half (id INTEGER)"};
    steps.push_back({newest + 1, failing});
    const auto migrate = [&] {
        session db(quick(home.file()), access::write);
        store::migrate(db, steps);
    };
    CHECK(trouble_of(migrate) == trouble::internal);
    other_connection beside(home.file());
    CHECK(beside.ask("SELECT MAX(version) FROM schema_version") == "1");
    CHECK(beside.ask("SELECT COUNT(*) FROM sqlite_master WHERE name IN ('half', 'audit')") == "0");
}

TEST_CASE("a migration that is killed half-way is done again from the start", "[store]") {
    folder home;
    make_file_of_version(1, home.file());
    const child victim([&] {
        session db(quick(home.file()), access::write);
        db.begin();
        for (const auto& step : store::migrations().subspan(1))
            store::apply(db, step);
        return ::raise(SIGKILL);
    });
    REQUIRE(victim.wait() == -SIGKILL);
    {
        other_connection beside(home.file());
        CHECK(beside.ask("SELECT MAX(version) FROM schema_version") == "1");
        CHECK(beside.ask("SELECT COUNT(*) FROM sqlite_master WHERE name = 'audit'") == "0");
    }
    store::store db(quick(home.file()));
    CHECK(db.read([](session& s) { return store::load_entries(s).size(); }) == 2);
}
