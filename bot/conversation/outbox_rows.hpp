// A message as a row of the outbox: how long it is worth sending, and which lane it waits in.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "bot/config/settings.hpp"
#include "knowledge/store/outbox.hpp"

namespace bot::conversation {

// The row has its id, and the message carries it.
[[nodiscard]] knowledge::store::outbox_row as_row(adapters::chat::outgoing message, knowledge::store::outbox_kind kind,
                                                  knowledge::question_id question, knowledge::timestamp now);

// When a notice to that place may be said: not while its group is muted, nor in its quiet hours. What only changes what
// stands there disturbs nobody.
[[nodiscard]] knowledge::timestamp notice_due(knowledge::store::session& db, const config::settings& settings,
                                              const adapters::chat::outgoing& notice, knowledge::timestamp now);
// What waits is sent beside what is said in the same group meanwhile.
void let_wait(knowledge::store::outbox_row& row, knowledge::timestamp due);

} // namespace bot::conversation
