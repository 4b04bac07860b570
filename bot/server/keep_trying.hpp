// A way in that does not leave it to the platform to say again what could not be stored: DingTalk may send an
// unanswered message once more, after a minute, but promises nothing.
#pragma once

#include "adapters/net/event_loop.hpp"
#include "bot/server/intake.hpp"

#include <chrono>
#include <cstddef>

namespace bot::server {

struct persistence {
    std::chrono::milliseconds first{500};     // before the second try; doubled with each further one …
    std::chrono::milliseconds longest{10000}; // … up to this
    int tries = 30;                           // then it is given up: after four minutes nobody waits for an answer
    std::size_t most_waiting = 256;           // messages of at most 64 KiB each; beyond it nothing is kept
};

// As `in`; what that was too busy for is told so to the platform at once, kept, and tried again. That the platform may
// send it too does no harm: `in` knows what it has taken. Everything on the loop's thread, which outlives it.
[[nodiscard]] intake keep_trying(adapters::net::event_loop& loop, intake in, persistence how = {});

} // namespace bot::server
