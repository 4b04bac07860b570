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

// What to do with a row that a crash left in `sending`, and with an uncertain delivery: an answer is not repeated,
// because two are worse than the asker asking again; a notice is.
[[nodiscard]] bool repeat_when_uncertain(knowledge::store::outbox_kind kind);

} // namespace bot::delivery
