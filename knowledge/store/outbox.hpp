// What the bot has decided to say, until the platform has said yes. A row is pending → sending → sent | failed |
// uncertain. `sending` is committed before the first byte leaves: after a crash such a row is uncertain, never pending.
#pragma once

#include "knowledge/model.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::store {

class session;

enum class outbox_state { pending, sending, sent, failed, uncertain };

std::string_view to_string(outbox_state state);

// An answer is the reply to a question and is never repeated on doubt; a notice tells somebody about something and may
// be.
enum class outbox_kind { answer, notice };

std::string_view to_string(outbox_kind kind);

struct outbox_row {
    outbox_id id;
    outbox_kind kind = outbox_kind::answer;
    std::string lane;     // rows of one lane are sent in order, lanes do not wait for each other: "slack:T1:C1"
    std::string payload;  // adapters/chat outgoing as JSON
    question_id question; // none when it answers no question
    outbox_state state = outbox_state::pending;
    int attempts = 0;
    timestamp created_at;
    timestamp due_at;         // not before this
    timestamp expires_at;     // after this it is failed, not sent
    std::string last_trouble; // why the last attempt did not succeed
    std::string platform_id;  // the platform's id of the message, once sent
    outbox_id sent_with;      // the first of those that left as one message with it; none: it left by itself

    bool operator==(const outbox_row&) const = default;
};

outbox_id insert_outbox(session& db, outbox_row row); // id made here when none; state pending

std::optional<outbox_row> find_outbox(session& db, outbox_id id);
// Whose rows a sender takes: those of lanes that begin with one of these platforms' words ("slack"), three at most.
// Empty: all.
using platforms = std::vector<std::string>;

// The lanes with pending rows, in the order of their names. Costs by the number of lanes, not of rows.
std::vector<std::string> pending_lanes(session& db, const platforms& whose = {});
// The row of this lane that may go next, due or not: its oldest pending one. None while a row of it is in `sending`.
std::optional<outbox_row> head_of_lane(session& db, std::string_view lane);

// Pending rows of this lane behind that one, oldest first.
std::vector<outbox_row> next_in_lane(session& db, std::string_view lane, outbox_id behind, std::size_t most);

// Each returns false when the row was not in the state it must come from.
std::vector<outbox_row> pending_in_lane(session& db, std::string_view lane);        // oldest first
bool mark_sending(session& db, outbox_id id, outbox_id with = {});                  // pending → sending, attempts + 1
bool mark_sent(session& db, outbox_id id, std::string_view platform_id);            // sending|uncertain → sent
bool mark_retry(session& db, outbox_id id, timestamp due_at, std::string_view why); // sending|uncertain → pending
bool mark_failed(session& db, outbox_id id, std::string_view why);                  // pending|sending → failed
bool mark_uncertain(session& db, outbox_id id, std::string_view why);               // sending → uncertain

// What waits in a lane for later than `due_at` is due then. How many rows.
std::int64_t bring_forward(session& db, std::string_view lane, timestamp due_at);
// Says something else in its place, at another time; false when it is not pending any more.
bool rewrite_pending(session& db, outbox_id id, std::string_view payload, timestamp due_at);

// At start: rows a crash left in `sending` become uncertain. Returns them.
std::vector<outbox_row> recover_interrupted(session& db, const platforms& whose = {});
// Uncertain rows somebody still waits for: not expired, oldest first.
std::vector<outbox_row> uncertain_outbox(session& db, timestamp now, const platforms& whose = {});
std::vector<outbox_row> outbox_of_question(session& db, question_id id);
// The newest row about a question that became this message of the platform, in this lane.
std::optional<outbox_row> find_outbox_by_platform_id(session& db, std::string_view lane, std::string_view platform_id);
// The rows that left as one message, oldest first (outbox_row::sent_with), without those that failed.
std::vector<outbox_row> sent_together(session& db, outbox_id with);
std::int64_t count_outbox(session& db, outbox_state state, const platforms& whose = {});

} // namespace knowledge::store
