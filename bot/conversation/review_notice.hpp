// Once a week a community's moderators' group is told which of the entries it may see need another look: expired or
// soon so, with a stale translation, found not helpful. Nothing is said where nothing does.
#pragma once

#include "bot/config/settings.hpp"
#include "knowledge/model.hpp"
#include "knowledge/store/store.hpp"

#include <string>

namespace bot::conversation {

// The ISO week whose review is due by now where the community lives, "2026-W48": from Monday, nine o'clock, on. Before
// that, and where no group is named or none is wanted, "".
[[nodiscard]] std::string week_to_review(const config::community_settings& community, knowledge::timestamp now);

// Says it for that week, if nobody has: the lane it was put in, or "". Reads all entries, so not for the event loop's
// thread nor for a writing transaction.
[[nodiscard]] std::string tell_review(knowledge::store::store& store, const config::settings& settings,
                                      const config::community_settings& community, const std::string& week,
                                      knowledge::timestamp now);

} // namespace bot::conversation
