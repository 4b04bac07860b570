#include "bot/conversation/live_index.hpp"

#include "bot/observe/log.hpp"
#include "knowledge/match/from_entries.hpp"
#include "knowledge/store/changes.hpp"
#include "knowledge/store/entries.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>
#include <vector>

namespace bot::conversation {

namespace {

// How soon knowledge imported by another process is answered from; one small read a second costs nothing.
constexpr std::chrono::seconds look_again_after{1};

// What was asked before an entry is part of it: entries behind a changed one in its chain change as well.
void add_followers(const knowledge::match::index& index, std::vector<knowledge::entry_id>& changed) {
    std::unordered_set<std::int64_t> known;
    for (const auto id : changed)
        known.insert(id.value);
    for (std::size_t i = 0; i < changed.size(); ++i)
        for (const auto follower : index.follow_ups(changed[i]))
            if (known.insert(follower.value).second) changed.push_back(follower);
}

} // namespace

live_index::live_index(knowledge::store::store& store, const synonym_rows& own, merging how)
    : store_(store), merging_(std::move(how)), base_(store, own, merging_.make),
      build_([this](const std::stop_token& stop) { return base_.build(stop); }, [this] { refresh(); }) {
    current_ = base_.kept();
    auto first = current_.index ? brought_up(current_) : std::nullopt;
    current_ = first ? *std::move(first) : base_.build().value();
    thread_ = std::jthread([this](const std::stop_token& stop) { keep_fresh(stop); });
}

live_index::~live_index() = default;

std::shared_ptr<const knowledge::match::index> live_index::now() const {
    return now_with_state().index;
}

dated_index live_index::now_with_state() const {
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
    return changed_.wait_for(lock, deadline, [&] { return current_.of.revision >= revision; });
}

void live_index::keep_fresh(const std::stop_token& stop) {
    auto last_change = std::chrono::steady_clock::now();
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, stop, look_again_after, [this] { return asked_; });
            asked_ = false;
        }
        if (stop.stop_requested()) return;
        try {
            take_up_new_base();
            if (follow()) last_change = std::chrono::steady_clock::now();
            if (should_merge(std::chrono::steady_clock::now() - last_change)) build_.start();
        } catch (const std::exception& trouble) {
            // The index in force stays; the next look tries again.
            observe::log::warning("the match index could not be renewed: {}", trouble.what());
        }
    }
}

void live_index::take_up_new_base() {
    auto built = build_.take();
    if (!built) return;
    auto next = brought_up(*built);
    // Too much has changed since. What it was built for is answered from all the same, or an import after another would
    // keep all of them waiting.
    if (!next && built->of.revision > now_with_state().of.revision) next = std::move(built);
    if (next) put_in_force(*std::move(next));
}

bool live_index::follow() {
    const auto current = now_with_state();
    auto next = brought_up(current);
    if (!next) {
        build_.start();
        return true;
    }
    if (next->of == current.of) return false;
    put_in_force(*std::move(next));
    return true;
}

bool live_index::should_merge(std::chrono::nanoseconds quiet) const {
    const auto in_force = now();
    const std::size_t changes = in_force->changes();
    const auto long_enough = std::max<std::chrono::nanoseconds>(
        merging_.quiet_at_least, merging_.quiet_per_entry * static_cast<std::int64_t>(in_force->size()));
    return changes >= merging_.at || (changes > 0 && quiet >= long_enough);
}

// With what has changed since it was made put beside it. None when that is too much, or when the database is not the
// one it was made of.
std::optional<dated_index> live_index::brought_up(const dated_index& from) const {
    struct news {
        knowledge::store::knowledge_state state;
        std::optional<std::vector<knowledge::entry_id>> changed;
        std::vector<knowledge::entry> entries;
    };
    // All in one read transaction: the entries are those of that state.
    const auto found = store_.read([&](knowledge::store::session& db) {
        news all{knowledge::store::state_of_knowledge(db), std::nullopt, {}};
        if (all.state == from.of) return all;
        const auto room = merging_.most_beside - std::min(merging_.most_beside, from.index->changes());
        all.changed = knowledge::store::changed_since(db, from.of);
        if (all.changed && all.changed->size() <= room) add_followers(*from.index, *all.changed);
        if (all.changed && all.changed->size() > room) all.changed.reset();
        if (all.changed)
            for (const auto id : *all.changed)
                if (auto entry = knowledge::store::find_entry(db, id)) all.entries.push_back(std::move(*entry));
        return all;
    });
    if (found.state == from.of) return from;
    if (!found.changed) return std::nullopt;
    if (found.changed->empty()) return dated_index{from.index, found.state};
    return dated_index{from.index->with_changes(knowledge::match::from_entries(found.entries), *found.changed),
                       found.state};
}

void live_index::put_in_force(dated_index next) {
    const std::lock_guard lock(mutex_);
    std::swap(current_, next); // the one before goes behind the lock, unless somebody still reads it
    changed_.notify_all();
}

} // namespace bot::conversation
