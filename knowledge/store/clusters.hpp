// Questions that wait for a person and ask the same thing: answered, ignored or assigned together. A cluster is called
// by the number of its first question; any of its questions' numbers leads to it.
#pragma once

#include "knowledge/model.hpp"
#include "knowledge/store/manners.hpp"
#include "knowledge/store/questions.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::store {

class session;

// answered: by a person, with an entry. settled: nobody of those who asked waits any more (a suggestion was picked, the
// questions were taken back). merged: its questions wait in another cluster.
enum class cluster_state { open, answered, settled, ignored, merged };

std::string_view to_string(cluster_state state);

struct cluster {
    cluster_id id;
    std::string community;
    std::int64_t number = 0; // of its first question
    cluster_state state = cluster_state::open;
    timestamp first_asked;
    entry_id answered_with;                 // where answered
    cluster_id merged_into;                 // where merged
    std::string assigned_to, assigned_name; // stable member id with platform and workspace; empty: nobody
    outbox_id card;                         // that shows it to the moderators; none: not yet

    bool operator==(const cluster&) const = default;
};

// A new one around a question that has its number. Stores it with the question and returns it.
cluster begin_cluster(session& db, const question& first);
// The same for a question that is stored as being in it.
cluster insert_cluster(session& db, cluster_id id, const question& first);
void join_cluster(session& db, question_id question, cluster_id cluster);

std::optional<cluster> find_cluster(session& db, cluster_id id);
// Of the oldest of its questions that wait and were not asked in private: id, number and text, nothing else.
std::optional<question> first_waiting_line(session& db, cluster_id id);
// Whatever may change (all but id, community, number, first_asked).
void update_cluster(session& db, const cluster& value);

// Where a question waits, read at once; nullopt when it does not wait, or its cluster is not open.
struct waiting_place {
    cluster in;
    bool direct = false; // it was asked in private
};
std::optional<waiting_place> find_waiting_place(session& db, question_id id);

// Its questions that wait, oldest first, at most so many: open, suggested and merged ones.
std::vector<question> waiting_in(session& db, cluster_id id, std::size_t limit);
// The same with what a line of a list says, and nothing else: id, number, text and where it was asked.
std::vector<question> waiting_lines_in(session& db, cluster_id id, std::size_t limit);
// Where the oldest of them was asked.
std::optional<group_key> first_place_of(session& db, cluster_id id);
// That waiting question and the others of its cluster part: it gets a new cluster, or the others do where the old one
// is called by its number. The new one; nullopt: nobody else waits in it.
std::optional<cluster> part_cluster(session& db, const cluster& from, const question& one);

// Who asks and where, of the waiting questions of one cluster in one group.
struct cluster_share {
    cluster_id cluster;
    std::string platform, workspace, group;
    bool direct = false;
    std::int64_t questions = 0, askers = 0;
    timestamp first_asked;

    bool operator==(const cluster_share&) const = default;
};
// Of every open cluster of a community, in the order of their ids, which is that of time; or of one cluster, and when
// it has ended of all questions that were in it.
std::vector<cluster_share> shares_of_waiting(session& db, std::string_view community);
std::vector<cluster_share> shares_of(session& db, const cluster& of);

// A message that shows one cluster to the moderators, or several (a digest).
struct card {
    outbox_id id; // of the row that posts it
    std::string community;
    bool digest = false;
    timestamp made_at;
    outbox_id latest; // of the row that shows it anew last; none: the post itself

    bool operator==(const card&) const = default;
};
void insert_card(session& db, const card& value);
void update_card(session& db, outbox_id id, outbox_id latest);
std::optional<card> find_card(session& db, outbox_id id);
std::vector<cluster> clusters_on_card(session& db, outbox_id card, std::size_t limit); // oldest first
std::size_t count_clusters_on_card(session& db, outbox_id card);
// Cards with one cluster each that were made after `since`.
std::int64_t count_cards(session& db, std::string_view community, timestamp since);
// The newest digest made after `since`.
std::optional<card> digest_since(session& db, std::string_view community, timestamp since);

// What a matcher needs to know of the questions that wait, ids above `after` only, in their order.
struct waiting_question {
    question_id id;
    cluster_id cluster;
    std::string text;
    std::vector<logged_candidate> candidates;
};
std::vector<waiting_question> waiting_questions_after(session& db, std::string_view community, question_id after,
                                                      std::size_t limit);

} // namespace knowledge::store
