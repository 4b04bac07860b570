// The match index in force, replaced when the knowledge moves. Readers take one and keep it as long as they like; a
// thread of its own follows the knowledge, so that neither the event loop nor the writer waits for it: a few changed
// entries are put beside the index within milliseconds, and the whole is built anew when it is quiet or there are many.
#pragma once

#include "knowledge/match/index.hpp"
#include "knowledge/match/snapshot.hpp"
#include "knowledge/store/changes.hpp"
#include "knowledge/store/store.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace bot::conversation {

// Words that mean the same, a row each (text/synonyms.hpp), as the configuration has them.
using synonym_rows = std::vector<std::vector<std::string>>;

// For a program that asks once and ends: the index kept beside the database, or a new one.
[[nodiscard]] std::shared_ptr<const knowledge::match::index> index_of(const knowledge::store::store& store,
                                                                      const synonym_rows& own = {});

class live_index {
  public:
    // The first index is there before it returns: the one kept beside the database, or a new one. Throws store::error.
    explicit live_index(knowledge::store::store& store, const synonym_rows& own = {});
    ~live_index();
    live_index(const live_index&) = delete;
    live_index& operator=(const live_index&) = delete;

    [[nodiscard]] std::shared_ptr<const knowledge::match::index> now() const;

    // The same with the revision of the knowledge it is of.
    struct dated_index {
        std::shared_ptr<const knowledge::match::index> index;
        std::int64_t revision = 0;
    };
    [[nodiscard]] dated_index now_with_revision() const;

    // Looks at the knowledge's revision soon, and follows if it moved. From any thread. The revision is looked at
    // every second anyway: another process may have imported.
    void refresh();

    // Waits until an index of this revision or a newer one is in force; false when `deadline` passes first.
    [[nodiscard]] bool wait_for(std::int64_t revision, std::chrono::milliseconds deadline) const;

  private:
    void keep_fresh(const std::stop_token& stop);
    bool catch_up(); // false when there was nothing new
    void build_anew();
    [[nodiscard]] std::shared_ptr<const knowledge::match::index>
    keep(std::shared_ptr<const knowledge::match::index> built, const knowledge::match::snapshot_origin& origin) const;
    void put_in_force(std::shared_ptr<const knowledge::match::index> next,
                      const knowledge::store::knowledge_state& state);

    knowledge::store::store& store_;
    const knowledge::match::index::own_words own_words_;
    const std::filesystem::path snapshot_; // the index in a file beside the database
    mutable std::mutex mutex_;             // guards what follows
    mutable std::condition_variable_any changed_;
    std::shared_ptr<const knowledge::match::index> current_;
    knowledge::store::knowledge_state state_; // what current_ is of
    bool asked_ = false;
    std::jthread thread_; // last: stops before the rest goes
};

} // namespace bot::conversation
