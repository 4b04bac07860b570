// The log of a database, decided anew: what `replay` shows and `eval --tune` learns from.
#pragma once

#include "bot/cli/audience.hpp"
#include "bot/cli/known.hpp"
#include "bot/conversation/replay.hpp"

#include <vector>

namespace bot::cli {

struct replayed_log {
    conversation::log log;
    std::vector<conversation::replayed> questions; // they point into the log
    std::size_t elsewhere = 0;                     // of groups the configuration does not know: left out
};

// Questions asked in [from, to). Shows its progress on a terminal.
[[nodiscard]] replayed_log replay_log(const knowledge::store::store& store, const known& all,
                                      const config::settings& settings, const audience& whose,
                                      knowledge::timestamp from, knowledge::timestamp to);

} // namespace bot::cli
