#include "knowledge/store/proposals.hpp"

#include "knowledge/store/counters.hpp"
#include "knowledge/store/ids.hpp"
#include "knowledge/store/session.hpp"

namespace knowledge::store {

namespace {

// The columns of read_proposals(), in its order. A macro, because statements are literals.
#define SELECT_PROPOSAL                                                                                          \
    "SELECT number, community, kind, question_id, COALESCE(entry_id, 0), text, state, proposed_by, proposed_at," \
    " decided_by, decided_at, proposed_name, solved FROM proposal"

template <class... Values>
std::vector<proposal> read_proposals(session& db, const char* sql, const Values&... values) {
    std::vector<proposal> found;
    proposal p;
    db.each(
        sql,
        std::tie(p.number, p.community, p.kind, p.question, p.entry, p.text, p.state, p.proposed_by, p.proposed_at,
                 p.decided_by, p.decided_at, p.proposed_name, p.solved),
        [&] { found.push_back(p); }, values...);
    return found;
}

} // namespace

std::string_view to_string(proposal_kind kind) {
    switch (kind) {
    case proposal_kind::phrasing:
        return "phrasing";
    case proposal_kind::negative:
        return "negative";
    case proposal_kind::answer:
        return "answer";
    }
    return "?";
}

std::string_view to_string(proposal_state state) {
    switch (state) {
    case proposal_state::proposed:
        return "proposed";
    case proposal_state::accepted:
        return "accepted";
    case proposal_state::refused:
        return "refused";
    }
    return "?";
}

namespace {

std::int64_t insert_proposal(session& db, proposal& value) {
    value.number = count_up(db, "proposal " + value.community);
    const auto id = next_id();
    db.run("INSERT INTO proposal (id, community, number, kind, question_id, entry_id, text, state, proposed_by,"
           " proposed_name, proposed_at, solved, decided_by, decided_at) VALUES (:id, :community, :number, :kind,"
           " :question_id, NULLIF(CAST(:entry_id AS BIGINT), 0), :text, 'proposed', :proposed_by, :proposed_name,"
           " :proposed_at, 0, '', 0)",
           id, value.community, value.number, value.kind, value.question, value.entry, value.text, value.proposed_by,
           value.proposed_name, value.proposed_at);
    return id;
}

} // namespace

bool propose(session& db, proposal value) {
    std::int64_t known = 0;
    db.one("SELECT COUNT(*) FROM proposal WHERE community = :community AND kind = :kind AND entry_id = :entry_id"
           " AND text = :text",
           std::tie(known), value.community, value.kind, value.entry, value.text);
    if (known > 0) return false;
    insert_proposal(db, value);
    return true;
}

proposed_answer propose_answer(session& db, proposal value, const said_below& part) {
    std::int64_t known = 0;
    db.one("SELECT COUNT(*) FROM proposal_part WHERE message_id = :message_id AND place = :place", std::tie(known),
           part.message_id, part.place);
    if (known > 0) return {};
    std::int64_t id = 0;
    proposed_answer result;
    db.one("SELECT id, number FROM proposal WHERE question_id = :question_id AND kind = 'answer'"
           " AND state = 'proposed' AND proposed_by = :proposed_by",
           std::tie(id, result.number), value.question, value.proposed_by);
    if (id == 0) {
        value.kind = proposal_kind::answer;
        value.text = part.text;
        id = insert_proposal(db, value);
        result = {value.number, true};
    } else {
        db.run("UPDATE proposal SET text = text || :text WHERE id = :id", "\n\n" + part.text, id);
    }
    db.run("INSERT INTO proposal_part (id, proposal_id, place, message_id, text) VALUES (:id, :proposal_id, :place,"
           " :message_id, :text)",
           next_id(), id, part.place, part.message_id, part.text);
    return result;
}

void change_answer(session& db, std::string_view place, std::string_view message_id, std::string_view text) {
    std::int64_t id = 0;
    if (!db.one("SELECT id FROM proposal WHERE kind = 'answer' AND state = 'proposed' AND id IN (SELECT proposal_id"
                " FROM proposal_part WHERE message_id = :message_id AND place = :place)",
                std::tie(id), message_id, place))
        return;
    db.run("UPDATE proposal_part SET text = :text WHERE message_id = :message_id AND place = :place", text, message_id,
           place);
    std::string whole, part;
    db.each(
        "SELECT text FROM proposal_part WHERE proposal_id = :id AND text <> '' ORDER BY id", std::tie(part),
        [&] { whole += (whole.empty() ? "" : "\n\n") + part; }, id);
    db.run("UPDATE proposal SET text = :text WHERE id = :id", whole, id);
    if (!whole.empty()) return;
    db.run("DELETE FROM proposal_part WHERE proposal_id = :id", id);
    db.run("DELETE FROM proposal WHERE id = :id", id);
}

std::optional<proposal> find_answer_of_message(session& db, std::string_view place, std::string_view message_id) {
    auto found = read_proposals(db,
                                SELECT_PROPOSAL " WHERE kind = 'answer' AND state = 'proposed' AND id IN (SELECT"
                                                " proposal_id FROM proposal_part WHERE message_id = :message_id"
                                                " AND place = :place) LIMIT 1",
                                message_id, place);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::optional<proposal> find_answer_to(session& db, question_id question) {
    auto found = read_proposals(db,
                                SELECT_PROPOSAL " WHERE kind = 'answer' AND state = 'proposed'"
                                                " AND question_id = :question_id ORDER BY number DESC LIMIT 1",
                                question);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<proposal> answers_proposed_to(session& db, cluster_id cluster, std::size_t limit) {
    return read_proposals(db,
                          SELECT_PROPOSAL " WHERE kind = 'answer' AND state = 'proposed' AND question_id IN"
                                          " (SELECT id FROM question WHERE cluster_id = :cluster AND cluster_id <> 0)"
                                          " ORDER BY solved DESC, number LIMIT :most",
                          cluster, limit);
}

bool mark_solved(session& db, std::string_view community, std::int64_t number, given_by how) {
    const bool by_reaction = how == given_by::reaction;
    const bool changed = db.run("UPDATE proposal SET solved = 1, solved_by_reaction = :by_reaction"
                                " WHERE community = :community AND number = :number AND solved = 0",
                                by_reaction, community, number) == 1;
    if (!changed && !by_reaction)
        db.run("UPDATE proposal SET solved_by_reaction = 0 WHERE community = :community AND number = :number",
               community, number);
    return changed;
}

bool take_solved_back(session& db, std::string_view community, std::int64_t number) {
    return db.run("UPDATE proposal SET solved = 0, solved_by_reaction = 0"
                  " WHERE community = :community AND number = :number AND solved_by_reaction = 1",
                  community, number) == 1;
}

void close_answers(session& db, cluster_id cluster, std::int64_t but, std::string_view by, timestamp now) {
    db.run("UPDATE proposal SET state = 'refused', decided_by = :decided_by, decided_at = :decided_at"
           " WHERE kind = 'answer' AND state = 'proposed' AND number <> :but_number AND question_id IN"
           " (SELECT id FROM question WHERE cluster_id = :cluster AND cluster_id <> 0)",
           by, now, but, cluster);
}

bool decide_proposal(session& db, std::string_view community, std::int64_t number, proposal_state state,
                     std::string_view by, timestamp now) {
    return db.run("UPDATE proposal SET state = :state, decided_by = :decided_by, decided_at = :decided_at"
                  " WHERE community = :community AND number = :number AND state = 'proposed'",
                  state, by, now, community, number) == 1;
}

std::int64_t reopen_answers(session& db, cluster_id cluster, std::string_view by, timestamp at) {
    return db.run("UPDATE proposal SET state = 'proposed', decided_by = '', decided_at = 0"
                  " WHERE kind = 'answer' AND decided_by = :decided_by AND decided_at = :decided_at AND question_id IN"
                  " (SELECT id FROM question WHERE cluster_id = :cluster AND cluster_id <> 0)",
                  by, at, cluster);
}

std::int64_t reopen_phrasings(session& db, entry_id entry, std::string_view by, timestamp at) {
    return db.run("UPDATE proposal SET state = 'proposed', decided_by = '', decided_at = 0"
                  " WHERE kind = 'phrasing' AND decided_by = :decided_by AND decided_at = :decided_at"
                  " AND entry_id = :entry_id",
                  by, at, entry);
}

bool reopen_proposal(session& db, std::string_view community, std::int64_t number, std::string_view by, timestamp at) {
    return db.run("UPDATE proposal SET state = 'proposed', decided_by = '', decided_at = 0"
                  " WHERE community = :community AND number = :number AND state <> 'proposed'"
                  " AND decided_by = :decided_by AND decided_at = :decided_at",
                  community, number, by, at) == 1;
}

std::optional<proposal> find_proposal(session& db, std::string_view community, std::int64_t number) {
    auto found =
        read_proposals(db, SELECT_PROPOSAL " WHERE community = :community AND number = :number", community, number);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<proposal> waiting_proposals(session& db, std::string_view community, std::size_t limit) {
    return read_proposals(
        db,
        SELECT_PROPOSAL " WHERE community = :community AND state = 'proposed' ORDER BY solved DESC, number LIMIT :most",
        community, limit);
}

std::vector<proposal> load_proposals(session& db, std::string_view community) {
    return read_proposals(db, SELECT_PROPOSAL " WHERE community = :community OR :every = '' ORDER BY community, number",
                          community, community);
}

void withdraw_proposals(session& db, question_id question, proposal_kind kind) {
    db.run("DELETE FROM proposal WHERE question_id = :question_id AND kind = :kind AND state = 'proposed'", question,
           kind);
}

void forget_proposals(session& db, question_id question) {
    db.run("DELETE FROM proposal_part WHERE proposal_id IN (SELECT id FROM proposal WHERE question_id = :question_id)",
           question);
    db.run("DELETE FROM proposal WHERE question_id = :question_id", question);
}

} // namespace knowledge::store
