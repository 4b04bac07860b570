#include "knowledge/store/session.hpp"
#include "knowledge/store/store.hpp"
#include "scratch.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <future>
#include <thread>

using namespace knowledge;
using namespace scratch;
using store::session;
using store::trouble;

namespace {

// The smallest write there is.
auto remembering(std::string key) {
    return [key = std::move(key)](session& s) { (void)store::remember_delivery(s, key, minute(0)); };
}

std::int64_t remembered(const store::store& db) {
    return db.read([](session& s) {
        std::int64_t rows = 0;
        s.one("SELECT COUNT(*) FROM delivered", std::tie(rows));
        return rows;
    });
}

// Holds the writer inside of a unit of work until it is opened, so that what is submitted meanwhile is one batch.
class gate {
  public:
    explicit gate(store::store& db) {
        auto entered = entered_.get_future();
        const bool queued = db.submit(
            [this, opened = opened_.get_future().share()](session&) {
                entered_.set_value();
                opened.wait();
            },
            {});
        if (!queued) throw std::runtime_error("the writer did not take the gate");
        entered.wait();
    }
    ~gate() { open(); }
    gate(const gate&) = delete;
    gate& operator=(const gate&) = delete;
    void open() {
        if (!std::exchange(is_open_, true)) opened_.set_value();
    }

  private:
    std::promise<void> entered_;
    std::promise<void> opened_;
    bool is_open_ = false;
};

// An event loop without a loop: keeps what was posted until somebody runs it.
class mailbox {
  public:
    void put(std::function<void()> one) {
        const std::lock_guard guard(lock_);
        posted_.push_back(std::move(one));
        changed_.notify_one();
    }
    std::function<void()> take() {
        std::unique_lock guard(lock_);
        changed_.wait(guard, [this] { return !posted_.empty(); });
        auto one = std::move(posted_.front());
        posted_.erase(posted_.begin());
        return one;
    }
    bool empty() {
        const std::lock_guard guard(lock_);
        return posted_.empty();
    }

  private:
    std::mutex lock_;
    std::condition_variable changed_;
    std::vector<std::function<void()>> posted_;
};

} // namespace

TEST_CASE("values and exceptions come out of reads and writes", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    CHECK(db.write([](session&) { return std::string("kept"); }) == "kept");
    CHECK(*db.read([](session&) { return std::make_unique<int>(4); }) == 4);
    CHECK_THROWS_AS(db.write([](session&) { throw std::out_of_range("mine"); }), std::out_of_range);
    CHECK_THROWS_AS(db.read([](session&) { throw std::out_of_range("mine"); }), std::out_of_range);
    db.write(remembering("a"));
    CHECK(remembered(db) == 1);
}

TEST_CASE("a unit that throws is undone, its neighbours in the batch are not", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    std::vector<awaited_outcome> outcomes;
    {
        gate held(db);
        for (int at = 0; at < 9; ++at) {
            const auto& told = outcomes.emplace_back();
            REQUIRE(db.submit(
                [at](session& s) {
                    remembering("key " + std::to_string(at))(s);
                    if (at == 3) throw std::runtime_error("changed my mind");
                    if (at == 5) s.run("INSERT INTO delivered (delivery, seen_at) VALUES ('key 1', 0)");
                },
                told.completion()));
        }
    }
    for (std::size_t at = 0; at < outcomes.size(); ++at) {
        INFO("unit " << at);
        if (at == 3) {
            CHECK_THROWS_WITH(outcomes[at].get(), "changed my mind");
        } else if (at == 5) {
            CHECK(trouble_of([&] { outcomes[at].get(); }) == trouble::internal);
        } else {
            CHECK_NOTHROW(outcomes[at].get());
        }
    }
    CHECK(remembered(db) == 7);
}

TEST_CASE("a unit that is alone and throws is undone, and the next one is stored", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    CHECK_THROWS_WITH(db.write([](session& s) {
        remembering("undone")(s);
        throw std::runtime_error("changed my mind");
    }),
                      "changed my mind");
    CHECK(trouble_of([&] {
              db.write([](session& s) {
                  remembering("undone, too")(s);
                  s.run("INSERT INTO delivered (delivery, seen_at) VALUES ('undone, too', 0)");
              });
          }) == trouble::internal);
    db.write(remembering("kept"));
    CHECK(other_connection(home.file()).ask("SELECT group_concat(delivery) FROM delivered") == "kept");
}

