// The index follows the knowledge, also while a new one is being built; how long a build takes is the test's to say.
#include "bot/conversation/live_index.hpp"
#include "knowledge/match/snapshot.hpp"
#include "knowledge/store/entries.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using bot::conversation::live_index;
using bot::conversation::merging;
namespace match = knowledge::match;
namespace store = knowledge::store;

namespace {

constexpr auto soon = 20s; // never waited for, unless the test fails

// Stands in for builds that take their time: each ends when the test lets it, or is asked to stop.
class held_builds {
  public:
    bot::conversation::index_maker maker() {
        return [this](std::vector<match::document> documents, const match::index::own_words& own,
                      const std::stop_token& stop) {
            std::unique_lock lock(mutex_);
            ++begun_;
            most_at_once_ = std::max(most_at_once_, ++under_way_);
            const int number = begun_;
            changed_.notify_all();
            changed_.wait(lock, stop, [&] { return let_go_ >= number; });
            --under_way_;
            if (number == failing_) throw std::runtime_error("out of memory");
            return match::index::build(std::move(documents), own);
        };
    }
    void let_go(int up_to) {
        const std::lock_guard lock(mutex_);
        let_go_ = up_to;
        changed_.notify_all();
    }
    void let_fail(int number) {
        const std::lock_guard lock(mutex_);
        failing_ = number;
    }
    bool has_begun(int number) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, soon, [&] { return begun_ >= number; });
    }
    int begun() {
        const std::lock_guard lock(mutex_);
        return begun_;
    }
    int most_at_once() {
        const std::lock_guard lock(mutex_);
        return most_at_once_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable_any changed_;
    int begun_ = 0, under_way_ = 0, most_at_once_ = 0, failing_ = 0;
    int let_go_ = 1; // the first, before a live_index is there
};

struct library {
    tests::temporary_folder folder;
    store::store db{{.path = folder / "library.db"}};
    held_builds builds;
    std::vector<knowledge::entry_id> books;

    library() { add({"Where are the atlases?", "Where do I return a novel?", "Who mends torn pages?"}); }

    // Merged from three differences on, and never because it is quiet.
    [[nodiscard]] merging bounds() {
        return {.at = 3, .most_beside = 12, .quiet_at_least = 1h, .quiet_per_entry = {}, .make = builds.maker()};
    }

    void add(const std::vector<std::string>& questions) {
        db.write([&](store::session& session) {
            for (const auto& question : questions) {
                knowledge::entry one;
                one.question = question;
                one.answer = "At the desk.";
                books.push_back(store::insert_entry(session, one, by()));
            }
        });
    }
    void change(std::size_t book, const std::string& question) {
        db.write([&](store::session& session) {
            auto one = store::find_entry(session, books[book]).value();
            one.question = question;
            (void)store::update_entry(session, one, by());
        });
    }
    std::int64_t revision() {
        return db.read([](store::session& session) { return store::knowledge_revision(session); });
    }
    static store::authorship by() { return {.author = "import", .via = "test", .at = {}}; }
};

// Looks at the knowledge, and waits until it is followed.
bool follows(live_index& index, library& of) {
    index.refresh();
    return index.wait_for(of.revision(), soon);
}

bool finds(const live_index& index, knowledge::entry_id id, const std::string& question) {
    const auto found = index.now()->search({.text = question, .context = {}, .recent = {}, .collections = {}});
    return !found.empty() && found.front().id == id;
}

// Waits until what differs from what was built is so many.
bool has_changes(const live_index& index, std::size_t least, std::size_t most) {
    const auto until = std::chrono::steady_clock::now() + soon;
    for (bool late = false; !late; std::this_thread::yield()) {
        late = std::chrono::steady_clock::now() > until;
        const auto changes = index.now()->changes();
        if (changes >= least && changes <= most) return true;
    }
    return false;
}

bool has_changes(const live_index& index, std::size_t count) {
    return has_changes(index, count, count);
}

} // namespace

TEST_CASE("what changes while a new index is built is answered from at once, and stays when that is in force",
          "[store][live_index]") {
    library here;
    live_index index(here.db, {}, here.bounds());
    here.add({"Is there a cloakroom?", "May I bring coffee?", "Are dogs allowed?"});
    REQUIRE(follows(index, here));
    REQUIRE(here.builds.has_begun(2));

    here.add({"When is the piano tuned?"});
    REQUIRE(follows(index, here));
    CHECK(finds(index, here.books[6], "piano tuned"));
    here.change(0, "Where are the globes?");
    REQUIRE(follows(index, here));
    CHECK(finds(index, here.books[0], "globes"));
    CHECK_FALSE(finds(index, here.books[0], "atlases"));
    here.change(3, "Is there a locker room?"); // among the changes already
    REQUIRE(follows(index, here));
    CHECK(finds(index, here.books[3], "locker"));
    CHECK(index.now()->changes() == 6); // four new ones, one gone, one in its place

    here.builds.let_go(2);
    REQUIRE(has_changes(index, 5)); // one new one; two gone, two in their place
    CHECK(finds(index, here.books[6], "piano tuned"));
    CHECK(finds(index, here.books[0], "globes"));
    CHECK_FALSE(finds(index, here.books[0], "atlases"));
    CHECK(finds(index, here.books[3], "locker"));
    CHECK_FALSE(finds(index, here.books[3], "cloakroom"));
    CHECK(finds(index, here.books[4], "bring coffee"));
    CHECK(index.now_with_state().of.revision == here.revision());
    here.builds.let_go(3); // five are enough for the next
    CHECK(has_changes(index, 0));
}

