#include "knowledge/store/corrections.hpp"

#include "knowledge/store/ids.hpp"
#include "knowledge/store/session.hpp"

namespace knowledge::store {

std::vector<outbox_row> outbox_about_entry(session& db, entry_id entry, timestamp since) {
    std::vector<outbox_row> rows;
    outbox_row row;
    // By the id, which orders by time: what was posted long ago is not looked at.
    db.each(
        "SELECT o.id, o.kind, o.lane, o.payload, COALESCE(o.question_id, 0), o.state, o.attempts, o.created_at,"
        " o.due_at, o.expires_at, o.last_trouble, o.platform_id, o.sent_with"
        " FROM outbox o JOIN question q ON q.id = o.question_id"
        " WHERE o.id >= :first AND o.created_at >= :since AND o.state <> 'failed' AND (q.answered_with = :entry"
        " OR EXISTS (SELECT 1 FROM outbox said WHERE said.question_id = o.question_id AND said.entry_id = :said_from))"
        " ORDER BY o.id",
        std::tie(row.id, row.kind, row.lane, row.payload, row.question, row.state, row.attempts, row.created_at,
                 row.due_at, row.expires_at, row.last_trouble, row.platform_id, row.sent_with),
        [&] { rows.push_back(row); }, first_id_at(since), since, entry, entry);
    return rows;
}

std::optional<told_correction> find_correction(session& db, entry_id entry, std::string_view lane) {
    told_correction found;
    const bool told = db.one("SELECT answer, made_at FROM correction WHERE entry_id = :entry AND lane = :lane",
                             std::tie(found.answer, found.made_at), entry, lane);
    if (!told) return std::nullopt;
    return found;
}

void note_correction(session& db, entry_id entry, std::string_view lane, const told_correction& what) {
    db.run("INSERT INTO correction (entry_id, lane, answer, made_at) VALUES (:entry, :lane, :answer, :made_at)"
           " ON CONFLICT (entry_id, lane) DO UPDATE SET answer = excluded.answer, made_at = excluded.made_at",
           entry, lane, what.answer, what.made_at);
}

void forget_correction(session& db, entry_id entry, std::string_view lane) {
    db.run("DELETE FROM correction WHERE entry_id = :entry AND lane = :lane", entry, lane);
}

} // namespace knowledge::store
