#include "knowledge/store/question_log.hpp"

#include "knowledge/store/clusters.hpp"
#include "knowledge/store/ids.hpp"
#include "knowledge/store/session.hpp"

namespace knowledge::store {

namespace {

bool stands(session& db, const question_change& what, const question& now) {
    const auto newest = last_question_change(db, now.id);
    if (newest && newest->id > what.id) return false;
    switch (what.kind) {
    case question_change_kind::link:
        return now.state == question_state::answered_by_person && now.answered_with == what.entry;
    case question_change_kind::ignore:
        return now.state == question_state::ignored;
    case question_change_kind::merge:
    case question_change_kind::unmerge:
        return is_waiting(now.state);
    case question_change_kind::assign:
    case question_change_kind::judge:
        break;
    }
    return false;
}

#define SELECT_QUESTION_CHANGE                                                                                  \
    "SELECT id, community, actor, kind, number, entry_id, entry_change_id, made_at, assigned_to, assigned_name" \
    " FROM question_change WHERE undone_at = 0 AND "

template <class... Values>
std::optional<question_change> read_question_change(session& db, const char* sql, const Values&... values) {
    question_change found;
    if (!db.one(sql,
                std::tie(found.id, found.community, found.actor, found.kind, found.number, found.entry,
                         found.entry_change, found.made_at, found.assigned_to, found.assigned_name),
                values...))
        return std::nullopt;
    question_change::before one;
    db.each(
        "SELECT question_id, state, cluster_id FROM question_change_row WHERE change_id = :change ORDER BY question_id",
        std::tie(one.question, one.state, one.cluster), [&] { found.questions.push_back(one); }, found.id);
    return found;
}

} // namespace

std::string_view to_string(question_change_kind kind) {
    switch (kind) {
    case question_change_kind::link:
        return "link";
    case question_change_kind::ignore:
        return "ignore";
    case question_change_kind::merge:
        return "merge";
    case question_change_kind::unmerge:
        return "unmerge";
    case question_change_kind::assign:
        return "assign";
    case question_change_kind::judge:
        return "judge";
    }
    return "?";
}

void note_change(session& db, const question_change& what) {
    const auto id = next_id();
    db.run("INSERT INTO question_change (id, community, actor, kind, number, entry_id, entry_change_id, made_at,"
           " undone_at, assigned_to, assigned_name) VALUES (:id, :community, :actor, :kind, :number, :entry, "
           ":entry_change,"
           " :made_at, 0, :assigned_to, :assigned_name)",
           id, what.community, what.actor, what.kind, what.number, what.entry, what.entry_change, what.made_at,
           what.assigned_to, what.assigned_name);
    for (const auto& one : what.questions)
        db.run("INSERT INTO question_change_row (change_id, question_id, state, cluster_id)"
               " VALUES (:change, :question, :state, :cluster)",
               id, one.question, one.state, one.cluster);
}

std::optional<question_change> last_question_change(session& db, std::string_view community, std::string_view actor) {
    return read_question_change(
        db, SELECT_QUESTION_CHANGE "community = :community AND actor = :actor ORDER BY id DESC LIMIT 1", community,
        actor);
}

std::optional<question_change> last_question_change(session& db, question_id question) {
    return read_question_change(db,
                                SELECT_QUESTION_CHANGE
                                "id IN (SELECT change_id FROM question_change_row WHERE question_id = :question)"
                                " ORDER BY id DESC LIMIT 1",
                                question);
}

void mark_question_change_taken_back(session& db, std::int64_t id, timestamp now) {
    db.run("UPDATE question_change SET undone_at = :now WHERE id = :id", now, id);
}

std::vector<question> take_back(session& db, const question_change& what) {
    std::vector<question> restored;
    for (const auto& one : what.questions) {
        const auto now = find_question(db, one.question);
        if (!now || !stands(db, what, *now)) continue;
        (void)update_question_state(db, one.question, one.state, {});
        join_cluster(db, one.question, one.cluster);
        restored.push_back(find_question(db, one.question).value());
    }
    return restored;
}

} // namespace knowledge::store