TEST_CASE("one index is built at a time, and the knowledge never goes back", "[store][live_index]") {
    library here;
    auto bounds = here.bounds();
    bounds.most_beside = 1000;
    live_index index(here.db, {}, bounds);
    std::atomic<bool> done = false;
    std::atomic<int> backwards = 0;
    std::jthread reader([&] {
        std::int64_t last = 0;
        std::size_t size = 0;
        while (!done) {
            const auto seen = index.now_with_state();
            if (seen.of.revision < last || seen.index->size() < size) ++backwards;
            last = seen.of.revision;
            size = seen.index->size();
        }
    });
    for (int i = 0; i < 40; ++i) {
        here.add({"Where is shelf number" + std::to_string(i) + "?"});
        CHECK(follows(index, here));
        if (i % 4 == 3) here.builds.let_go(here.builds.begun());
    }
    here.builds.let_go(1000);
    CHECK(has_changes(index, 0, 2));
    done = true;
    reader.join();
    CHECK(backwards == 0);
    CHECK(here.builds.most_at_once() == 1);
    CHECK(here.builds.begun() > 2);
    CHECK(index.now()->size() == 43);
    CHECK(finds(index, here.books[42], "shelf number39"));
}

TEST_CASE("an import of many entries is answered from after one build", "[store][live_index]") {
    library here;
    live_index index(here.db, {}, here.bounds());
    const auto before = index.now_with_state();
    std::vector<std::string> many;
    for (int i = 0; i < 50; ++i)
        many.push_back("Who wrote volume" + std::to_string(i) + "?");
    here.add(many);
    index.refresh();
    REQUIRE(here.builds.has_begun(2));
    CHECK(index.now() == before.index);
    here.builds.let_go(1000);
    REQUIRE(index.wait_for(here.revision(), soon));
    CHECK(index.now()->changes() == 0);
    CHECK(finds(index, here.books[52], "who wrote volume49"));
    CHECK(follows(index, here));
    CHECK(here.builds.begun() == 2);
}

TEST_CASE("an import after another does not keep the first one waiting", "[store][live_index]") {
    library here;
    live_index index(here.db, {}, here.bounds());
    const auto import = [&](const std::string& what) {
        std::vector<std::string> many;
        for (int i = 0; i < 50; ++i)
            many.push_back("Who wrote " + what + std::to_string(i) + "?");
        here.add(many);
        index.refresh();
    };
    import("volume");
    REQUIRE(here.builds.has_begun(2));
    const auto first = here.revision();
    import("poem");
    here.builds.let_go(2);
    REQUIRE(here.builds.has_begun(3));
    CHECK(index.now_with_state().of.revision == first);
    CHECK(finds(index, here.books[52], "who wrote volume49"));
    here.builds.let_go(3);
    REQUIRE(index.wait_for(here.revision(), soon));
    CHECK(finds(index, here.books[102], "who wrote poem49"));
}

TEST_CASE("when nothing has changed for a while the few changes are merged", "[store][live_index]") {
    library here;
    auto bounds = here.bounds();
    bounds.quiet_at_least = 0s;
    live_index index(here.db, {}, bounds);
    here.builds.let_go(1000);
    here.add({"Is there a cloakroom?"});
    REQUIRE(follows(index, here));
    CHECK(has_changes(index, 0));
    CHECK(finds(index, here.books[3], "cloakroom"));
}

TEST_CASE("a build that fails leaves the index in force, and is tried again", "[store][live_index]") {
    library here;
    here.builds.let_fail(2);
    live_index index(here.db, {}, here.bounds());
    here.builds.let_go(1000);
    here.add({"Is there a cloakroom?", "May I bring coffee?", "Are dogs allowed?"});
    REQUIRE(follows(index, here));
    CHECK(finds(index, here.books[5], "dogs allowed"));
    CHECK(has_changes(index, 0));
    CHECK(here.builds.begun() == 3);
    CHECK(finds(index, here.books[5], "dogs allowed"));
}

TEST_CASE("who ends while an index is built waits for its step only, and leaves the file as it was",
          "[store][live_index]") {
    library here;
    const auto file = here.folder / "library.db.index";
    {
        live_index index(here.db, {}, here.bounds());
        here.add({"Is there a cloakroom?", "May I bring coffee?", "Are dogs allowed?"});
        REQUIRE(follows(index, here));
        REQUIRE(here.builds.has_begun(2)); // and nobody lets it go
    }
    const auto kept = match::load_snapshot(file);
    REQUIRE(kept.content);
    CHECK(kept.content->size() == 3);
    // The next start puts what is missing beside it, without building.
    auto bounds = here.bounds();
    bounds.at = 100;
    const live_index again(here.db, {}, bounds);
    CHECK(finds(again, here.books[5], "dogs allowed"));
    CHECK(again.now()->changes() == 3);
    CHECK(here.builds.begun() == 2);
}
