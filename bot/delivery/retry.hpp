// When to try again, and what a delivery means for its outbox row. Pure.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "knowledge/store/outbox.hpp"

#include <chrono>

namespace bot::delivery {

struct retry_policy {
    std::chrono::milliseconds first{1000};           // doubled with each further attempt …
    std::chrono::milliseconds longest{60000};        // … up to this
    std::chrono::milliseconds longest_asked{300000}; // a platform's own Retry-After is believed up to this
};

// Exponential with full jitter over its upper half: `random` is 0 … 1. `asked` is the platform's Retry-After, never
// undercut.
[[nodiscard]] std::chrono::milliseconds delay_before_retry(const retry_policy& policy, int attempts,
                                                           std::optional<std::chrono::milliseconds> asked,
                                                           double random);

// What to do with an uncertain row that was sent `attempts` times, once the platform was asked for it `times` times.
enum class settlement {
    sent,  // it is there
    again, // it is not there, or it is a notice on a platform that cannot be asked: two notices are better than none
    ask_later, // the platform did not say
    leave      // nobody will ever know; an answer is not repeated, two are worse than the asker asking again
};

[[nodiscard]] settlement settle(knowledge::store::outbox_kind kind, adapters::chat::sighting seen, int times,
                                int attempts);

} // namespace bot::delivery
