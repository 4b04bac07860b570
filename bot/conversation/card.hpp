// What moderators see of the questions that wait: a card for each cluster, one for many when there are many, and the
// list of them all. Pure; texts of members are quoted so that they neither ping, link nor break out of their line.
#pragma once

#include "bot/conversation/reply.hpp"
#include "knowledge/match/trace.hpp"
#include "knowledge/store/clusters.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bot::conversation {

// What a button of a card is about: a question, and an entry or the number of another question with it. Its value is
// "q1a2b" or "q1a2b.3c", so that a card may be pressed long after it was made and still means the same.
struct card_reference {
    knowledge::question_id question;
    std::int64_t other = 0;

    bool operator==(const card_reference&) const = default;
};
// Whether that is a button of a card, or of what is said about one.
[[nodiscard]] bool is_of_card(adapters::chat::action what);
[[nodiscard]] std::string to_string(const card_reference& what);
[[nodiscard]] std::optional<card_reference> card_reference_from(std::string_view text);

// A cluster as moderators are shown it.
struct shown_cluster {
    knowledge::store::cluster what;
    knowledge::store::question first;               // the oldest of its questions that may be shown here
    std::vector<knowledge::store::question> others; // some more of them, in other words
    std::int64_t questions = 0, askers = 0;
    std::vector<std::string> groups;                 // by their titles or ids, each once
    std::string before;                              // what the first one leant on; may be empty
    std::vector<knowledge::store::proposal> answers; // that are proposed
    std::optional<knowledge::entry> answered_with;   // of one that has ended, as the next one
    std::int64_t merged_into = 0;                    // number
    std::optional<knowledge::entry> given;           // what the first one was answered with, which did not help
    std::set<std::string> group_ids;                 // those of the groups that are ids of this platform
    // Where the card is shown, ids of members and groups can be shown by their names (outgoing::names_members).
    bool names_ids = false;
};

struct shown_candidate {
    knowledge::entry entry;
    double confidence = 0;
};

[[nodiscard]] reply card_reply(const shown_cluster& cluster, std::span<const shown_candidate> candidates,
                               std::span<const knowledge::store::cluster> similar, const config::voice& speaks);
// What has become of a cluster: whose it is, or how it ended. "" for an open one that is nobody's. `entry` is what it
// was answered with, `into` the number it was merged into.
[[nodiscard]] std::string cluster_status(const knowledge::store::cluster& cluster,
                                         const std::optional<knowledge::entry>& entry, std::int64_t into,
                                         const config::voice& speaks, bool names_ids = false);
// `clusters` are some of `count`. With buttons to answer and to ignore each one that is open.
[[nodiscard]] reply digest_reply(std::span<const shown_cluster> clusters, std::size_t count,
                                 const config::voice& speaks);
[[nodiscard]] reply open_clusters_reply(std::span<const shown_cluster> clusters, std::size_t count,
                                        knowledge::timestamp now, const config::voice& speaks);

} // namespace bot::conversation