TEST_CASE("late work is done once a batch, behind all units, in their transaction", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    std::vector<awaited_outcome> outcomes;
    int done = 0;
    std::int64_t seen = 0;
    const auto unit = [&](int at) {
        return [&, at](session& s) {
            remembering("key " + std::to_string(at))(s);
            store::at_end_of_batch(s, "count", [&](session& late) {
                ++done;
                late.one("SELECT COUNT(*) FROM delivered", std::tie(seen));
                remembering("late")(late);
            });
        };
    };
    {
        gate held(db);
        for (int at = 0; at < 9; ++at)
            REQUIRE(db.submit(unit(at), outcomes.emplace_back().completion()));
    }
    for (auto& one : outcomes)
        one.get();
    CHECK(done == 1);
    CHECK(seen == 9);
    CHECK(remembered(db) == 10);
    db.write([](session& s) { s.run("DELETE FROM delivered"); });
    db.write(unit(1)); // alone in its batch
    CHECK(done == 2);
    CHECK(remembered(db) == 2);
}

TEST_CASE("late work that throws is undone alone, and a unit that is undone leaves none", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    bool done = false;
    awaited_outcome kept, undone;
    {
        gate held(db);
        REQUIRE(db.submit(
            [](session& s) {
                remembering("kept")(s);
                store::at_end_of_batch(s, "fails", [](session& late) {
                    remembering("late")(late);
                    throw std::runtime_error("changed my mind");
                });
            },
            kept.completion()));
        REQUIRE(db.submit(
            [&](session& s) {
                store::at_end_of_batch(s, "never", [&](session&) { done = true; });
                throw std::runtime_error("changed my mind, too");
            },
            undone.completion()));
    }
    CHECK_NOTHROW(kept.get());
    CHECK_THROWS_WITH(undone.get(), "changed my mind, too");
    CHECK_FALSE(done);
    CHECK(other_connection(home.file()).ask("SELECT group_concat(delivery) FROM delivered") == "kept");
    CHECK(trouble_of([&] { db.read([](session& s) { store::at_end_of_batch(s, "read", [](session&) {}); }); }) ==
          trouble::internal);
}

TEST_CASE("a batch is one commit, then one post of all its completions", "[store]") {
    folder home;
    mailbox posted;
    auto how = quick(home.file());
    how.batch_limit = 50;
    how.post = [&](std::function<void()> all) { posted.put(std::move(all)); };
    store::store db(std::move(how));
    other_connection beside(home.file());

    int completed = 0;
    {
        gate held(db);
        for (int at = 0; at < 120; ++at) {
            REQUIRE(db.submit(remembering("key " + std::to_string(at)),
                              [&](const std::exception_ptr& problem) { completed += problem ? 1000 : 1; }));
        }
        CHECK(db.queued() == 120);
        CHECK(beside.count("delivered") == 0);
    }
    posted.take()(); // the gate's own
    for (const int so_far : {50, 100, 120}) {
        auto completions = posted.take();
        CHECK(beside.count("delivered") >= so_far); // on disk before anybody is told
        const int before = completed;
        completions();
        CHECK(completed == so_far);
        CHECK(before < so_far);
    }
    CHECK(db.queued() == 0);
    db.write(remembering("direct")); // does not need the loop: nobody runs it here
    CHECK(posted.empty());
}

TEST_CASE("when the commit fails, nobody of the batch is stored and everybody is told", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    std::vector<awaited_outcome> outcomes;
    {
        gate held(db);
        for (int at = 0; at < 4; ++at) {
            const auto& told = outcomes.emplace_back();
            REQUIRE(db.submit(
                [at](session& s) {
                    remembering("key " + std::to_string(at))(s);
                    if (at != 2) return;
                    // A broken reference that SQLite notices no sooner than at the commit.
                    s.run("PRAGMA defer_foreign_keys = ON");
                    auto row = sample_row("lane", minute(0));
                    row.question = question_id{404};
                    store::insert_outbox(s, row);
                },
                told.completion()));
        }
    }
    for (auto& outcome : outcomes)
        CHECK(trouble_of([&] { outcome.get(); }) == trouble::internal);
    CHECK(remembered(db) == 0);
    db.write(remembering("afterwards"));
    CHECK(remembered(db) == 1);
}

