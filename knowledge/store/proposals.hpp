// What members' picks and opinions propose to learn, until a moderator says yes or no. Nothing is learnt by itself: an
// accepted phrasing is written into its entry by whoever accepts it, and everything else is a label for measuring.
#pragma once

#include "knowledge/model.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::store {

class session;

// phrasing: the entry was picked for a question in these words. negative: the entry was given as the answer to a
// question in these words, and did not help.
enum class proposal_kind { phrasing, negative };
enum class proposal_state { proposed, accepted, refused };

std::string_view to_string(proposal_kind kind);
std::string_view to_string(proposal_state state);

struct proposal {
    std::int64_t number = 0; // what people call it, "#3": counted per community, from 1
    std::string community;
    proposal_kind kind = proposal_kind::phrasing;
    question_id question; // the first one that said so
    entry_id entry;
    std::string text; // that question's
    proposal_state state = proposal_state::proposed;
    std::string proposed_by; // stable member id with platform and workspace
    timestamp proposed_at;
    std::string decided_by; // empty while it waits
    timestamp decided_at;

    bool operator==(const proposal&) const = default;
};

// False, and nothing changes, when the same was proposed before, whatever became of it. The number is made here.
bool propose(session& db, proposal value);
// False when it does not wait any more.
bool decide_proposal(session& db, std::string_view community, std::int64_t number, proposal_state state,
                     std::string_view by, timestamp now);
std::optional<proposal> find_proposal(session& db, std::string_view community, std::int64_t number);
// Those that wait, oldest first.
std::vector<proposal> waiting_proposals(session& db, std::string_view community, std::size_t limit);
// Whatever their state; all communities when `community` is empty.
std::vector<proposal> load_proposals(session& db, std::string_view community);
// What a question proposed and nobody has decided on is gone: it was taken back, or its words are others now.
void withdraw_proposals(session& db, question_id question, proposal_kind kind);
// Also what was decided: the question was deleted, and its words go with it.
void forget_proposals(session& db, question_id question);

} // namespace knowledge::store
