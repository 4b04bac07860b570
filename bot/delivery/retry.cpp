#include "bot/delivery/retry.hpp"

#include <algorithm>

namespace bot::delivery {

std::chrono::milliseconds delay_before_retry(const retry_policy& policy, int attempts,
                                             std::optional<std::chrono::milliseconds> asked, double random) {
    auto delay = policy.first;
    for (int doubled = 1; doubled < attempts && delay < policy.longest; ++doubled)
        delay *= 2;
    delay = std::min(delay, policy.longest);
    const auto jittered =
        std::chrono::milliseconds(static_cast<std::int64_t>(static_cast<double>(delay.count()) * (0.5 + random / 2)));
    if (!asked) return jittered;
    return std::max(jittered, std::min(*asked, policy.longest_asked));
}

bool repeat_when_uncertain(knowledge::store::outbox_kind kind) {
    return kind == knowledge::store::outbox_kind::notice;
}

} // namespace bot::delivery
