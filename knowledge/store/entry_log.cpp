#include "knowledge/store/entry_log.hpp"

#include "knowledge/entry_rules.hpp"
#include "knowledge/store/ids.hpp"
#include "knowledge/store/session.hpp"

#include <algorithm>

namespace knowledge::store {

namespace {

#define SELECT_ENTRY_CHANGE                                                                     \
    "SELECT id, community, actor, kind, entry_id, before_revision, revision, merge_id, made_at" \
    " FROM entry_change WHERE undone_at = 0 AND "

template <class... Values>
std::optional<entry_change> read_entry_change(session& db, const char* sql, const Values&... values) {
    entry_change one;
    const bool found = db.one(sql,
                              std::tie(one.id, one.community, one.actor, one.kind, one.entry, one.before, one.revision,
                                       one.merge, one.made_at),
                              values...);
    if (!found) return std::nullopt;
    return one;
}

} // namespace

std::string_view to_string(change_kind kind) {
    switch (kind) {
    case change_kind::make:
        return "make";
    case change_kind::edit:
        return "edit";
    case change_kind::retire:
        return "retire";
    case change_kind::restore:
        return "restore";
    case change_kind::merge:
        return "merge";
    case change_kind::unmerge:
        return "unmerge";
    }
    return "?";
}

void note_change(session& db, entry_change what) {
    db.run("INSERT INTO entry_change (id, community, actor, kind, entry_id, before_revision, revision, merge_id,"
           " made_at, undone_at) VALUES (:id, :community, :actor, :kind, :entry, :before, :revision, :merge, :made_at,"
           " 0)",
           next_id(), what.community, what.actor, what.kind, what.entry, what.before, what.revision, what.merge,
           what.made_at);
}

std::optional<entry_change> last_change(session& db, std::string_view community, std::string_view actor) {
    return read_entry_change(
        db, SELECT_ENTRY_CHANGE "community = :community AND actor = :actor ORDER BY id DESC LIMIT 1", community, actor);
}

std::optional<entry_change> find_change(session& db, std::int64_t id) {
    return read_entry_change(db, SELECT_ENTRY_CHANGE "id = :id", id);
}

void mark_taken_back(session& db, std::int64_t id, timestamp now) {
    db.run("UPDATE entry_change SET undone_at = :now WHERE id = :id", now, id);
}

void merged_anew(session& db, std::int64_t before, std::int64_t now) {
    db.run("UPDATE entry_change SET merge_id = :now WHERE merge_id = :before AND kind = 'merge' AND undone_at = 0", now,
           before);
}

entry as_it_was(session& db, const entry& now, const entry& old) {
    entry wanted = old;
    wanted.id = now.id;
    wanted.external_id = now.external_id; // what the outside calls it stays
    const auto last = find_revision(db, now.id, latest_revision(db, now.id));
    for (const auto& where : now.sources) {
        const auto in = [&where](const std::vector<source>& all) { return std::ranges::find(all, where) != all.end(); };
        const bool found_since = last && !in(last->value.sources); // a place that no revision tells of
        if (found_since && !in(wanted.sources)) wanted.sources.push_back(where);
    }
    return wanted;
}

taken_back take_back(session& db, const entry_change& what, const authorship& by) {
    taken_back result;
    const auto now = find_entry(db, what.entry);
    const auto latest = find_revision(db, what.entry, latest_revision(db, what.entry));
    const auto made = find_revision(db, what.entry, what.revision);
    if (!now || !latest || !made) {
        result.what = taken_back::outcome::nothing_to_do;
        return result;
    }
    result.before = *latest;
    if (what.before == 0) {
        result.after = *now;
        result.after.state = entry_state::retired;
    } else if (const auto old = find_revision(db, what.entry, what.before)) {
        result.after = as_it_was(db, *now, old->value);
    }
    if (!says_the_same(latest->value, made->value)) {
        result.what = taken_back::outcome::changed_since;
        return result;
    }
    if (!update_entry(db, result.after, by)) result.what = taken_back::outcome::nothing_to_do;
    return result;
}

} // namespace knowledge::store
