#include "bot/conversation/live_index.hpp"

#include "bot/observe/log.hpp"
#include "knowledge/match/from_entries.hpp"
#include "knowledge/store/entries.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <utility>

namespace bot::conversation {

namespace {

// How soon knowledge imported by another process is answered from; one small read a second costs nothing.
constexpr std::chrono::seconds look_every{1};

// Building an index takes more than twice the memory that it keeps, and glibc would hold on to the rest: with 10,000
// entries 26 of 70 MiB.
void give_memory_back() {
#ifdef __GLIBC__
    ::malloc_trim(0);
#endif
}

} // namespace

live_index::live_index(knowledge::store::store& store) : store_(store) {
    rebuild_if_stale();
    thread_ = std::jthread([this](const std::stop_token& stop) { keep_fresh(stop); });
}

live_index::~live_index() = default;

std::shared_ptr<const knowledge::match::index> live_index::now() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

void live_index::refresh() {
    const std::lock_guard lock(mutex_);
    asked_ = true;
    changed_.notify_all();
}

bool live_index::wait_for(std::int64_t revision, std::chrono::milliseconds deadline) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, deadline, [&] { return revision_ >= revision; });
}

void live_index::keep_fresh(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, stop, look_every, [this] { return asked_; });
            asked_ = false;
        }
        if (stop.stop_requested()) return;
        try {
            rebuild_if_stale();
        } catch (const std::exception& trouble) {
            // The index in force stays; the next look tries again.
            observe::log::warning("the match index could not be rebuilt: {}", trouble.what());
        }
    }
}

void live_index::rebuild_if_stale() {
    std::int64_t known = 0;
    {
        const std::lock_guard lock(mutex_);
        known = revision_;
    }
    // Both in one read transaction: the entries are those of that revision.
    auto [revision, entries] = store_.read([known](knowledge::store::session& db) {
        const auto at = knowledge::store::knowledge_revision(db);
        std::vector<knowledge::entry> loaded;
        if (at != known)
            loaded =
                knowledge::store::load_entries(db, {.state = knowledge::entry_state::canonical, .collections = {}});
        return std::pair{at, std::move(loaded)};
    });
    if (revision == known) return;
    auto built = knowledge::match::index::build(knowledge::match::from_entries(entries));
    {
        const std::lock_guard lock(mutex_);
        current_.swap(built);
        revision_ = revision;
        changed_.notify_all();
    }
    built.reset(); // the one before, unless somebody still reads it
    entries = {};
    give_memory_back();
}

} // namespace bot::conversation
