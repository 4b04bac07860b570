#include "knowledge/store/audit.hpp"

#include "knowledge/store/ids.hpp"
#include "knowledge/store/session.hpp"

namespace knowledge::store {

void insert_audit(session& db, const audit_row& row) {
    db.run("INSERT INTO audit (id, happened_at, actor, action, subject, detail)"
           " VALUES (:id, :happened_at, :actor, :action, :subject, :detail)",
           next_id(), row.at, row.actor, row.action, row.subject, row.detail);
}

std::vector<audit_row> load_audit(session& db, timestamp from, timestamp to) {
    std::vector<audit_row> rows;
    audit_row row;
    db.each(
        "SELECT happened_at, actor, action, subject, detail FROM audit"
        " WHERE happened_at >= :from_time AND happened_at < :to_time ORDER BY happened_at, id",
        std::tie(row.at, row.actor, row.action, row.subject, row.detail), [&] { rows.push_back(row); }, from, to);
    return rows;
}

} // namespace knowledge::store
