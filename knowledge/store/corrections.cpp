#include "knowledge/store/corrections.hpp"

#include "knowledge/store/ids.hpp"
#include "knowledge/store/session.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace knowledge::store {

std::vector<outbox_row> outbox_about_entry(session& db, entry_id entry, timestamp since) {
    std::vector<outbox_row> rows;
    outbox_row row;
    // By the id, which orders by time: what was posted long ago is not looked at.
    db.each(
        "SELECT o.id, o.kind, o.lane, o.payload, COALESCE(o.question_id, 0), o.state, o.attempts, o.created_at,"
        " o.due_at, o.expires_at, o.last_trouble, o.platform_id FROM outbox o JOIN question q ON q.id = o.question_id"
        " WHERE o.id >= :first AND o.created_at >= :since AND o.state <> 'failed' AND q.answered_with = :entry"
        " ORDER BY o.id",
        std::tie(row.id, row.kind, row.lane, row.payload, row.question, row.state, row.attempts, row.created_at,
                 row.due_at, row.expires_at, row.last_trouble, row.platform_id),
        [&] { rows.push_back(row); }, first_id_at(since), since, entry);
    return rows;
}

std::vector<outbox_row> outbox_saying(session& db, std::string_view part, entry_id entry, timestamp since) {
    std::set<question_id> about;
    question_id question;
    std::string payload;
    db.each(
        "SELECT o.question_id, o.payload FROM outbox o JOIN question q ON q.id = o.question_id"
        " WHERE o.id >= :first AND o.created_at >= :since AND o.state <> 'failed'"
        " AND COALESCE(q.answered_with, :entry) = :same_entry",
        std::tie(question, payload),
        [&] {
            if (payload.find(part) != std::string::npos) about.insert(question);
        },
        first_id_at(since), since, entry, entry);
    std::vector<outbox_row> rows;
    for (const auto one : about)
        std::ranges::copy_if(outbox_of_question(db, one), std::back_inserter(rows), [since](const outbox_row& row) {
            return row.created_at >= since && row.state != outbox_state::failed;
        });
    std::ranges::sort(rows, {}, &outbox_row::id);
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

} // namespace knowledge::store
