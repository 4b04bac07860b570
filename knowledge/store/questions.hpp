// What members asked, as logged, with what the bot decided; and the keys that make sure nothing is taken twice.
#pragma once

#include "knowledge/model.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::store {

class session;

// answered: by the bot. suggested: "did you mean" was asked. open: waits for a person. answered_by_person: a moderator
// did. ignored: by a moderator, or taken back. merged: waits together with another one because a moderator said so.
enum class question_state { answered, suggested, open, answered_by_person, ignored, merged };

std::string_view to_string(question_state state);
// For a person: open, suggested, or merged with another that waits.
[[nodiscard]] bool is_waiting(question_state state);

struct logged_candidate {
    entry_id id;
    std::string external_id;
    double confidence = 0;

    bool operator==(const logged_candidate&) const = default;
};

struct question {
    question_id id;
    std::int64_t number = 0; // what people call it, "#12": counted per community, from 1; 0 for answered ones
    std::string community;
    std::string platform, workspace, group, group_title, thread, message_id; // where; thread may be empty
    bool direct = false;                                                     // said in a one-to-one conversation
    std::string member, member_name;                                         // who: stable id, display name
    std::string text;                                                        // mention already stripped
    timestamp asked_at;
    decision decided = decision::silent;
    double confidence = 0;                    // of the best candidate, 0 when there was none
    std::vector<logged_candidate> candidates; // best first, at most 10
    question_state state = question_state::open;
    entry_id answered_with; // none unless answered
    std::string reply_to; // how the platform can be answered later (adapters/chat reply address as JSON), may be empty
    cluster_id cluster;   // of the questions it waits, or waited, with (clusters.hpp); none for what never waited

    bool operator==(const question&) const = default;
};

// Remembers a delivery. False: this key was seen before, and nothing was changed. Keys look like "slack:event:Ev1" and
// "slack:message:T1:C1:170.1"; both go in, so that neither a redelivery nor a twin event is taken twice.
[[nodiscard]] bool remember_delivery(session& db, std::string_view key, timestamp now);

// Stores a question and returns it with its id, and with its number when it is not answered. `trace` says why it was
// decided as it was (match/trace.hpp); it is kept beside the question and read by nobody but trace_of().
question insert_question(session& db, question value, std::string_view trace = {});
// "" when there is none.
std::string trace_of(session& db, question_id id);
// Of every question asked in [from, to) that has one; all communities when `community` is empty.
std::map<question_id, std::string> traces_between(session& db, std::string_view community, timestamp from,
                                                  timestamp to);
void update_trace(session& db, question_id id, std::string_view trace);

std::optional<question> find_question(session& db, question_id id);
std::optional<question> find_question(session& db, std::string_view community, std::int64_t number);
// Makes state and answered_with of the stored question equal to the given; false when there is no such question.
bool update_question_state(session& db, question_id id, question_state state, entry_id answered_with);
// Makes everything that may change (text, what was decided, state) of the stored question equal to `value`, and gives
// it a number when it waits for a person and has none. Returns it as stored.
question update_question(session& db, question value);
// The question asked in this message; the newest when there are several (picks from a list).
std::optional<question> find_question_of_message(session& db, std::string_view platform, std::string_view workspace,
                                                 std::string_view group, std::string_view message_id);
// asked_at in [from, to), oldest first; all communities when `community` is empty.
std::vector<question> questions_between(session& db, std::string_view community, timestamp from, timestamp to);
// Those that wait, oldest first; all communities when `community` is empty.
std::vector<question> open_questions(session& db, std::string_view community, std::size_t limit);
// Those that wait (open, suggested, merged): the newest asked in this thread; the newest in these words in this group;
// the newest of this member in this group, or (with none given) anywhere.
std::optional<question> waiting_in_thread(session& db, std::string_view platform, std::string_view workspace,
                                          std::string_view group, std::string_view thread);
std::optional<question> waiting_with_text(session& db, std::string_view platform, std::string_view workspace,
                                          std::string_view group, std::string_view text);
std::optional<question> last_waiting_of(session& db, std::string_view platform, std::string_view workspace,
                                        const std::optional<std::string>& group, std::string_view member);
// The last question of this member in this group and thread not older than `since`: what a follow-up follows.
std::optional<question> last_question(session& db, std::string_view platform, std::string_view workspace,
                                      std::string_view group, std::string_view thread, std::string_view member,
                                      timestamp since);
// The same in whatever thread.
std::optional<question> last_question_of_group(session& db, std::string_view platform, std::string_view workspace,
                                               std::string_view group, std::string_view member, timestamp since);

// The newest question that anybody asked in this group, in this thread or (with none given) in whatever thread.
std::optional<question> last_question_of_anybody(session& db, std::string_view platform, std::string_view workspace,
                                                 std::string_view group, const std::optional<std::string>& thread,
                                                 timestamp since);

// The reply address that came with the newest question of this group that has one, "" when none has: on DingTalk it
// belongs to the conversation, whoever asked.
std::string latest_reply_to(session& db, std::string_view platform, std::string_view workspace, std::string_view group);

// Questions that a person answered with this entry wait again; how many. Of entries that were made by mistake.
std::vector<std::string> communities_asked_in(session& db);
std::vector<question> reopen_questions(session& db, entry_id entry);

// How often an entry was the answer, and what members thought of it, of questions asked in [from, to).
struct entry_use {
    std::int64_t answered = 0, helpful = 0, unhelpful = 0;

    bool operator==(const entry_use&) const = default;
};
std::map<entry_id, entry_use> count_uses(session& db, timestamp from, timestamp to);

} // namespace knowledge::store
