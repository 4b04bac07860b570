// The writer: one thread that owns the writing session. It swaps the queue, runs every unit of work in a savepoint of
// its own (one that is alone needs none), commits once, and only then has the completions run. Private to store.cpp.
#pragma once

#include "knowledge/store/session.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace knowledge::store {

class writer {
  public:
    // `db` is open and migrated; from here on only the writer's thread uses it.
    writer(const settings& how, std::unique_ptr<session> db);
    ~writer();    // finishes what is queued
    void close(); // the same, earlier; not from two threads at once
    writer(const writer&) = delete;
    writer& operator=(const writer&) = delete;

    // Where a unit's completion runs: with its batch, or at once on the writer's thread, for callers that block and
    // may be the very ones who would otherwise run the event loop.
    enum class completion { posted, direct };

    [[nodiscard]] bool submit(store::work job, store::done finished, completion where);
    [[nodiscard]] std::size_t queued() const;
    [[nodiscard]] bool is_this_thread() const { return std::this_thread::get_id() == thread_.get_id(); }

  private:
    struct unit {
        store::work job;
        store::done finished;
        completion where;
        std::exception_ptr outcome;
    };
    using batch = std::vector<unit>;

    void work_until_closed();
    batch next_batch(); // waits; empty when closed and drained
    void run(batch& units);
    void finish(batch units);

    const settings& how_;
    std::unique_ptr<session> db_;
    mutable std::mutex lock_;
    std::condition_variable changed_;
    batch queue_;
    bool closing_ = false;
    std::thread thread_; // last: it uses everything above
};

} // namespace knowledge::store
