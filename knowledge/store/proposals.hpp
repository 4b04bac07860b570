// What members' picks and opinions propose to learn, until a moderator says yes or no. Nothing is learnt by itself: an
// accepted phrasing is written into its entry by whoever accepts it, and everything else is a label for measuring.
#pragma once

#include "knowledge/model.hpp"
#include "knowledge/store/feedback.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::store {

class session;

// phrasing: the entry was picked for a question in these words. negative: the entry was given as the answer to a
// question in these words, and did not help. answer: a trusted person said this below a question; about no entry yet.
enum class proposal_kind { phrasing, negative, answer };
enum class proposal_state { proposed, accepted, refused };

std::string_view to_string(proposal_kind kind);
std::string_view to_string(proposal_state state);

struct proposal {
    std::int64_t number = 0; // what people call it, "#3": counted per community, from 1
    std::string community;
    proposal_kind kind = proposal_kind::phrasing;
    question_id question; // the first one that said so
    entry_id entry;
    std::string text; // that question's; of an answer, what was said (Markdown)
    proposal_state state = proposal_state::proposed;
    std::string proposed_by; // stable member id with platform and workspace
    timestamp proposed_at;
    std::string decided_by; // empty while it waits
    timestamp decided_at;
    std::string proposed_name; // of an answer: as displayed, never trusted
    bool solved = false;       // of an answer: who asked says that it helped

    bool operator==(const proposal&) const = default;
};

// False, and nothing changes, when the same was proposed before, whatever became of it. The number is made here.
bool propose(session& db, proposal value);
// False when it does not wait any more.
bool decide_proposal(session& db, std::string_view community, std::int64_t number, proposal_state state,
                     std::string_view by, timestamp now);
// What that person decided at that moment waits for a yes again: the answers to a cluster's questions, the wordings of
// an entry. How many.
std::int64_t reopen_answers(session& db, cluster_id cluster, std::string_view by, timestamp at);
std::int64_t reopen_phrasings(session& db, entry_id entry, std::string_view by, timestamp at);
// That one waits again; false when it is not as that person decided it at that moment.
bool reopen_proposal(session& db, std::string_view community, std::int64_t number, std::string_view by, timestamp at);
std::optional<proposal> find_proposal(session& db, std::string_view community, std::int64_t number);
// Those that wait: answers that solved it first, then the oldest.
std::vector<proposal> waiting_proposals(session& db, std::string_view community, std::size_t limit);
// Whatever their state; all communities when `community` is empty.
std::vector<proposal> load_proposals(session& db, std::string_view community);
// What a question proposed and nobody has decided on is gone: it was taken back, or its words are others now.
void withdraw_proposals(session& db, question_id question, proposal_kind kind);
// Adds a message to the answer this person proposes to this question, or begins one. The number of the proposal, and
// whether it is new; the same message again changes nothing and gives 0.
struct proposed_answer {
    std::int64_t number = 0;
    bool fresh = false;
};
struct said_below {
    std::string place, message_id; // where: platform, workspace and group as a key
    std::string text;              // Markdown
};
proposed_answer propose_answer(session& db, proposal value, const said_below& part);
// That message says something else now, or nothing any more: so does the waiting answer it is part of, which is gone
// when nothing is left of it.
void change_answer(session& db, std::string_view place, std::string_view message_id, std::string_view text);
// The waiting answer that was proposed in this message, or to this question (the newest).
std::optional<proposal> find_answer_of_message(session& db, std::string_view place, std::string_view message_id);
std::optional<proposal> find_answer_to(session& db, question_id question);
// Those to any question of the cluster, those that solved it first.
std::vector<proposal> answers_proposed_to(session& db, cluster_id cluster, std::size_t limit);
// False when it is marked so already.
bool mark_solved(session& db, std::string_view community, std::int64_t number, given_by how = given_by::button);
// False when no reaction alone had marked it.
bool take_solved_back(session& db, std::string_view community, std::int64_t number);
// Every waiting answer to a question of this cluster is refused by whoever answered otherwise.
void close_answers(session& db, cluster_id cluster, std::int64_t but, std::string_view by, timestamp now);

// Also what was decided: the question was deleted, and its words go with it.
void forget_proposals(session& db, question_id question);

} // namespace knowledge::store
