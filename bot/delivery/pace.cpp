#include "bot/delivery/pace.hpp"

#include <algorithm>

namespace bot::delivery {

knowledge::timestamp pace::ready_at(std::string_view lane, knowledge::timestamp now) const {
    const auto found = full_at_.find(lane);
    return found == full_at_.end() ? now : found->second - limit_.every * (limit_.burst - 1);
}

void pace::sent(std::string_view lane, knowledge::timestamp now) {
    if (limit_.every.count() == 0) return;
    // Not with each message: with hundreds of lanes that would cost more than all the rest.
    if (now - swept_at_ >= limit_.every) {
        std::erase_if(full_at_, [now](const auto& one) { return one.second <= now; });
        swept_at_ = now;
    }
    const auto known = full_at_.emplace(lane, now).first;
    known->second = std::max(known->second, now) + limit_.every;
}

} // namespace bot::delivery
