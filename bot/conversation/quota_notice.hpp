// Tells the moderators of a group, one by one, that DingTalk withholds its messages because the organisation's monthly
// quota is used up. Called inside a transaction, once a month.
#pragma once

#include "bot/config/settings.hpp"
#include "knowledge/model.hpp"
#include "knowledge/store/store.hpp"

namespace bot::conversation {

void tell_quota_used_up(knowledge::store::session& db, const config::group_settings& group, knowledge::timestamp now);

} // namespace bot::conversation
