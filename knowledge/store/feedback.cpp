#include "knowledge/store/feedback.hpp"

#include "knowledge/store/session.hpp"

namespace knowledge::store {

std::string_view to_string(opinion what) {
    return what == opinion::helpful ? "helpful" : "unhelpful";
}

bool give_feedback(session& db, question_id question, std::string_view member, opinion what, timestamp now,
                   given_by how) {
    const bool by_reaction = how == given_by::reaction;
    const bool changed = db.run("INSERT INTO feedback (question_id, member, opinion, given_at, by_reaction)"
                                " VALUES (:question_id, :member, :opinion, :given_at, :by_reaction)"
                                " ON CONFLICT (question_id, member) DO UPDATE SET opinion = excluded.opinion,"
                                " given_at = excluded.given_at, by_reaction = excluded.by_reaction"
                                " WHERE feedback.opinion <> excluded.opinion",
                                question, member, to_string(what), now, by_reaction) == 1;
    // Said by a button as well, it does not go with the reaction any more.
    if (!changed && !by_reaction)
        db.run("UPDATE feedback SET by_reaction = 0 WHERE question_id = :question_id AND member = :member", question,
               member);
    return changed;
}

bool take_feedback_back(session& db, question_id question, std::string_view member) {
    return db.run("DELETE FROM feedback WHERE question_id = :question_id AND member = :member AND by_reaction = 1",
                  question, member) == 1;
}

feedback_count count_feedback(session& db, question_id question) {
    feedback_count count;
    db.one("SELECT COUNT(CASE WHEN opinion = 'helpful' THEN 1 END), COUNT(CASE WHEN opinion = 'unhelpful' THEN 1 END)"
           " FROM feedback WHERE question_id = :question_id",
           std::tie(count.helpful, count.unhelpful), question);
    return count;
}

std::map<question_id, feedback_count> count_feedback_between(session& db, timestamp from, timestamp to) {
    std::map<question_id, feedback_count> all;
    question_id id;
    feedback_count count;
    db.each(
        "SELECT f.question_id, COUNT(CASE WHEN f.opinion = 'helpful' THEN 1 END),"
        " COUNT(CASE WHEN f.opinion = 'unhelpful' THEN 1 END) FROM feedback f JOIN question q ON q.id = f.question_id"
        " WHERE q.asked_at >= :from_time AND q.asked_at < :to_time GROUP BY f.question_id",
        std::tie(id, count.helpful, count.unhelpful), [&] { all.emplace(id, count); }, from, to);
    return all;
}

} // namespace knowledge::store
