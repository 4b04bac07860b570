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

// `now` without what `with` has more than `without`.
template <class T>
void remove_added(std::vector<T>& now, const std::vector<T>& without, const std::vector<T>& with) {
    std::erase_if(now, [&](const T& one) {
        const auto in = [&one](const std::vector<T>& all) { return std::ranges::find(all, one) != all.end(); };
        return in(with) && !in(without);
    });
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

merge_result unmerge(session& db, const merge& which, const authorship& by) {
    auto gone = find_entry(db, which.merged);
    auto stays = find_entry(db, which.survivor);
    const auto gone_before = find_revision(db, which.merged, which.merged_revision);
    const auto before = find_revision(db, which.survivor, which.survivor_revision);
    const auto after = find_revision(db, which.survivor, which.survivor_revision + 1);
    const bool open =
        db.run("UPDATE entry_merge SET undone_at = :now WHERE id = :id AND undone_at = 0", by.at, which.id) == 1;
    if (!open) return {.trouble = merge_trouble::not_merged};
    if (!gone || !stays || !gone_before || !before) return {.trouble = merge_trouble::gone};

    merge_result result{.trouble = merge_trouble::none, .id = which.id};
    for (const auto id : moved(db, which.id, "follow-up")) {
        auto follower = find_entry(db, entry_id{id});
        if (!follower || follower->previous != which.survivor || comes_after(db, which.merged, entry_id{id})) continue;
        follower->previous = which.merged;
        (void)update_entry(db, *follower, via(by, "unmerge of " + gone->external_id));
    }
    if (after) { // none: the survivor had all of it already
        const bool from_merge = after->by.author == which.by.author && after->by.at == which.by.at;
        if (from_merge) {
            remove_added(stays->phrasings, before->value.phrasings, after->value.phrasings);
            remove_added(stays->tags, before->value.tags, after->value.tags);
            remove_added(stays->sources, before->value.sources, after->value.sources);
            (void)update_entry(db, *stays, via(by, "unmerge of " + gone->external_id));
        }
    }
    gone->state = gone_before->value.state;
    (void)update_entry(db, *gone, via(by, "unmerge from " + stays->external_id));

    for (const auto id : moved(db, which.id, "question")) {
        result.questions +=
            db.run("UPDATE question SET answered_with = :merged WHERE id = :id AND answered_with = :survivor",
                   which.merged, id, which.survivor);
    }
    for (const auto id : moved(db, which.id, "proposal")) {
        db.run("UPDATE proposal SET entry_id = :merged WHERE id = :id AND entry_id = :survivor", which.merged, id,
               which.survivor);
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
