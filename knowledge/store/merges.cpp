#include "knowledge/store/merges.hpp"

#include "knowledge/store/entry_log.hpp"
#include "knowledge/store/ids.hpp"
#include "knowledge/store/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace knowledge::store {

namespace {

#define SELECT_MERGE \
    "SELECT id, merged_id, survivor_id, merged_revision, survivor_revision, author, made_at FROM entry_merge"

template <class T>
void add_missing(std::vector<T>& to, const std::vector<T>& from) {
    for (const auto& one : from)
        if (std::ranges::find(to, one) == to.end()) to.push_back(one);
}

template <class T>
void remove_all(std::vector<T>& from, const std::vector<T>& what) {
    std::erase_if(from, [&](const T& one) { return std::ranges::find(what, one) != what.end(); });
}

template <class T>
void keep_only(std::vector<T>& of, const std::vector<T>& what) {
    std::erase_if(of, [&](const T& one) { return std::ranges::find(what, one) == what.end(); });
}

// What an entry got from a merge: nothing where it had all of it already.
struct gains {
    std::vector<std::string> phrasings, tags;
    std::vector<source> sources;

    void take_from(entry& one) const {
        remove_all(one.phrasings, phrasings);
        remove_all(one.tags, tags);
        remove_all(one.sources, sources);
    }
};

gains gains_of(session& db, const merge& which) {
    const auto before = find_revision(db, which.survivor, which.survivor_revision);
    const auto after = find_revision(db, which.survivor, which.survivor_revision + 1);
    if (!before || !after || after->by.author != which.by.author || after->by.at != which.by.at) return {};
    gains found{after->value.phrasings, after->value.tags, after->value.sources};
    remove_all(found.phrasings, before->value.phrasings);
    remove_all(found.tags, before->value.tags);
    remove_all(found.sources, before->value.sources);
    return found;
}

void note_moved(session& db, std::int64_t merge, const char* what, std::int64_t id) {
    db.run("INSERT INTO entry_merge_moved (merge_id, what, moved_id) VALUES (:merge, :what, :id)", merge, what, id);
}

std::vector<std::int64_t> moved(session& db, std::int64_t merge, const char* what) {
    std::vector<std::int64_t> ids;
    std::int64_t id = 0;
    db.each(
        "SELECT moved_id FROM entry_merge_moved WHERE merge_id = :merge AND what = :what ORDER BY moved_id",
        std::tie(id), [&] { ids.push_back(id); }, merge, what);
    return ids;
}

std::int64_t move_questions(session& db, std::int64_t merge, entry_id from, entry_id to) {
    db.run("INSERT INTO entry_merge_moved (merge_id, what, moved_id)"
           " SELECT CAST(:merge AS BIGINT), 'question', id FROM question WHERE answered_with = :from_entry",
           merge, from);
    return db.run("UPDATE question SET answered_with = :to_entry WHERE answered_with = :from_entry", to, from);
}

// Proposals the survivor has as well stay where they are: they were made once already.
void move_proposals(session& db, std::int64_t merge, entry_id from, entry_id to) {
    std::vector<std::int64_t> ids;
    std::int64_t id = 0;
    db.each(
        "SELECT p.id FROM proposal p WHERE p.entry_id = :from_entry AND NOT EXISTS (SELECT 1 FROM proposal q"
        " WHERE q.entry_id = :to_entry AND q.community = p.community AND q.kind = p.kind AND q.text = p.text)",
        std::tie(id), [&] { ids.push_back(id); }, from, to);
    for (const auto one : ids) {
        db.run("UPDATE proposal SET entry_id = :to_entry WHERE id = :id", to, one);
        note_moved(db, merge, "proposal", one);
    }
}

bool comes_after(session& db, entry_id one, entry_id first) {
    // Bounded like a chain: one that is longer goes in a circle, which update_entry() refuses.
    for (int steps = 0; steps < 1000; ++steps) {
        entry_id previous;
        if (!db.one("SELECT previous_id FROM follow_up WHERE entry_id = :id", std::tie(previous), one)) return false;
        if (previous == first) return true;
        one = previous;
    }
    return true;
}

std::vector<entry_id> followers_of(session& db, entry_id one) {
    std::vector<entry_id> ids;
    entry_id id;
    db.each(
        "SELECT entry_id FROM follow_up WHERE previous_id = :id ORDER BY entry_id", std::tie(id),
        [&] { ids.push_back(id); }, one);
    return ids;
}

void move_followers(session& db, std::int64_t merge, entry_id from, entry_id to, const authorship& by) {
    for (const auto id : followers_of(db, from)) {
        if (id == to || comes_after(db, to, id)) continue; // it would follow itself
        auto follower = find_entry(db, id).value();
        follower.previous = to;
        (void)update_entry(db, follower, by);
        note_moved(db, merge, "follow-up", id.value);
    }
}

template <class Id>
std::vector<merge> read_merges(session& db, const char* sql, Id which) {
    std::vector<merge> found;
    merge one;
    db.each(
        sql,
        std::tie(one.id, one.merged, one.survivor, one.merged_revision, one.survivor_revision, one.by.author,
                 one.by.at),
        [&] { found.push_back(one); }, which);
    return found;
}

std::optional<merge> only(std::vector<merge> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

authorship via(const authorship& by, const std::string& what) {
    return {.author = by.author, .via = by.via + (by.via.empty() ? "" : ": ") + what, .at = by.at};
}

} // namespace

merge_result merge_entries(session& db, entry_id merged, entry_id survivor, const authorship& by) {
    if (merged == survivor) return {.trouble = merge_trouble::same};
    auto gone = find_entry(db, merged);
    auto stays = find_entry(db, survivor);
    if (!gone || !stays) return {.trouble = merge_trouble::gone};
    if (gone->state == entry_state::retired || stays->state == entry_state::retired)
        return {.trouble = merge_trouble::not_in_use};

    merge_result result{.trouble = merge_trouble::none, .id = next_id()};
    db.run("INSERT INTO entry_merge (id, merged_id, survivor_id, merged_revision, survivor_revision, author, made_at,"
           " undone_at) VALUES (:id, :merged, :survivor, :merged_revision, :survivor_revision, :author, :made_at, 0)",
           result.id, merged, survivor, latest_revision(db, merged), latest_revision(db, survivor), by.author, by.at);

    add_missing(stays->phrasings, {gone->question});
    add_missing(stays->phrasings, gone->phrasings);
    add_missing(stays->tags, gone->tags);
    add_missing(stays->sources, gone->sources);
    (void)update_entry(db, *stays, via(by, "merge of " + gone->external_id));
    gone->state = entry_state::retired;
    (void)update_entry(db, *gone, via(by, "merge into " + stays->external_id));

    result.questions = move_questions(db, result.id, merged, survivor);
    move_proposals(db, result.id, merged, survivor);
    move_followers(db, result.id, merged, survivor, via(by, "merge into " + stays->external_id));
    return result;
}

namespace {

// The merges that carried on what this one brought: its survivor went into another entry, and that one may have too.
std::vector<merge> carried_on(session& db, const merge& which) {
    constexpr std::size_t most = 1000; // a chain of merges has no circle, because what was merged is retired
    std::vector<merge> found;
    auto next = find_merge_of(db, which.survivor);
    while (next && found.size() < most) {
        found.push_back(*next);
        next = find_merge_of(db, next->survivor);
    }
    return found;
}

} // namespace

merge_result unmerge(session& db, const merge& which, const authorship& by) {
    auto gone = find_entry(db, which.merged);
    auto stays = find_entry(db, which.survivor);
    const auto gone_before = find_revision(db, which.merged, which.merged_revision);
    const bool open =
        db.run("UPDATE entry_merge SET undone_at = :now WHERE id = :id AND undone_at = 0", by.at, which.id) == 1;
    if (!open) return {.trouble = merge_trouble::not_merged};
    if (!gone || !stays || !gone_before) return {.trouble = merge_trouble::gone};

    merge_result result{.trouble = merge_trouble::none, .id = which.id};
    const auto later = carried_on(db, which);
    std::vector<entry_id> holders{which.survivor}; // one of them has what moved
    for (const auto& one : later)
        holders.push_back(one.survivor);
    for (const auto id : moved(db, which.id, "follow-up")) {
        auto follower = find_entry(db, entry_id{id});
        const bool held = follower && std::ranges::find(holders, follower->previous) != holders.end();
        if (!held || comes_after(db, which.merged, entry_id{id})) continue;
        follower->previous = which.merged;
        (void)update_entry(db, *follower, via(by, "unmerge of " + gone->external_id));
    }
    auto brought = gains_of(db, which);
    brought.take_from(*stays);
    (void)update_entry(db, *stays, via(by, "unmerge of " + gone->external_id));
    for (const auto& one : later) {
        const auto carried = gains_of(db, one);
        keep_only(brought.phrasings, carried.phrasings);
        keep_only(brought.tags, carried.tags);
        keep_only(brought.sources, carried.sources);
        auto holder = find_entry(db, one.survivor);
        if (!holder) break;
        brought.take_from(*holder);
        (void)update_entry(db, *holder, via(by, "unmerge of " + gone->external_id));
    }
    gone->state = gone_before->value.state;
    (void)update_entry(db, *gone, via(by, "unmerge from " + stays->external_id));

    for (const auto id : moved(db, which.id, "question")) {
        for (const auto holder : holders)
            result.questions +=
                db.run("UPDATE question SET answered_with = :merged WHERE id = :id AND answered_with = :holder",
                       which.merged, id, holder);
    }
    for (const auto id : moved(db, which.id, "proposal")) {
        for (const auto holder : holders)
            db.run("UPDATE proposal SET entry_id = :merged WHERE id = :id AND entry_id = :holder", which.merged, id,
                   holder);
    }
    return result;
}

std::optional<merge> find_merge_of(session& db, entry_id merged) {
    return only(read_merges(db, SELECT_MERGE " WHERE merged_id = :id AND undone_at = 0", merged));
}

std::optional<merge> find_merge_numbered(session& db, std::int64_t id) {
    return only(read_merges(db, SELECT_MERGE " WHERE id = :id", id));
}

std::vector<merge> merges_into(session& db, entry_id survivor) {
    return read_merges(db, SELECT_MERGE " WHERE survivor_id = :id AND undone_at = 0 ORDER BY id", survivor);
}

} // namespace knowledge::store
