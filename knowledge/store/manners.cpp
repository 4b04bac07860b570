#include "knowledge/store/manners.hpp"

#include "knowledge/store/session.hpp"

namespace knowledge::store {

group_manners manners_of(session& db, const group_key& which) {
    group_manners found;
    db.one("SELECT muted_until, wrong_in_a_row, raised_by FROM group_manners"
           " WHERE platform = :platform AND workspace = :workspace AND group_id = :group_id",
           std::tie(found.muted_until, found.wrong_in_a_row, found.raised_by), which.platform, which.workspace,
           which.group);
    return found;
}

void keep_manners(session& db, const group_key& which, const group_manners& value) {
    db.run("INSERT INTO group_manners (platform, workspace, group_id, muted_until, wrong_in_a_row, raised_by)"
           " VALUES (:platform, :workspace, :group_id, :muted_until, :wrong_in_a_row, :raised_by)"
           " ON CONFLICT (platform, workspace, group_id) DO UPDATE SET muted_until = excluded.muted_until,"
           " wrong_in_a_row = excluded.wrong_in_a_row, raised_by = excluded.raised_by",
           which.platform, which.workspace, which.group, value.muted_until, value.wrong_in_a_row, value.raised_by);
}

bool may_be_named(session& db, const member_key& who) {
    bool unnamed = false;
    db.one("SELECT unnamed FROM member WHERE platform = :platform AND workspace = :workspace AND member = :member",
           std::tie(unnamed), who.platform, who.workspace, who.member);
    return !unnamed;
}

bool name_member(session& db, const member_key& who, bool named, timestamp now) {
    if (may_be_named(db, who) == named) return false;
    db.run("INSERT INTO member (platform, workspace, member, unnamed, changed_at)"
           " VALUES (:platform, :workspace, :member, :unnamed, :changed_at)"
           " ON CONFLICT (platform, workspace, member) DO UPDATE SET unnamed = excluded.unnamed,"
           " changed_at = excluded.changed_at",
           who.platform, who.workspace, who.member, !named, now);
    return true;
}

} // namespace knowledge::store
