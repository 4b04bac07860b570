// A message as a row of the outbox: how long it is worth sending, and which lane it waits in.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "knowledge/store/outbox.hpp"

namespace bot::conversation {

// The row has its id, and the message carries it.
[[nodiscard]] knowledge::store::outbox_row as_row(adapters::chat::outgoing message, knowledge::store::outbox_kind kind,
                                                  knowledge::question_id question, knowledge::timestamp now);

} // namespace bot::conversation
