#include "scratch.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <fstream>

using namespace knowledge;
using namespace scratch;
using store::session;
using store::trouble;

namespace fs = std::filesystem;

namespace {

void write_something(store::store& db, const std::string& key = "key") {
    db.write([&](session& s) { (void)store::remember_delivery(s, key, minute(0)); });
}

void open_at(const fs::path& file) {
    store::store db(quick(file));
}

} // namespace

TEST_CASE("a database another process holds is locked: nothing is stored, and it heals", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    other_connection beside(home.file());
    beside.run("BEGIN IMMEDIATE");

    CHECK(trouble_of([&] { write_something(db, "waiting"); }) == trouble::locked);
    const awaited_outcome told;
    REQUIRE(db.submit([](session& s) { (void)store::remember_delivery(s, "queued", minute(0)); }, told.completion()));
    CHECK(trouble_of([&] { told.get(); }) == trouble::locked);
    CHECK_THAT(message_of([&] { write_something(db); }),
               Catch::Contains(home.file().string()) && Catch::Contains("30 ms"));
    CHECK(db.read([](session& s) { return store::knowledge_revision(s); }) == 0); // reading goes on
    CHECK(beside.count("delivered") == 0);

    beside.run("COMMIT");
    write_something(db, "later");
    CHECK(beside.ask("SELECT delivery FROM delivered") == "later");
}

TEST_CASE("a new file another process holds cannot be opened, and stays empty", "[store]") {
    folder home;
    other_connection beside(home.file());
    beside.run("BEGIN EXCLUSIVE");
    CHECK(trouble_of([&] { open_at(home.file()); }) == trouble::locked);
    beside.run("COMMIT");
    CHECK(beside.count("sqlite_master") == 0);
    CHECK_NOTHROW(open_at(home.file()));
}

