#include "knowledge/store/questions.hpp"

#include "knowledge/store/counters.hpp"
#include "knowledge/store/ids.hpp"
#include "knowledge/store/row_json.hpp"
#include "knowledge/store/session.hpp"
#include "knowledge/store/waits.hpp"

namespace knowledge::store {

namespace {

constexpr std::size_t candidates_limit = 10; // as many as an answer ever lists

// The columns of read_questions(), in its order. A macro, because statements are literals.
#define SELECT_QUESTION                                                                                             \
    "SELECT id, number, community, platform, workspace, group_id, group_title, thread, message_id, direct, member," \
    " member_name, text, asked_at, decided, confidence, candidates, state, COALESCE(answered_with, 0), reply_to,"   \
    " cluster_id FROM question"

template <class... Values>
std::vector<question> read_questions(session& db, const char* sql, const Values&... values) {
    std::vector<question> found;
    question q;
    std::string candidates;
    db.each(
        sql,
        std::tie(q.id, q.number, q.community, q.platform, q.workspace, q.group, q.group_title, q.thread, q.message_id,
                 q.direct, q.member, q.member_name, q.text, q.asked_at, q.decided, q.confidence, candidates, q.state,
                 q.answered_with, q.reply_to, q.cluster),
        [&] {
            q.candidates = decode_candidates(candidates);
            found.push_back(q);
        },
        values...);
    return found;
}

std::optional<question> only(std::vector<question> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

} // namespace

bool is_waiting(question_state state) {
    return state == question_state::open || state == question_state::suggested || state == question_state::merged;
}

std::string_view to_string(question_state state) {
    switch (state) {
    case question_state::answered:
        return "answered";
    case question_state::suggested:
        return "suggested";
    case question_state::open:
        return "open";
    case question_state::answered_by_person:
        return "answered_by_person";
    case question_state::ignored:
        return "ignored";
    case question_state::merged:
        return "merged";
    }
    return "?";
}

bool remember_delivery(session& db, std::string_view key, timestamp now) {
    return db.run("INSERT INTO delivered (delivery, seen_at) VALUES (:delivery, :seen_at)"
                  " ON CONFLICT (delivery) DO NOTHING",
                  key, now) == 1;
}

question insert_question(session& db, question value, std::string_view trace) {
    if (!value.id) value.id = question_id{next_id()};
    // The counter is undone with the question, so numbers have no gaps.
    value.number = value.state == question_state::answered ? 0 : count_up(db, "question " + value.community);
    if (value.candidates.size() > candidates_limit) value.candidates.resize(candidates_limit);
    db.run("INSERT INTO question (id, number, community, platform, workspace, group_id, group_title, thread,"
           " message_id, direct, member, member_name, text, asked_at, decided, confidence, candidates, state,"
           " answered_with, reply_to, trace, cluster_id) VALUES (:id, :number, :community, :platform, :workspace, "
           ":group_id,"
           " :group_title, :thread, :message_id, :direct, :member, :member_name, :text, :asked_at, :decided,"
           " :confidence, :candidates, :state, NULLIF(CAST(:answered_with AS BIGINT), 0), :reply_to,"
           " :trace, :cluster_id)",
           value.id, value.number, value.community, value.platform, value.workspace, value.group, value.group_title,
           value.thread, value.message_id, value.direct, value.member, value.member_name, value.text, value.asked_at,
           value.decided, value.confidence, encode(value.candidates), value.state, value.answered_with, value.reply_to,
           trace, value.cluster);
    return value;
}

std::string trace_of(session& db, question_id id) {
    std::string trace;
    db.one("SELECT trace FROM question WHERE id = :id", std::tie(trace), id);
    return trace;
}

std::map<question_id, std::string> traces_between(session& db, std::string_view community, timestamp from,
                                                  timestamp to) {
    std::map<question_id, std::string> all;
    question_id id;
    std::string trace;
    db.each(
        "SELECT id, trace FROM question WHERE asked_at >= :from_time AND asked_at < :to_time AND trace <> ''"
        " AND (community = :community OR :every = '')",
        std::tie(id, trace), [&] { all.emplace(id, trace); }, from, to, community, community);
    return all;
}

void update_trace(session& db, question_id id, std::string_view trace) {
    db.run("UPDATE question SET trace = :trace WHERE id = :id", trace, id);
}

std::optional<question> find_question(session& db, question_id id) {
    return only(read_questions(db, SELECT_QUESTION " WHERE id = :id", id));
}

std::optional<question> find_question(session& db, std::string_view community, std::int64_t number) {
    return only(read_questions(db, SELECT_QUESTION " WHERE community = :community AND number = :number AND number > 0",
                               community, number));
}

bool update_question_state(session& db, question_id id, question_state state, entry_id answered_with) {
    return db.run("UPDATE question SET state = :state, answered_with = NULLIF(CAST(:answered_with AS BIGINT), 0)"
                  " WHERE id = :id",
                  state, answered_with, id) == 1;
}

question update_question(session& db, question value) {
    const bool waits = value.state == question_state::open || value.state == question_state::suggested;
    if (waits && value.number == 0) value.number = count_up(db, "question " + value.community);
    if (value.candidates.size() > candidates_limit) value.candidates.resize(candidates_limit);
    db.run("UPDATE question SET number = :number, text = :text, decided = :decided, confidence = :confidence,"
           " candidates = :candidates, state = :state, answered_with = NULLIF(CAST(:answered_with AS BIGINT), 0)"
           " WHERE id = :id",
           value.number, value.text, value.decided, value.confidence, encode(value.candidates), value.state,
           value.answered_with, value.id);
    return value;
}

std::optional<question> find_question_of_message(session& db, std::string_view platform, std::string_view workspace,
                                                 std::string_view group, std::string_view message_id) {
    return only(read_questions(db,
                               SELECT_QUESTION " WHERE message_id = :message_id AND group_id = :group_id"
                                               " AND workspace = :workspace AND platform = :platform"
                                               " ORDER BY id DESC LIMIT 1",
                               message_id, group, workspace, platform));
}

std::vector<question> questions_between(session& db, std::string_view community, timestamp from, timestamp to) {
    return read_questions(db,
                          SELECT_QUESTION " WHERE asked_at >= :from_time AND asked_at < :to_time"
                                          " AND (community = :community OR :every = '') ORDER BY asked_at, id",
                          from, to, community, community);
}

std::vector<question> open_questions(session& db, std::string_view community, std::size_t limit) {
    return read_questions(db,
                          SELECT_QUESTION " WHERE " WAITS " AND (community = :community OR :every = '')"
                                          " ORDER BY asked_at, id LIMIT :most",
                          community, community, limit);
}

std::optional<question> last_question(session& db, std::string_view platform, std::string_view workspace,
                                      std::string_view group, std::string_view thread, std::string_view member,
                                      timestamp since) {
    return only(read_questions(db,
                               SELECT_QUESTION " WHERE member = :member AND asked_at >= :since"
                                               " AND platform = :platform AND workspace = :workspace"
                                               " AND group_id = :group_id AND thread = :thread"
                                               " ORDER BY asked_at DESC, id DESC LIMIT 1",
                               member, since, platform, workspace, group, thread));
}

std::optional<question> last_question_of_group(session& db, std::string_view platform, std::string_view workspace,
                                               std::string_view group, std::string_view member, timestamp since) {
    return only(read_questions(db,
                               SELECT_QUESTION " WHERE member = :member AND asked_at >= :since"
                                               " AND platform = :platform AND workspace = :workspace"
                                               " AND group_id = :group_id ORDER BY asked_at DESC, id DESC LIMIT 1",
                               member, since, platform, workspace, group));
}

std::optional<question> last_question_of_anybody(session& db, std::string_view platform, std::string_view workspace,
                                                 std::string_view group, const std::optional<std::string>& thread,
                                                 timestamp since) {
    return only(read_questions(db,
                               SELECT_QUESTION " WHERE asked_at >= :since AND platform = :platform"
                                               " AND workspace = :workspace AND group_id = :group_id"
                                               " AND (thread = :thread OR :every = 1)"
                                               " ORDER BY asked_at DESC, id DESC LIMIT 1",
                               since, platform, workspace, group, thread.value_or(""), thread ? 0 : 1));
}

#define WAITING_IN_GROUP                                                       \
    " WHERE " WAITS " AND group_id = :group_id AND workspace = :workspace AND" \
    " platform = :platform"
#define NEWEST " ORDER BY asked_at DESC, id DESC LIMIT 1"

std::optional<question> waiting_in_thread(session& db, std::string_view platform, std::string_view workspace,
                                          std::string_view group, std::string_view thread) {
    return only(read_questions(db, SELECT_QUESTION WAITING_IN_GROUP " AND thread = :thread AND thread <> ''" NEWEST,
                               group, workspace, platform, thread));
}

std::optional<question> waiting_with_text(session& db, std::string_view platform, std::string_view workspace,
                                          std::string_view group, std::string_view text) {
    return only(read_questions(db, SELECT_QUESTION WAITING_IN_GROUP " AND text = :text AND text <> ''" NEWEST, group,
                               workspace, platform, text));
}

std::optional<question> last_waiting_of(session& db, std::string_view platform, std::string_view workspace,
                                        const std::optional<std::string>& group, std::string_view member) {
    return only(read_questions(db,
                               SELECT_QUESTION " WHERE " WAITS " AND member = :member"
                                               " AND workspace = :workspace AND platform = :platform"
                                               " AND (group_id = :group_id OR :every = 1)" NEWEST,
                               member, workspace, platform, group.value_or(""), group ? 0 : 1));
}

std::string latest_reply_to(session& db, std::string_view platform, std::string_view workspace,
                            std::string_view group) {
    std::string address;
    db.one(
        "SELECT reply_to FROM question WHERE platform = :platform AND workspace = :workspace AND group_id = :group_id"
        " AND reply_to <> '' ORDER BY asked_at DESC, id DESC LIMIT 1",
        std::tie(address), platform, workspace, group);
    return address;
}

std::vector<std::string> communities_asked_in(session& db) {
    std::vector<std::string> all;
    std::string one;
    db.each("SELECT DISTINCT community FROM question ORDER BY community", std::tie(one), [&] { all.push_back(one); });
    return all;
}

std::vector<question> reopen_questions(session& db, entry_id entry) {
    auto reopened = read_questions(
        db, SELECT_QUESTION " WHERE answered_with = :entry AND state = 'answered_by_person' ORDER BY id", entry);
    for (question& one : reopened) {
        one.state = question_state::open;
        one.answered_with = {};
        (void)update_question_state(db, one.id, one.state, {});
    }
    return reopened;
}

std::map<entry_id, entry_use> count_uses(session& db, timestamp from, timestamp to) {
    std::map<entry_id, entry_use> all;
    entry_id id;
    std::int64_t count = 0;
    db.each(
        "SELECT answered_with, COUNT(*) FROM question WHERE asked_at >= :from_time AND asked_at < :to_time"
        " AND answered_with IS NOT NULL GROUP BY answered_with",
        std::tie(id, count), [&] { all[id].answered = count; }, from, to);
    std::int64_t helpful = 0, unhelpful = 0;
    db.each(
        "SELECT q.answered_with, COUNT(CASE WHEN f.opinion = 'helpful' THEN 1 END),"
        " COUNT(CASE WHEN f.opinion = 'unhelpful' THEN 1 END) FROM feedback f JOIN question q ON q.id = f.question_id"
        " WHERE q.asked_at >= :from_time AND q.asked_at < :to_time AND q.answered_with IS NOT NULL"
        " GROUP BY q.answered_with",
        std::tie(id, helpful, unhelpful),
        [&] {
            all[id].helpful = helpful;
            all[id].unhelpful = unhelpful;
        },
        from, to);
    return all;
}

} // namespace knowledge::store
