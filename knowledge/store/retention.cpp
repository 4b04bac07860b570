#include "knowledge/store/retention.hpp"

#include "knowledge/store/session.hpp"

#include <optional>

namespace knowledge::store {

namespace {

// The time of the last of the next `most` questions from `from` on; nullopt: there are none before `before`.
std::optional<timestamp> next_stretch(session& db, timestamp from, timestamp before, std::size_t most) {
    std::int64_t count = 0;
    timestamp last;
    db.one("SELECT COUNT(*), COALESCE(MAX(asked_at), 0) FROM (SELECT asked_at FROM question"
           " WHERE asked_at >= :from_time AND asked_at < :before ORDER BY asked_at, id LIMIT :most) AS stretch",
           std::tie(count, last), from, before, most);
    if (count == 0) return std::nullopt;
    return last;
}

bool forget_texts(session& db, timestamp before, std::size_t most, timestamp& at, std::int64_t& count) {
    const auto last = next_stretch(db, at, before, most);
    if (!last) return false;
    db.run("DELETE FROM proposal_part WHERE proposal_id IN (SELECT p.id FROM proposal p"
           " JOIN question q ON q.id = p.question_id WHERE q.asked_at >= :from_time AND q.asked_at <= :last"
           " AND q.text <> '')",
           at, *last);
    db.run("DELETE FROM proposal WHERE question_id IN (SELECT id FROM question WHERE asked_at >= :from_time"
           " AND asked_at <= :last AND text <> '')",
           at, *last);
    count += db.run("UPDATE question SET text = '', trace = '',"
                    " state = CASE WHEN state IN ('open', 'suggested', 'merged') THEN 'ignored' ELSE state END"
                    " WHERE asked_at >= :from_time AND asked_at <= :last AND text <> ''",
                    at, *last);
    at = *last + std::chrono::milliseconds(1);
    return true;
}

bool forget_names(session& db, timestamp before, std::size_t most, timestamp& at, std::int64_t& count) {
    const auto last = next_stretch(db, at, before, most);
    if (!last) return false;
    count += db.run("UPDATE question SET member_name = '' WHERE asked_at >= :from_time AND asked_at <= :last"
                    " AND member_name <> ''",
                    at, *last);
    db.run("UPDATE proposal SET proposed_name = '' WHERE proposed_name <> '' AND question_id IN"
           " (SELECT id FROM question WHERE asked_at >= :from_time AND asked_at <= :last)",
           at, *last);
    db.run("UPDATE cluster SET assigned_name = '' WHERE assigned_name <> '' AND id IN"
           " (SELECT cluster_id FROM question WHERE asked_at >= :from_time AND asked_at <= :last)",
           at, *last);
    at = *last + std::chrono::milliseconds(1);
    return true;
}

// What goes with its own age and takes nothing else with it, at most so many at once.
struct own_age {
    timestamp retention::*before;
    std::int64_t forgotten_by_age::*count;
    const char* sql;
};

constexpr own_age by_their_own_age[] = {
    {&retention::deliveries, &forgotten_by_age::deliveries,
     "DELETE FROM delivered WHERE delivery IN (SELECT delivery FROM delivered WHERE seen_at < :before LIMIT :most)"},
    {&retention::outbox, &forgotten_by_age::outbox,
     "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox"
     " WHERE state IN ('sent', 'failed', 'uncertain') AND created_at < :before LIMIT :most)"},
    {&retention::audit, &forgotten_by_age::audit,
     "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE happened_at < :before"
     " ORDER BY happened_at, id LIMIT :most)"},
    {&retention::feedback, &forgotten_by_age::feedback,
     "DELETE FROM feedback WHERE (question_id, member) IN (SELECT question_id, member"
     " FROM feedback WHERE given_at < :before LIMIT :most)"},
    {&retention::reply_addresses, &forgotten_by_age::reply_addresses,
     "UPDATE question SET reply_to = '' WHERE id IN (SELECT id FROM question"
     " WHERE reply_to <> '' AND asked_at < :before LIMIT :most)"},
};

} // namespace

forgotten_by_age& operator+=(forgotten_by_age& to, const forgotten_by_age& more) {
    to.question_texts += more.question_texts;
    to.names += more.names;
    to.deliveries += more.deliveries;
    to.outbox += more.outbox;
    to.audit += more.audit;
    to.feedback += more.feedback;
    to.reply_addresses += more.reply_addresses;
    return to;
}

bool forget_by_age(session& db, const retention& before, std::size_t most, retention_place& at,
                   forgotten_by_age& count) {
    constexpr timestamp never{};
    bool more = false;
    if (before.question_texts != never)
        more |= forget_texts(db, before.question_texts, most, at.texts, count.question_texts);
    if (before.names != never) more |= forget_names(db, before.names, most, at.names, count.names);
    for (const auto& one : by_their_own_age) {
        if (before.*one.before == never) continue;
        const auto gone = db.run(one.sql, before.*one.before, most);
        count.*one.count += gone;
        more |= gone >= static_cast<std::int64_t>(most);
    }
    return more;
}

} // namespace knowledge::store
