// Which open cluster a question belongs to. What waits is kept in memory by its words, because a question must find its
// companions within milliseconds among ten thousand; what the database says about them decides. Used inside writing
// transactions only, so by one thread: a transaction that is undone, or another process, leaves nothing behind but a
// candidate that is looked up and found gone.
#pragma once

#include "knowledge/match/index.hpp"
#include "knowledge/match/open_questions.hpp"
#include "knowledge/store/clusters.hpp"
#include "knowledge/store/store.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace bot::conversation {

class companions {
  public:
    using matcher = std::shared_ptr<const knowledge::match::index>; // the index in force now

    // The open cluster that a question belongs to; none: it begins its own. Of one that waits from now on, and that is
    // added before the transaction ends.
    [[nodiscard]] std::optional<knowledge::store::cluster>
    home_of(knowledge::store::session& db, const knowledge::store::question& asked, const matcher& index);
    // Other open clusters than its home a person may say it belongs to, closest first. For cards: it looks further.
    [[nodiscard]] std::vector<knowledge::store::cluster>
    similar_to(knowledge::store::session& db, const knowledge::store::question& asked, const matcher& index);
    // From now on others may join it; in place of what was known of it.
    void add(const knowledge::store::question& asked);
    void remove(const knowledge::store::question& asked);
    // Somebody merged clusters or took them apart: which question is in which is looked up anew.
    void regrouped(const std::string& community);

  private:
    struct waiting {
        knowledge::match::open_questions known;
        knowledge::question_id last; // the newest that was read from the database
        // As last heard, by question: spares looking up many of a cluster that was found already.
        std::unordered_map<std::int64_t, knowledge::cluster_id> cluster_of;

        void forget(knowledge::question_id id);
    };
    struct found {
        std::optional<knowledge::store::cluster> home;
        std::vector<knowledge::store::cluster> similar;
    };
    // What the database says of these, as far as `most_similar` wants to know it; none: as far as a home.
    static found look_up(knowledge::store::session& db, const knowledge::store::question& asked, waiting& here,
                         const std::vector<knowledge::match::kin>& nearest, std::size_t most_similar);
    waiting& read_up_to(knowledge::store::session& db, const knowledge::store::question& asked, const matcher& index);
    waiting& waiting_in(knowledge::store::session& db, const std::string& community, const matcher& index);

    std::map<std::string, waiting> by_community_;
};

} // namespace bot::conversation