TEST_CASE("when there is no room, who is told so is not stored, and small things go on", "[store]") {
    folder home;
    auto how = quick(home.file());
    how.max_pages = 100;
    std::vector<std::string> kept;
    {
        store::store db(how);
        const std::string much(20'000, 'x');
        std::vector<awaited_outcome> outcomes;
        const auto submit = [&](const std::string& key, bool swallow) {
            const auto& told = outcomes.emplace_back();
            const auto job = [key, much, swallow](session& s) {
                (void)store::remember_delivery(s, key, minute(0));
                try {
                    store::insert_question(s, sample_question(much, minute(0)));
                } catch (const store::error&) {
                    if (!swallow) throw;
                }
                (void)store::remember_delivery(s, key + " again", minute(0));
            };
            REQUIRE(db.submit(job, told.completion()));
        };
        for (int at = 0; at < 40; ++at)
            submit("key " + std::to_string(at), at % 2 == 0);
        int full = 0;
        for (std::size_t at = 0; at < outcomes.size(); ++at) {
            const auto what = trouble_of([&] { outcomes[at].get(); });
            if (!what) kept.push_back("key " + std::to_string(at));
            if (what == trouble::full) ++full;
        }
        CHECK(full > 0);
        CHECK(full + kept.size() == outcomes.size());
    }
    other_connection beside(home.file());
    CHECK(beside.count("delivered") == 2 * static_cast<long long>(kept.size()));
    for (const auto& key : kept) {
        CHECK(beside.ask("SELECT COUNT(*) FROM delivered WHERE delivery = '" + key + "'") == "1");
    }
    how.max_pages = 0;
    store::store db(how); // given room again, it works again
    write_something(db, "after");
    CHECK(beside.ask("PRAGMA integrity_check") == "ok");
}

TEST_CASE("what is no database of ours is refused and left as it is", "[store]") {
    folder home;
    const auto file = home.file();
    struct row {
        const char* what;
        std::function<void(const fs::path&)> make;
        const char* says;
    };
    const auto write = [](const fs::path& to, const std::string& text) { std::ofstream(to) << text; };
    const auto [what, make, says] = GENERATE_COPY(values<row>({
        {"a text", [&](const fs::path& to) { write(to, std::string(5000, 'a')); }, "not a database"},
        {"a directory", [](const fs::path& to) { fs::create_directory(to); }, "it is a directory"},
        {"somebody else's database", [](const fs::path& to) { other_connection(to).run("CREATE TABLE cat (name)"); },
         "tables that are not qunda's"},
        {"a damaged database",
         [](const fs::path& to) {
             open_at(to);
             std::fstream bytes(to, std::ios::in | std::ios::out | std::ios::binary);
             bytes.seekp(100);
             bytes << std::string(3000, 'z');
         },
         "malformed"},
    }));
    INFO(what);
    make(file);
    const auto size = fs::is_directory(file) ? 0 : fs::file_size(file);
    CHECK(trouble_of([&] { open_at(file); }) == trouble::unusable);
    CHECK_THAT(message_of([&] { open_at(file); }),
               Catch::Contains(says) && Catch::Contains(file.string()) && !Catch::Contains("backend"));
    CHECK((fs::is_directory(file) ? 0 : fs::file_size(file)) == size);
}

TEST_CASE("a path that cannot hold a database is refused with the reason", "[store]") {
    folder home;
    const fs::path in = home.path();
    const auto [what, path, says] = GENERATE_COPY(table<const char*, fs::path, const char*>({
        {"memory cannot be shared", ":memory:", "a file is needed"},
        {"no path", "", "a file is needed"},
        {"no such directory", in / "none" / "qunda.db", "there is no directory"},
        {"a file taken for a directory", fs::path("/dev/null") / "qunda.db", "there is no directory"},
        {"no way to say it to the library", fs::temp_directory_path() / "a=\"b", "both '='"},
    }));
    INFO(what);
    CHECK(trouble_of([&, at = path] { open_at(at); }) == trouble::unusable);
    CHECK_THAT(message_of([&, at = path] { open_at(at); }), Catch::Contains(says));
}

TEST_CASE("a missing file is made only if that is wanted", "[store]") {
    folder home;
    auto how = quick(home.file());
    how.create = false;
    CHECK(trouble_of([&] { store::store db(how); }) == trouble::unusable);
    CHECK_FALSE(fs::exists(home.file()));
    open_at(home.file());
    CHECK_NOTHROW(store::store(how));
}

TEST_CASE("a new file is for its owner alone, and one that was opened up stays so", "[store]") {
    folder home;
    const auto mode = [&](const char* name) { return fs::status(home.file(name)).permissions() & fs::perms::all; };
    const auto owner = fs::perms::owner_read | fs::perms::owner_write;
    {
        store::store db(quick(home.file()));
        write_something(db);
        CHECK(mode("qunda.db") == owner);
        CHECK(mode("qunda.db-wal") == owner);
    }
    fs::permissions(home.file(), owner | fs::perms::group_read);
    store::store db(quick(home.file()));
    CHECK(mode("qunda.db") == (owner | fs::perms::group_read));
}

TEST_CASE("a file may have any name", "[store]") {
    folder home;
    const auto name =
        GENERATE("two  spaces.db", "a=b c.db", "quote\".db", "file:x.db", "群答.db", "a%20b?mode=ro#.db", "it's.db");
    INFO(name);
    {
        store::store db(quick(home.file(name)));
        write_something(db);
        CHECK(db.read([](session& s) { return store::knowledge_revision(s); }) == 0);
    }
    std::vector<std::string> names;
    for (const auto& one : fs::directory_iterator(home.path()))
        names.push_back(one.path().filename().string());
    CHECK(names == std::vector<std::string>{name});
}

TEST_CASE("what may not be written is refused", "[store]") {
    folder home;
    fs::permissions(home.path(), fs::perms::all);
    open_at(home.file());
    const auto everybody_reads = fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read;
    const auto everybody_enters =
        everybody_reads | fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;
    const bool folder_too = GENERATE(false, true);
    INFO((folder_too ? "the folder" : "the file"));
    fs::permissions(home.file(), folder_too ? fs::perms::all : everybody_reads);
    if (folder_too) fs::permissions(home.path(), everybody_enters);
    const child visitor([&] { // root may do everything, so somebody else tries
        constexpr uid_t nobody = 65534;
        if (::geteuid() == 0 && ::setuid(nobody) != 0) return 2;
        if (trouble_of([&] { open_at(home.file()); }) != trouble::unusable) return 3;
        return message_of([&] { open_at(home.file()); }).find("no permission") == std::string::npos ? 4 : 0;
    });
    CHECK(visitor.wait() == 0);
    fs::permissions(home.path(), fs::perms::all);
}
