#include "knowledge/store/changes.hpp"

#include "knowledge/store/entries.hpp"
#include "knowledge/store/session.hpp"

namespace knowledge::store {

// Changes of entries are never deleted, so their row ids count up. (SQLite numbers the rows by itself; for PostgreSQL
// the table needs a column for it.)
knowledge_state state_of_knowledge(session& db) {
    knowledge_state state;
    state.revision = knowledge_revision(db);
    db.one("SELECT rowid, entry_id, made_at FROM entry_revision ORDER BY rowid DESC LIMIT 1",
           std::tie(state.last_change, state.entry, state.made_at));
    return state;
}

std::optional<std::vector<entry_id>> changed_since(session& db, const knowledge_state& before) {
    if (before.last_change > 0) {
        entry_id entry;
        timestamp made_at;
        const bool known = db.one("SELECT entry_id, made_at FROM entry_revision WHERE rowid = :row",
                                  std::tie(entry, made_at), before.last_change);
        if (!known || entry != before.entry || made_at != before.made_at) return std::nullopt;
    }
    std::vector<entry_id> changed;
    entry_id id;
    db.each(
        "SELECT DISTINCT entry_id FROM entry_revision WHERE rowid > :row ORDER BY entry_id", std::tie(id),
        [&] { changed.push_back(id); }, before.last_change);
    return changed;
}

std::filesystem::path database_path(session& db) {
    return db.configured().path;
}

} // namespace knowledge::store
