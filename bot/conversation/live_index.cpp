#include "bot/conversation/live_index.hpp"

#include "bot/observe/log.hpp"
#include "knowledge/match/from_entries.hpp"
#include "knowledge/match/snapshot.hpp"
#include "knowledge/store/changes.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/text/synonyms.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <optional>
#include <system_error>
#include <unordered_set>
#include <utility>

namespace bot::conversation {

namespace {

// With so many changed entries the index is built anew at once: a change is to be seen within milliseconds, and each
// entry that differs adds some 40 µs to the next.
constexpr std::size_t most_changes = 100;

// With fewer, when nothing has changed for a while. The larger the knowledge, the longer: building takes some 10 µs an
// entry, and people who edit a lot must not keep a processor busy with it.
std::chrono::milliseconds quiet_before_merging(std::size_t entries) {
    constexpr std::chrono::milliseconds at_least{5000};
    return std::max(at_least, std::chrono::milliseconds(entries / 2));
}

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

knowledge::store::knowledge_state state_of(const knowledge::match::snapshot_origin& origin) {
    return {origin[0], origin[1], {origin[2]}, knowledge::timestamp(std::chrono::milliseconds(origin[3]))};
}

std::filesystem::path snapshot_of(const std::filesystem::path& database) {
    return database.string() + ".index";
}

knowledge::store::knowledge_state state_now(const knowledge::store::store& store) {
    return store.read([](knowledge::store::session& db) { return knowledge::store::state_of_knowledge(db); });
}

// What was asked before an entry is part of it: entries behind a changed one in its chain change as well.
void add_followers(const knowledge::match::index& index, std::vector<knowledge::entry_id>& changed) {
    std::unordered_set<std::int64_t> known;
    for (const auto id : changed)
        known.insert(id.value);
    for (std::size_t i = 0; i < changed.size(); ++i)
        for (const auto follower : index.follow_ups(changed[i]))
            if (known.insert(follower.value).second) changed.push_back(follower);
}

struct built_index {
    knowledge::store::knowledge_state of;
    std::shared_ptr<const knowledge::match::index> index;
};

knowledge::match::index::own_words read(const synonym_rows& own) {
    return own.empty() ? nullptr : std::make_shared<const knowledge::text::synonyms>(own);
}

built_index build(const knowledge::store::store& store, const knowledge::match::index::own_words& own) {
    // Both in one read transaction: the entries are those of that state.
    auto [state, entries] = store.read([](knowledge::store::session& db) {
        return std::pair{
            knowledge::store::state_of_knowledge(db),
            knowledge::store::load_entries(db, {.state = knowledge::entry_state::canonical, .collections = {}})};
    });
    return {state, knowledge::match::index::build(knowledge::match::from_entries(entries), own)};
}

} // namespace

std::shared_ptr<const knowledge::match::index> index_of(const knowledge::store::store& store, const synonym_rows& own) {
    const auto own_words = read(own);
    const auto database = store.read([](knowledge::store::session& db) { return knowledge::store::database_path(db); });
    auto kept = knowledge::match::load_snapshot(snapshot_of(database), own_words);
    if (kept.content && kept.origin == origin_of(state_now(store))) return kept.content;
    return build(store, own_words).index;
}

live_index::live_index(knowledge::store::store& store, const synonym_rows& own)
    : store_(store), own_words_(read(own)),
      snapshot_(
          snapshot_of(store.read([](knowledge::store::session& db) { return knowledge::store::database_path(db); }))) {
    auto kept = knowledge::match::load_snapshot(snapshot_, own_words_);
    if (kept.content) {
        state_ = state_of(kept.origin);
        current_ = std::move(kept.content);
    } else {
        observe::log::debug("no index is taken from {}: {}", snapshot_.string(), kept.why_not);
    }
    catch_up();
    thread_ = std::jthread([this](const std::stop_token& stop) { keep_fresh(stop); });
}

live_index::~live_index() = default;

std::shared_ptr<const knowledge::match::index> live_index::now() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

live_index::dated_index live_index::now_with_revision() const {
    const std::lock_guard lock(mutex_);
    return {current_, state_.revision};
}

void live_index::refresh() {
    const std::lock_guard lock(mutex_);
    asked_ = true;
    changed_.notify_all();
}

bool live_index::wait_for(std::int64_t revision, std::chrono::milliseconds deadline) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, deadline, [&] { return state_.revision >= revision; });
}

void live_index::keep_fresh(const std::stop_token& stop) {
    auto last_change = std::chrono::steady_clock::now();
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, stop, look_every, [this] { return asked_; });
            asked_ = false;
        }
        if (stop.stop_requested()) return;
        try {
            if (catch_up()) last_change = std::chrono::steady_clock::now();
            const auto in_force = now();
            const auto quiet = std::chrono::steady_clock::now() - last_change;
            const bool many = in_force->changes() >= most_changes;
            if (many || (in_force->changes() > 0 && quiet >= quiet_before_merging(in_force->size()))) build_anew();
        } catch (const std::exception& trouble) {
            // The index in force stays; the next look tries again.
            observe::log::warning("the match index could not be renewed: {}", trouble.what());
        }
    }
}

bool live_index::catch_up() {
    knowledge::store::knowledge_state known;
    std::shared_ptr<const knowledge::match::index> current;
    {
        const std::lock_guard lock(mutex_);
        known = state_;
        current = current_;
    }
    struct news {
        knowledge::store::knowledge_state state;
        std::optional<std::vector<knowledge::entry_id>> changed;
        std::vector<knowledge::entry> entries;
    };
    // All in one read transaction: the entries are those of that state.
    const auto found = store_.read([&](knowledge::store::session& db) {
        news all{knowledge::store::state_of_knowledge(db), std::nullopt, {}};
        if (!current || all.state == known) return all;
        all.changed = knowledge::store::changed_since(db, known);
        if (!all.changed) return all;
        if (all.changed->size() + current->changes() < most_changes) add_followers(*current, *all.changed);
        if (all.changed->size() + current->changes() > most_changes) all.changed.reset();
        if (all.changed)
            for (const auto id : *all.changed)
                if (auto entry = knowledge::store::find_entry(db, id)) all.entries.push_back(std::move(*entry));
        return all;
    });
    if (current && found.state == known) return false;
    if (!found.changed) {
        build_anew();
        return true;
    }
    if (!found.changed->empty())
        current = current->with_changes(knowledge::match::from_entries(found.entries), *found.changed);
    put_in_force(std::move(current), found.state);
    return true;
}

void live_index::build_anew() {
    {
        auto built = build(store_, own_words_);
        put_in_force(keep(std::move(built.index), origin_of(built.of)), built.of);
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
    auto kept = knowledge::match::load_snapshot(snapshot_, own_words_);
    return kept.content && kept.origin == origin ? kept.content : built;
}

void live_index::put_in_force(std::shared_ptr<const knowledge::match::index> next,
                              const knowledge::store::knowledge_state& state) {
    const std::lock_guard lock(mutex_);
    current_.swap(next); // the one before goes behind the lock, unless somebody still reads it
    state_ = state;
    changed_.notify_all();
}

} // namespace bot::conversation
