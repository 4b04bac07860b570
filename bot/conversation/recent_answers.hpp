// Which entry was given to which question lately, group by group, so that the same answer is not given twice in a row.
// In memory and bounded; what it says is only a hint, and whoever acts on it looks at the question in the database:
// what was undone there never happened. Not shared between threads: the writer's thread asks.
#pragma once

#include "knowledge/model.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>

namespace bot::conversation {

class recent_answers {
  public:
    // So many groups, the ones that were quiet longest are forgotten; of each the answers to the last 200 questions.
    explicit recent_answers(std::size_t most_groups = 1000) : most_groups_(most_groups) {}

    // A question was asked in the group; with what it was answered, if it was.
    void asked(const std::string& group, const std::string& thread, knowledge::question_id question,
               knowledge::entry_id answered_with);
    // The newest of the group's last `within` questions, or of those of its last 200 in the same thread, that was
    // answered with this entry. No thread: only the former.
    [[nodiscard]] std::optional<knowledge::question_id> given(const std::string& group, const std::string& thread,
                                                              knowledge::entry_id entry, std::int64_t within) const;

  private:
    struct answer {
        std::string thread;
        knowledge::question_id question;
        knowledge::entry_id entry;
    };
    struct group {
        std::deque<answer> newest_first;
        knowledge::question_id newest{}; // of all that were ever asked here
        std::list<std::string>::iterator place;
    };

    std::size_t most_groups_;
    std::unordered_map<std::string, group> groups_;
    std::list<std::string> busiest_first_;
};

} // namespace bot::conversation
