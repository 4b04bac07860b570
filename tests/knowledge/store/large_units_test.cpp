// Units of work about as large as the writer's cache, whose pages leave for the log before the commit.
// that.
#include "knowledge/store/session.hpp"
#include "scratch.hpp"

#include <catch2/catch.hpp>
#include <sys/resource.h>

#include <csignal>

using namespace knowledge;
using namespace scratch;
using store::session;

namespace {

const std::string much(3000, 'x'); // a question of it fills a page

void ask(session& s, int from, int to) {
    for (int at = from; at < to; ++at)
        store::insert_question(s, sample_question(std::to_string(at) + much, minute(at)));
}

// No file of this process may grow beyond that; writing on is an error then, as on a full disk.
void limit_files_to(rlim_t bytes) {
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = std::min(bytes, limit.rlim_max);
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

} // namespace

TEST_CASE("a unit larger than the cache is stored whole, or undone whole", "[store]") {
    folder home;
    constexpr int many = 4000; // 12 MB: pages leave for the log before the commit, and come back from there
    {
        store::store db(quick(home.file()));
        CHECK_THROWS_WITH(db.write([](session& s) {
            ask(s, 0, many);
            throw std::runtime_error("changed my mind");
        }),
                          "changed my mind");
        CHECK(db.read([](session& s) { return store::open_questions(s, "tea", many).size(); }) == 0);
        db.write([](session& s) {
            ask(s, 0, many);
            s.run("UPDATE question SET member_name = 'Hong' WHERE number <= 2000"); // written twice in one transaction
        });
        // Seen by whoever opens the file now, while the log is all there is.
        CHECK(other_connection(home.file()).count("question") == many);
    }
    other_connection beside(home.file());
    CHECK(beside.ask("PRAGMA integrity_check") == "ok");
    CHECK(beside.ask("SELECT COUNT(*) FROM question WHERE member_name = 'Hong' AND length(text) > 3000") == "2000");
}

TEST_CASE("what was undone does not come over what somebody else has stored since", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    other_connection beside(home.file());
    beside.run("CREATE TABLE other (much TEXT)");
    // From somewhere on a few pages do not fit into the cache and leave for the log, where the others then go on.
    for (int many = 1600; many < 2400; many += 10) {
        CHECK_THROWS(db.write([many](session& s) {
            ask(s, 0, many);
            throw std::runtime_error("changed my mind");
        }));
        beside.run("INSERT INTO other SELECT hex(randomblob(25000))");
        db.write([many](session& s) { ask(s, many, many + 1); });
    }
    CHECK(beside.count("question") == 80);
    CHECK(beside.ask("SELECT SUM(length(much)) FROM other") == "4000000");
    CHECK(beside.ask("PRAGMA integrity_check") == "ok");
}

TEST_CASE("when the log may not grow the unit is told so, and with room again all goes on", "[store]") {
    folder home;
    const child other([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        store::store db(quick(home.file()));
        db.write([](session& s) { ask(s, 0, 10); });
        limit_files_to(rlim_t{400} << 10);
        if (!trouble_of([&] { db.write([](session& s) { ask(s, 10, 400); }); })) return 1;
        if (db.read([](session& s) { return store::open_questions(s, "tea", 1000).size(); }) != 10) return 2;
        limit_files_to(RLIM_INFINITY);
        db.write([](session& s) { ask(s, 10, 400); });
        return db.read([](session& s) { return store::open_questions(s, "tea", 1000).size(); }) == 400 ? 0 : 3;
    });
    CHECK(other.wait() == 0);
    other_connection beside(home.file());
    CHECK(beside.count("question") == 400);
    CHECK(beside.ask("PRAGMA integrity_check") == "ok");
}
