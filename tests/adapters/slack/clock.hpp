// What time it is in the tests of Slack that are told.
#pragma once

#include "adapters/chat/incoming.hpp"

namespace tests {

inline constexpr adapters::chat::timestamp now{std::chrono::seconds(1'800'000'000)};

} // namespace tests
