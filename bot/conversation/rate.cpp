#include "bot/conversation/rate.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace bot::conversation {

rate::verdict rate::take(const std::string& name, std::int64_t per_minute, knowledge::timestamp now) {
    if (per_minute <= 0) return verdict::within;
    const auto full = static_cast<double>(per_minute);
    const auto [found, fresh] = buckets_.try_emplace(name);
    auto& one = found->second;
    if (fresh) {
        newest_first_.push_front(name);
        one = {.left = full, .filled_at = now, .place = newest_first_.begin()};
        if (buckets_.size() > most_) {
            buckets_.erase(newest_first_.back());
            newest_first_.pop_back();
        }
    } else {
        newest_first_.splice(newest_first_.begin(), newest_first_, one.place);
        const auto passed = std::chrono::duration<double, std::ratio<60>>(now - one.filled_at).count();
        one.left = std::min(full, one.left + std::max(0.0, passed) * full);
        one.filled_at = std::max(one.filled_at, now);
    }
    if (one.left >= 1) {
        one.left -= 1;
        one.told = false;
        return verdict::within;
    }
    return std::exchange(one.told, true) ? verdict::over : verdict::first_over;
}

} // namespace bot::conversation
