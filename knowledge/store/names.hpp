// Display names that a platform tells later than what was said.
#pragma once

#include "knowledge/model.hpp"
#include "knowledge/store/manners.hpp"

#include <string_view>
#include <vector>

namespace knowledge::store {

// Puts the name where what this member asked or proposed since then was stored without one. The cards that may have
// shown it so.
std::vector<outbox_id> fill_in_name(session& db, const member_key& who, std::string_view name, timestamp since);

} // namespace knowledge::store
