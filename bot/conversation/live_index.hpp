// The match index in force, replaced when the knowledge moves. Readers take one and keep it as long as they like; a
// thread of its own follows the knowledge, so that neither the event loop nor the writer waits for it: changed entries
// are put beside the index within milliseconds. When it is quiet or there are many, the whole is built anew on another
// thread (background_build.hpp); what changes meanwhile is put beside the old one, and then beside the new one.
#pragma once

#include "bot/conversation/background_build.hpp"
#include "bot/conversation/base_index.hpp"
#include "knowledge/match/index.hpp"
#include "knowledge/store/store.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace bot::conversation {

// When what differs from an index is merged into a new one. An entry that was changed differs twice: the old one is
// gone, the new one is there. Tests have other bounds.
struct merging {
    // From so many on at once, otherwise when nothing has changed for a while.
    std::size_t at = 100;
    // More are not put beside the index, they are answered from when the new one is there: an import. Each adds some
    // 25 µs to the time until the next change is seen, which is to be 5 ms at most.
    std::size_t most_beside = 200;
    // The larger the knowledge, the longer: building takes some 10 µs an entry, and people who edit a lot must not keep
    // a processor busy with it.
    std::chrono::milliseconds quiet_at_least{5000};
    std::chrono::microseconds quiet_per_entry{500};
    index_maker make = made_as_always();
};

class live_index {
  public:
    // The first index is there before it returns: the one kept beside the database, or a new one. Throws store::error.
    explicit live_index(knowledge::store::store& store, const synonym_rows& own = {}, merging how = {});
    // Waits for the step of a build that is under way (background_build.hpp).
    ~live_index();
    live_index(const live_index&) = delete;
    live_index& operator=(const live_index&) = delete;

    [[nodiscard]] std::shared_ptr<const knowledge::match::index> now() const;

    // The same with the state of the knowledge it is of.
    [[nodiscard]] dated_index now_with_state() const;

    // Looks at the knowledge's revision soon, and follows if it moved. From any thread. The revision is looked at
    // every second anyway: another process may have imported.
    void refresh();

    // Waits until an index of this revision or a newer one is in force; false when `deadline` passes first.
    [[nodiscard]] bool wait_for(std::int64_t revision, std::chrono::milliseconds deadline) const;

  private:
    void keep_fresh(const std::stop_token& stop);
    bool follow(); // false when nothing has changed
    void take_up_new_base();
    [[nodiscard]] bool should_merge(std::chrono::nanoseconds quiet) const;
    [[nodiscard]] std::optional<dated_index> brought_up(const dated_index& from) const;
    void put_in_force(dated_index next);

    knowledge::store::store& store_;
    const merging merging_;
    const base_index base_;
    mutable std::mutex mutex_; // guards what follows
    mutable std::condition_variable_any changed_;
    dated_index current_;
    bool asked_ = false;
    background_build build_; // the rest is for the thread that follows
    std::jthread thread_;    // last: stops before the rest goes
};

} // namespace bot::conversation
