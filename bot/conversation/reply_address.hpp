// The reply address of a question, kept with it so that its asker can be told later.
#pragma once

#include "adapters/chat/incoming.hpp"

#include <string>
#include <string_view>

namespace bot::conversation {

[[nodiscard]] std::string to_json(const adapters::chat::reply_address& address); // "" for none
// An empty address for a text that is none of ours.
[[nodiscard]] adapters::chat::reply_address reply_address_from_json(std::string_view text);

} // namespace bot::conversation
