#include "bot/server/thread_talk.hpp"

#include <algorithm>

namespace bot::server {

void thread_talk::began(const std::string& thread, const std::string& member, knowledge::timestamp now) {
    talks_[thread] = {member, now};
    if (talks_.size() <= most) return;
    talks_.erase(std::ranges::min_element(talks_, {}, [](const auto& one) { return one.second.at; }));
}

void thread_talk::spoke_to_us(std::string_view thread, std::string_view member, knowledge::timestamp now) {
    const auto found = talks_.find(thread);
    if (found == talks_.end()) return;
    if (found->second.member == member)
        found->second.at = now;
    else
        talks_.erase(found);
}

bool thread_talk::goes_on(std::string_view thread, std::string_view member, knowledge::timestamp now,
                          std::chrono::seconds within) {
    const auto found = talks_.find(thread);
    if (found == talks_.end()) return false;
    talk& last = found->second;
    if (last.member != member || now - last.at > within) {
        talks_.erase(found);
        return false;
    }
    last.at = now;
    return true;
}

} // namespace bot::server
