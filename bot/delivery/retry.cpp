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

settlement settle(knowledge::store::outbox_kind kind, adapters::chat::sighting seen, int times, int attempts) {
    constexpr int most_times = 5; // with doubled waits between: about a minute
    const bool repeatable = kind == knowledge::store::outbox_kind::notice && attempts < 2;
    switch (seen) {
    case adapters::chat::sighting::there:
        return settlement::sent;
    case adapters::chat::sighting::not_there:
        return settlement::again;
    case adapters::chat::sighting::cannot_tell:
        if (times < most_times) return settlement::ask_later;
        break;
    case adapters::chat::sighting::never_tells:
        break;
    }
    return repeatable ? settlement::again : settlement::leave;
}

} // namespace bot::delivery
