// The hours in which a group does not want to be disturbed. Pure, but for the system's time zones.
#pragma once

#include "bot/config/settings.hpp"
#include "knowledge/model.hpp"

namespace bot::conversation {

// When what would be said now may be said: now, or the end of the quiet hours that `now` is in.
[[nodiscard]] knowledge::timestamp after_quiet_hours(const config::group_settings& group, knowledge::timestamp now);

} // namespace bot::conversation
