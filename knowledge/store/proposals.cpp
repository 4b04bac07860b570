#include "knowledge/store/proposals.hpp"

#include "knowledge/store/counters.hpp"
#include "knowledge/store/ids.hpp"
#include "knowledge/store/session.hpp"

namespace knowledge::store {

namespace {

// The columns of read_proposals(), in its order. A macro, because statements are literals.
#define SELECT_PROPOSAL                                                                                         \
    "SELECT number, community, kind, question_id, entry_id, text, state, proposed_by, proposed_at, decided_by," \
    " decided_at FROM proposal"

template <class... Values>
std::vector<proposal> read_proposals(session& db, const char* sql, const Values&... values) {
    std::vector<proposal> found;
    proposal p;
    db.each(
        sql,
        std::tie(p.number, p.community, p.kind, p.question, p.entry, p.text, p.state, p.proposed_by, p.proposed_at,
                 p.decided_by, p.decided_at),
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

bool propose(session& db, proposal value) {
    std::int64_t known = 0;
    db.one("SELECT COUNT(*) FROM proposal WHERE community = :community AND kind = :kind AND entry_id = :entry_id"
           " AND text = :text",
           std::tie(known), value.community, value.kind, value.entry, value.text);
    if (known > 0) return false;
    value.number = count_up(db, "proposal " + value.community);
    db.run("INSERT INTO proposal (id, community, number, kind, question_id, entry_id, text, state, proposed_by,"
           " proposed_at, decided_by, decided_at) VALUES (:id, :community, :number, :kind, :question_id, :entry_id,"
           " :text, 'proposed', :proposed_by, :proposed_at, '', 0)",
           next_id(), value.community, value.number, value.kind, value.question, value.entry, value.text,
           value.proposed_by, value.proposed_at);
    return true;
}

bool decide_proposal(session& db, std::string_view community, std::int64_t number, proposal_state state,
                     std::string_view by, timestamp now) {
    return db.run("UPDATE proposal SET state = :state, decided_by = :decided_by, decided_at = :decided_at"
                  " WHERE community = :community AND number = :number AND state = 'proposed'",
                  state, by, now, community, number) == 1;
}

std::optional<proposal> find_proposal(session& db, std::string_view community, std::int64_t number) {
    auto found =
        read_proposals(db, SELECT_PROPOSAL " WHERE community = :community AND number = :number", community, number);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<proposal> waiting_proposals(session& db, std::string_view community, std::size_t limit) {
    return read_proposals(
        db, SELECT_PROPOSAL " WHERE community = :community AND state = 'proposed' ORDER BY number LIMIT :most",
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
    db.run("DELETE FROM proposal WHERE question_id = :question_id", question);
}

} // namespace knowledge::store