TEST_CASE("a full queue refuses, and takes again when there is room", "[store]") {
    folder home;
    auto how = quick(home.file());
    how.queue_limit = 3;
    store::store db(how);
    std::atomic<int> completed = 0;
    const auto count = [&](const std::exception_ptr&) { ++completed; };
    {
        gate held(db);
        for (const auto* key : {"a", "b", "c"})
            REQUIRE(db.submit(remembering(key), count));
        CHECK_FALSE(db.submit(remembering("d"), count));
        CHECK(trouble_of([&] { db.write(remembering("e")); }) == trouble::overloaded);
        CHECK(db.queued() == 3);
    }
    while (db.queued() > 0)
        std::this_thread::yield();
    db.write(remembering("f"));
    CHECK(remembered(db) == 4);
    CHECK(completed == 3);
}

TEST_CASE("closing finishes what is queued", "[store]") {
    folder home;
    std::atomic<int> completed = 0;
    {
        auto how = quick(home.file());
        how.batch_limit = 10;
        store::store db(how);
        gate held(db);
        for (int at = 0; at < 100; ++at) {
            REQUIRE(db.submit(remembering("key " + std::to_string(at)),
                              [&](const std::exception_ptr& problem) { completed += problem ? 1000 : 1; }));
        }
    }
    CHECK(completed == 100);
    CHECK(other_connection(home.file()).count("delivered") == 100);
}

TEST_CASE("a unit of work cannot wait for another", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    CHECK(trouble_of([&] { db.write([&](session&) { db.write(remembering("inner")); }); }) == trouble::internal);
    CHECK(remembered(db) == 0);
}

TEST_CASE("a read sees one moment while the writer goes on", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    db.write(remembering("a"));
    db.read([&](session& s) {
        std::int64_t rows = 0;
        const auto count = [&] {
            s.one("SELECT COUNT(*) FROM delivered", std::tie(rows));
            return rows;
        };
        CHECK(count() == 1);
        db.write(remembering("b")); // does not wait for this read
        CHECK(count() == 1);
        CHECK(remembered(db) == 2); // another reader, another moment
    });
    const gate held(db);
    CHECK(remembered(db) == 2); // does not wait for the writer
}

TEST_CASE("a reader cannot write", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    CHECK(trouble_of([&] { db.read(remembering("a")); }) == trouble::internal);
    CHECK(remembered(db) == 0);
}

TEST_CASE("when all readers are busy, one more is refused after the time-out", "[store]") {
    folder home;
    auto how = quick(home.file());
    how.readers = 1;
    store::store db(how);
    db.read([&](session&) { CHECK(trouble_of([&] { (void)remembered(db); }) == trouble::overloaded); });
    CHECK(remembered(db) == 0);
}

TEST_CASE("readers on many threads always see whole units of work", "[store]") {
    folder home;
    auto how = quick(home.file());
    how.busy_timeout = 10s;
    store::store db(how);
    std::atomic<bool> writing = true;
    std::atomic<int> torn = 0;
    std::atomic<int> reads = 0;
    {
        std::vector<std::jthread> readers;
        for (int at = 0; at < 6; ++at) { // more than there are sessions
            readers.emplace_back([&] {
                do {
                    torn += remembered(db) % 2 == 0 ? 0 : 1;
                    ++reads;
                } while (writing);
            });
        }
        for (int at = 0; at < 60; ++at) {
            db.write([at](session& s) {
                remembering("left " + std::to_string(at))(s);
                remembering("right " + std::to_string(at))(s);
            });
        }
        writing = false;
    }
    CHECK(torn == 0);
    CHECK(reads >= 6);
    CHECK(remembered(db) == 120);
}

TEST_CASE("a statement may run again inside of its own rows", "[store]") {
    folder home;
    store::store db(quick(home.file()));
    for (const auto* key : {"a", "b"})
        db.write(remembering(key));
    std::string pairs;
    db.read([&](session& s) {
        const std::function<void(const std::string&)> read_after = [&](const std::string& before) {
            std::string key;
            s.each("SELECT delivery FROM delivered ORDER BY delivery", std::tie(key), [&] {
                if (before.empty()) {
                    read_after(key);
                } else {
                    pairs += before + key + " ";
                }
            });
        };
        read_after("");
    });
    CHECK(pairs == "aa ab ba bb ");
}
