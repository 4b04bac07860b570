#include "bot/delivery/lane_schedule.hpp"

namespace bot::delivery {

void lane_schedule::look_at(std::string_view lane, knowledge::timestamp when) {
    const auto known = when_.find(lane);
    if (known == when_.end()) {
        by_time_.emplace(when, lane);
        when_.emplace(lane, when);
    } else if (when < known->second) {
        auto moved = by_time_.extract(std::pair{known->second, known->first});
        moved.value().first = when;
        by_time_.insert(std::move(moved));
        known->second = when;
    }
}

std::vector<std::string> lane_schedule::take(knowledge::timestamp now, std::size_t limit) {
    std::vector<std::string> ready;
    while (ready.size() < limit && !by_time_.empty() && by_time_.begin()->first <= now) {
        ready.push_back(std::move(by_time_.extract(by_time_.begin()).value().second));
        when_.erase(ready.back());
    }
    return ready;
}

std::optional<knowledge::timestamp> lane_schedule::next() const {
    if (by_time_.empty()) return std::nullopt;
    return by_time_.begin()->first;
}

} // namespace bot::delivery
