#include "knowledge/store/outbox.hpp"

#include "knowledge/store/ids.hpp"
#include "knowledge/store/session.hpp"
#include "knowledge/store/waits.hpp"

#include <array>
#include <string>

namespace knowledge::store {

namespace {

// The columns of read_rows(), in its order. A macro, because statements are literals.
#define OUTBOX_COLUMNS                                                                                          \
    "o.id, o.kind, o.lane, o.payload, COALESCE(o.question_id, 0), o.state, o.attempts, o.created_at, o.due_at," \
    " o.expires_at, o.last_trouble, o.platform_id, o.sent_with"

// A condition on lanes and the values it takes.
#define OF_PLATFORMS(lane)                                                                         \
    " AND (:every = 1 OR " lane " LIKE :first_platform OR " lane " LIKE :second_platform OR " lane \
    " LIKE :third_platform)"

struct lane_patterns {
    explicit lane_patterns(const platforms& whose) : every(whose.empty() ? 1 : 0) {
        for (std::size_t i = 0; i < whose.size() && i < patterns.size(); ++i)
            patterns[i] = whose[i] + ":%";
    }
    int every;
    std::array<std::string, 3> patterns; // an empty one fits no lane
};

template <class... Values>
std::vector<outbox_row> read_rows(session& db, const char* sql, const Values&... values) {
    std::vector<outbox_row> rows;
    outbox_row row;
    db.each(
        sql,
        std::tie(row.id, row.kind, row.lane, row.payload, row.question, row.state, row.attempts, row.created_at,
                 row.due_at, row.expires_at, row.last_trouble, row.platform_id, row.sent_with),
        [&] { rows.push_back(row); }, values...);
    return rows;
}

} // namespace

std::string_view to_string(outbox_state state) {
    switch (state) {
    case outbox_state::pending:
        return "pending";
    case outbox_state::sending:
        return "sending";
    case outbox_state::sent:
        return "sent";
    case outbox_state::failed:
        return "failed";
    case outbox_state::uncertain:
        return "uncertain";
    }
    return "?";
}

std::string_view to_string(outbox_kind kind) {
    switch (kind) {
    case outbox_kind::answer:
        return "answer";
    case outbox_kind::notice:
        return "notice";
    }
    return "?";
}

outbox_id insert_outbox(session& db, outbox_row row) {
    if (!row.id) row.id = outbox_id{next_id()};
    db.run("INSERT INTO outbox (id, kind, lane, payload, question_id, state, attempts, created_at, due_at, expires_at,"
           " last_trouble, platform_id, entry_id) VALUES (:id, :kind, :lane, :payload,"
           " NULLIF(CAST(:question AS BIGINT), 0), 'pending', 0, :created_at, :due_at, :expires_at, '', '',"
           " COALESCE((SELECT answered_with FROM question WHERE id = :about), 0))",
           row.id, row.kind, row.lane, row.payload, row.question, row.created_at, row.due_at, row.expires_at,
           row.question);
    return row.id;
}

std::optional<outbox_row> find_outbox(session& db, outbox_id id) {
    auto rows = read_rows(db, "SELECT " OUTBOX_COLUMNS " FROM outbox o WHERE o.id = :id", id);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

std::vector<std::string> pending_lanes(session& db, const platforms& whose) {
    const lane_patterns lanes(whose);
    std::vector<std::string> found;
    std::string lane;
    // From each lane to the next one by the index on (state, lane): of a thousand rows waiting in it one is looked at.
    db.each(
        "WITH RECURSIVE pending (lane) AS ("
        "SELECT MIN(lane) FROM outbox WHERE state = 'pending' UNION ALL "
        "SELECT (SELECT MIN(o.lane) FROM outbox o WHERE o.state = 'pending' AND o.lane > pending.lane)"
        " FROM pending WHERE pending.lane IS NOT NULL)"
        " SELECT lane FROM pending WHERE lane IS NOT NULL" OF_PLATFORMS("lane"),
        std::tie(lane), [&] { found.push_back(lane); }, lanes.every, lanes.patterns[0], lanes.patterns[1],
        lanes.patterns[2]);
    return found;
}

std::optional<outbox_row> head_of_lane(session& db, std::string_view lane) {
    auto rows = read_rows(db,
                          "SELECT " OUTBOX_COLUMNS " FROM outbox o WHERE o.state = 'pending' AND o.lane = :lane"
                          " AND NOT EXISTS (SELECT 1 FROM outbox s WHERE s.state = 'sending' AND s.lane = :same_lane)"
                          " ORDER BY o.id LIMIT 1",
                          lane, lane);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

std::vector<outbox_row> pending_in_lane(session& db, std::string_view lane) {
    return read_rows(
        db, "SELECT " OUTBOX_COLUMNS " FROM outbox o WHERE o.state = 'pending' AND o.lane = :lane ORDER BY o.id", lane);
}

std::vector<outbox_row> next_in_lane(session& db, std::string_view lane, outbox_id behind, std::size_t most) {
    return read_rows(db,
                     "SELECT " OUTBOX_COLUMNS " FROM outbox o WHERE o.state = 'pending' AND o.lane = :lane"
                     " AND o.id > :behind ORDER BY o.id LIMIT :most",
                     lane, behind, most);
}

bool mark_sending(session& db, outbox_id id, outbox_id with) {
    return db.run("UPDATE outbox SET state = 'sending', attempts = attempts + 1, sent_with = :sent_with"
                  " WHERE id = :id AND state = 'pending'",
                  with, id) == 1;
}

bool mark_sent(session& db, outbox_id id, std::string_view platform_id) {
    return db.run("UPDATE outbox SET state = 'sent', platform_id = :platform_id, last_trouble = ''"
                  " WHERE id = :id AND state IN ('sending', 'uncertain')",
                  platform_id, id) == 1;
}

bool mark_retry(session& db, outbox_id id, timestamp due_at, std::string_view why) {
    return db.run("UPDATE outbox SET state = 'pending', due_at = :due_at, last_trouble = :why, sent_with = 0"
                  " WHERE id = :id AND state IN ('sending', 'uncertain')",
                  due_at, why, id) == 1;
}

bool mark_failed(session& db, outbox_id id, std::string_view why) {
    return db.run("UPDATE outbox SET state = 'failed', last_trouble = :why"
                  " WHERE id = :id AND state IN ('pending', 'sending')",
                  why, id) == 1;
}

bool mark_uncertain(session& db, outbox_id id, std::string_view why) {
    return db.run("UPDATE outbox SET state = 'uncertain', last_trouble = :why WHERE id = :id AND state = 'sending'",
                  why, id) == 1;
}

std::int64_t bring_forward(session& db, std::string_view lane, timestamp due_at) {
    return db.run("UPDATE outbox SET due_at = :due WHERE lane = :lane AND state = 'pending' AND due_at > :later",
                  due_at, lane, due_at);
}

bool rewrite_pending(session& db, outbox_id id, std::string_view payload, timestamp due_at) {
    return db.run("UPDATE outbox SET payload = :payload, due_at = :due_at WHERE id = :id AND state = 'pending'",
                  payload, due_at, id) == 1;
}

std::vector<outbox_row> recover_interrupted(session& db, const platforms& whose) {
    const lane_patterns lanes(whose);
    auto rows = read_rows(
        db, "SELECT " OUTBOX_COLUMNS " FROM outbox o WHERE o.state = 'sending'" OF_PLATFORMS("o.lane") " ORDER BY o.id",
        lanes.every, lanes.patterns[0], lanes.patterns[1], lanes.patterns[2]);
    for (auto& row : rows) {
        row.state = outbox_state::uncertain;
        row.last_trouble = "interrupted while sending";
        mark_uncertain(db, row.id, row.last_trouble);
    }
    return rows;
}

std::vector<outbox_row> uncertain_outbox(session& db, timestamp now, const platforms& whose) {
    const lane_patterns lanes(whose);
    return read_rows(
        db,
        "SELECT " OUTBOX_COLUMNS
        " FROM outbox o WHERE o.state = 'uncertain' AND o.expires_at > :now" OF_PLATFORMS("o.lane") " ORDER BY o.id",
        now, lanes.every, lanes.patterns[0], lanes.patterns[1], lanes.patterns[2]);
}

std::vector<outbox_row> outbox_of_question(session& db, question_id id) {
    return read_rows(db, "SELECT " OUTBOX_COLUMNS " FROM outbox o WHERE o.question_id = :question ORDER BY o.id", id);
}

std::vector<outbox_row> sent_together(session& db, outbox_id with) {
    return read_rows(db,
                     "SELECT " OUTBOX_COLUMNS " FROM outbox o WHERE o.sent_with = :sent_with AND o.sent_with <> 0"
                     " AND o.state <> 'failed' ORDER BY o.id",
                     with);
}

std::optional<outbox_row> find_outbox_by_platform_id(session& db, std::string_view lane, std::string_view platform_id) {
    auto rows = read_rows(db,
                          "SELECT " OUTBOX_COLUMNS " FROM outbox o WHERE o.state = 'sent' AND o.lane = :lane"
                          " AND o.platform_id = :platform_id AND o.platform_id <> ''"
                          " AND o.question_id IS NOT NULL ORDER BY o.id DESC LIMIT 1",
                          lane, platform_id);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

std::int64_t count_outbox(session& db, outbox_state state, const platforms& whose) {
    const lane_patterns lanes(whose);
    const auto count = [&](const char* sql) {
        std::int64_t rows = 0;
        db.one(sql, std::tie(rows), state, lanes.every, lanes.patterns[0], lanes.patterns[1], lanes.patterns[2]);
        return rows;
    };
    // What was sent is most of the table and in no index by its state.
    if (state == outbox_state::sent)
        return count("SELECT COUNT(*) FROM outbox WHERE state = :state" OF_PLATFORMS("lane"));
    return count("SELECT COUNT(*) FROM outbox WHERE state = :state AND " UNSENT OF_PLATFORMS("lane"));
}

} // namespace knowledge::store
