// Who may propose an answer, and whether there is one: asked before anything is taken, so that what is said in threads
// to nobody's question is neither read nor kept.
#pragma once

#include "adapters/chat/incoming.hpp"
#include "bot/config/settings.hpp"
#include "knowledge/store/store.hpp"

#include <string_view>

namespace bot::conversation {

// Whether this member is trusted or moderates there.
[[nodiscard]] bool is_trusted(const config::group_settings& group, const adapters::chat::place& where,
                              const adapters::chat::person& who);
// Whether somebody else's question waits in that thread.
[[nodiscard]] bool may_answer(knowledge::store::session& db, const adapters::chat::remark& said);
// Whether an answer was proposed in that message.
[[nodiscard]] bool proposes(knowledge::store::session& db, const adapters::chat::place& where,
                            std::string_view message_id);

} // namespace bot::conversation
