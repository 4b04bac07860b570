#include "bot/server/thread_talk.hpp"

#include <iterator>

namespace bot::server {

void thread_talk::began(const std::string& thread, const std::string& member, knowledge::timestamp now) {
    const auto found = by_thread_.find(thread);
    if (found != by_thread_.end()) forget(found);
    talks_.push_back({thread, member, now});
    by_thread_.emplace(talks_.back().thread, std::prev(talks_.end()));
    if (talks_.size() > most) forget(by_thread_.find(talks_.front().thread));
}

void thread_talk::spoke_to_us(std::string_view thread, std::string_view member, knowledge::timestamp now) {
    const auto found = by_thread_.find(thread);
    if (found == by_thread_.end()) return;
    if (found->second->member == member)
        touch(found->second, now);
    else
        forget(found);
}

bool thread_talk::goes_on(std::string_view thread, std::string_view member, knowledge::timestamp now,
                          std::chrono::seconds within) {
    const auto found = by_thread_.find(thread);
    if (found == by_thread_.end()) return false;
    if (found->second->member != member || now - found->second->at > within) {
        forget(found);
        return false;
    }
    touch(found->second, now);
    return true;
}

void thread_talk::touch(std::list<talk>::iterator one, knowledge::timestamp now) {
    one->at = now;
    talks_.splice(talks_.end(), talks_, one);
}

void thread_talk::forget(std::unordered_map<std::string_view, std::list<talk>::iterator>::iterator one) {
    const auto gone = one->second; // its thread is the key
    by_thread_.erase(one);
    talks_.erase(gone);
}

} // namespace bot::server
