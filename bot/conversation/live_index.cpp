#include "bot/conversation/live_index.hpp"

#include "bot/observe/log.hpp"
#include "knowledge/match/from_entries.hpp"
#include "knowledge/match/snapshot.hpp"
#include "knowledge/store/changes.hpp"
#include "knowledge/store/entries.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <system_error>
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

knowledge::match::snapshot_origin origin_of(const knowledge::store::knowledge_state& state) {
    return {state.revision, state.last_change, state.entry.value, state.made_at.time_since_epoch().count()};
}

std::filesystem::path snapshot_of(const std::filesystem::path& database) {
    return database.string() + ".index";
}

knowledge::store::knowledge_state state_now(const knowledge::store::store& store) {
    return store.read([](knowledge::store::session& db) { return knowledge::store::state_of_knowledge(db); });
}

struct built_index {
    knowledge::store::knowledge_state of;
    std::shared_ptr<const knowledge::match::index> index;
};

built_index build(const knowledge::store::store& store) {
    // Both in one read transaction: the entries are those of that state.
    auto [state, entries] = store.read([](knowledge::store::session& db) {
        return std::pair{
            knowledge::store::state_of_knowledge(db),
            knowledge::store::load_entries(db, {.state = knowledge::entry_state::canonical, .collections = {}})};
    });
    return {state, knowledge::match::index::build(knowledge::match::from_entries(entries))};
}

} // namespace

std::shared_ptr<const knowledge::match::index> index_of(const knowledge::store::store& store) {
    const auto database = store.read([](knowledge::store::session& db) { return knowledge::store::database_path(db); });
    auto kept = knowledge::match::load_snapshot(snapshot_of(database));
    if (kept.content && kept.origin == origin_of(state_now(store))) return kept.content;
    return build(store).index;
}

live_index::live_index(knowledge::store::store& store)
    : store_(store),
      snapshot_(
          snapshot_of(store.read([](knowledge::store::session& db) { return knowledge::store::database_path(db); }))) {
    load();
    rebuild_if_stale();
    thread_ = std::jthread([this](const std::stop_token& stop) { keep_fresh(stop); });
}

live_index::~live_index() = default;

std::shared_ptr<const knowledge::match::index> live_index::now() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

std::int64_t live_index::revision() const {
    const std::lock_guard lock(mutex_);
    return revision_;
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

void live_index::load() {
    auto kept = knowledge::match::load_snapshot(snapshot_);
    const auto state = state_now(store_);
    if (!kept.content)
        observe::log::debug("no index is taken from {}: {}", snapshot_.string(), kept.why_not);
    else if (kept.origin == origin_of(state))
        put_in_force(std::move(kept.content), state.revision);
}

void live_index::rebuild_if_stale() {
    {
        const auto at =
            store_.read([](knowledge::store::session& db) { return knowledge::store::knowledge_revision(db); });
        const std::lock_guard lock(mutex_);
        if (at == revision_) return;
    }
    {
        auto built = build(store_);
        put_in_force(keep(std::move(built.index), origin_of(built.of)), built.of.revision);
    }
    give_memory_back();
}

// Written beside the database and mapped from there, so that it takes no memory while nobody asks. Where that cannot
// be, it stays in memory.
std::shared_ptr<const knowledge::match::index> live_index::keep(std::shared_ptr<const knowledge::match::index> built,
                                                                const knowledge::match::snapshot_origin& origin) const {
    try {
        knowledge::match::save_snapshot(snapshot_, *built, origin);
    } catch (const std::system_error& trouble) {
        observe::log::warning("the match index is not kept for the next start: {}", trouble.what());
        return built;
    }
    auto kept = knowledge::match::load_snapshot(snapshot_);
    return kept.content && kept.origin == origin ? kept.content : built;
}

void live_index::put_in_force(std::shared_ptr<const knowledge::match::index> next, std::int64_t revision) {
    const std::lock_guard lock(mutex_);
    current_.swap(next); // the one before goes behind the lock, unless somebody still reads it
    revision_ = revision;
    changed_.notify_all();
}

} // namespace bot::conversation
