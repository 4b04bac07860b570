// The database: one file, one writer thread, a few readers. Statements live in the files beside this one (entries.hpp,
// questions.hpp, outbox.hpp …), each a function of a `session`; this file decides when and in which transaction they
// run. SOCI stays inside knowledge/store: nobody else includes it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace knowledge::store {

// A connection inside a transaction. Obtained from a store only; lives for the duration of one unit of work.
class session;

enum class trouble {
    newer_schema, // the file was written by a newer qunda
    locked,       // another process held the database longer than the busy time-out
    full,         // disk full, or the file may not grow
    overloaded,   // the queue of the writer is full: try again later
    unusable,     // not a database, not readable, not writable, damaged
    internal      // a statement failed: our mistake
};

class error : public std::runtime_error {
  public:
    error(trouble what, const std::string& message) : std::runtime_error(message), what_(what) {}
    [[nodiscard]] trouble kind() const { return what_; }

  private:
    trouble what_;
};

struct settings {
    std::filesystem::path path; // ":memory:" is refused: readers and the writer must see one database
    std::chrono::milliseconds busy_timeout{5000};
    std::size_t queue_limit = 4096; // units of work waiting for the writer; above it submit() refuses
    std::size_t batch_limit = 512;  // units of work committed together
    std::size_t readers = 4;        // read sessions, opened when first needed; more callers than that wait busy_timeout
    bool create = true;             // false: a missing file is trouble::unusable
    std::int64_t max_pages = 0; // the file may not grow beyond so many pages of 4 KiB (trouble::full); 0: no such cap
    // Called on the writer's thread with one function that runs every completion of a batch: post it to an event loop
    // to get one wake-up a batch. Empty: completions run on the writer's thread.
    std::function<void(std::function<void()>)> post;
};

class store {
  public:
    // Opens the file, creates or migrates the schema. Throws error.
    explicit store(settings how);
    // Finishes what is queued, then closes.
    ~store();
    store(const store&) = delete;
    store& operator=(const store&) = delete;

    using work = std::function<void(session&)>;
    // nullptr: committed. Otherwise nothing of it is stored. Must not throw.
    using done = std::function<void(std::exception_ptr)>;

    // Queues a unit of work for the writer. It runs inside a savepoint of its own and is committed (FULL) together with
    // its neighbours; `finished` runs after that commit, never before. When one unit throws, only that unit is undone.
    // False: the queue is full, nothing was queued and `finished` will not run.
    [[nodiscard]] bool submit(work job, done finished);

    // The same, and waits for the commit, without settings::post. Rethrows what the work threw; throws error on
    // overload and commit failure. Not for the event loop's thread; from a unit of work it is refused, error{internal}.
    template <class F>
    auto write(F job) -> std::invoke_result_t<F, session&> {
        using result = std::invoke_result_t<F, session&>;
        if constexpr (std::is_void_v<result>) {
            write_and_wait([&job](session& db) { job(db); });
        } else {
            std::unique_ptr<result> value;
            write_and_wait([&](session& db) { value = std::make_unique<result>(job(db)); });
            return std::move(*value);
        }
    }

    // Runs `job` on the caller's thread in a read transaction of one of the reader sessions: it sees one moment.
    template <class F>
    auto read(F job) const -> std::invoke_result_t<F, session&> {
        using result = std::invoke_result_t<F, session&>;
        if constexpr (std::is_void_v<result>) {
            read_here([&job](session& db) { job(db); });
        } else {
            std::unique_ptr<result> value;
            read_here([&](session& db) { value = std::make_unique<result>(job(db)); });
            return std::move(*value);
        }
    }

    // Finishes what is queued; from then on submit() refuses and write() throws. Before what the queued work refers to
    // goes.
    void close();

    [[nodiscard]] std::size_t queued() const; // units of work waiting, for health and metrics

  private:
    void write_and_wait(const work& job);
    void read_here(const work& job) const;

    struct implementation;
    std::unique_ptr<implementation> impl_;
};

// From a unit of work: `job` is to be done once behind all units of this batch, in the same transaction; for what many
// of them change and that is costly to bring up to date. Under a key that is there already nothing is added. When it
// throws, only it is undone, and nobody is told: who wants to know catches it and throws it on. A unit that is undone
// leaves none. Throws error{internal} where nothing is written.
void at_end_of_batch(session& db, std::string key, store::work job);

} // namespace knowledge::store
