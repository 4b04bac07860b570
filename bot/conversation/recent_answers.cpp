#include "bot/conversation/recent_answers.hpp"

#include <algorithm>

namespace bot::conversation {

namespace {

constexpr std::size_t most_questions = 200; // a thread that goes on longer has scrolled away

} // namespace

void recent_answers::asked(const std::string& name, const std::string& thread, knowledge::question_id question,
                           knowledge::entry_id answered_with) {
    const auto [found, fresh] = groups_.try_emplace(name);
    if (fresh) {
        busiest_first_.push_front(name);
        found->second.place = busiest_first_.begin();
    } else {
        busiest_first_.splice(busiest_first_.begin(), busiest_first_, found->second.place);
    }
    auto& questions = found->second.newest_first;
    // An edited question is asked again. One that is newer than all that were there cannot be.
    auto& newest = found->second.newest;
    if (question <= newest) std::erase_if(questions, [&](const answer& one) { return one.question == question; });
    newest = std::max(newest, question);
    questions.push_front({thread, question, answered_with});
    if (questions.size() > most_questions) questions.pop_back();
    if (groups_.size() > most_groups_) {
        groups_.erase(busiest_first_.back());
        busiest_first_.pop_back();
    }
}

std::optional<knowledge::question_id> recent_answers::given(const std::string& name, const std::string& thread,
                                                            knowledge::entry_id entry, std::int64_t within) const {
    const auto found = groups_.find(name);
    if (found == groups_.end()) return std::nullopt;
    std::int64_t back = 0;
    for (const auto& one : found->second.newest_first) {
        const bool near = back++ < within;
        const bool same_thread = !thread.empty() && one.thread == thread;
        if (one.entry == entry && (near || same_thread)) return one.question;
    }
    return std::nullopt;
}

} // namespace bot::conversation
