#include "knowledge/store/settled.hpp"

#include "knowledge/store/session.hpp"

#include <algorithm>

namespace knowledge::store {

// Of a very long text the beginning has to do. A question that its member deleted is ignored as well, but by no
// moderator.
std::vector<settled_question> settled_questions(session& db, std::string_view community, std::size_t most) {
    std::vector<settled_question> all;
    settled_question one;
    db.each(
        "SELECT q.id, q.platform, q.workspace, q.group_id, substr(q.text, 1, 1000),"
        " CASE WHEN q.state = 'ignored' THEN 0 ELSE 1 END FROM question q"
        " WHERE q.community = :community AND q.direct = 0 AND q.text <> '' AND (q.state = 'answered_by_person'"
        " OR (q.state = 'ignored' AND EXISTS (SELECT 1 FROM question_change_row r"
        " JOIN question_change c ON c.id = r.change_id WHERE r.question_id = q.id AND c.kind = 'ignore'"
        " AND c.undone_at = 0))"
        " OR (q.state = 'answered' AND COALESCE((SELECT SUM(CASE f.opinion WHEN 'helpful' THEN 2 ELSE -2 END)"
        " FROM feedback f WHERE f.question_id = q.id), 0) + CASE q.decided WHEN 'suggest' THEN 1 ELSE 0 END > 0))"
        " ORDER BY q.id DESC LIMIT :most",
        std::tie(one.id, one.platform, one.workspace, one.group, one.text, one.for_us), [&] { all.push_back(one); },
        community, most);
    std::reverse(all.begin(), all.end());
    return all;
}

} // namespace knowledge::store
