// The entry an answer of ours came from, as a form to edit it begins with.
#pragma once

#include "adapters/chat/incoming.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace knowledge::store {
class session;
}

namespace bot::conversation {

// nullopt: no message of ours, or none that gives an entry that is in use.
[[nodiscard]] std::optional<adapters::chat::mark>
entry_given_in(knowledge::store::session& db, const adapters::chat::place& where, const std::string& message_id);

// How many of these a form shows: as many as fit into one input. Those behind them stay as they are when it is kept.
[[nodiscard]] std::size_t shown_in_form(const std::vector<std::string>& all);

} // namespace bot::conversation
