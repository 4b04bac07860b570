// One message in place of several that say the same to several people of one conversation: it mentions them all, and
// names for each what they are told about ("#12, #15"). Pure.
#pragma once

#include "adapters/chat/outgoing.hpp"

#include <cstddef>
#include <optional>

namespace adapters::chat {

// Enough for a class; their ids alone make a long first line.
inline constexpr std::size_t most_addressed = 20;

// Both as one, which has the first one's id and buttons. nullopt where they say different things, or one of them is to
// leave by itself (outgoing::told_as), or it would be for too many.
[[nodiscard]] std::optional<outgoing> together(const outgoing& first, const outgoing& second);

} // namespace adapters::chat
