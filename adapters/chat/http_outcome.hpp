// What an HTTP answer means for a delivery, as far as it means the same on every platform.
#pragma once

#include "adapters/chat/outgoing.hpp"

#include <chrono>
#include <optional>

namespace adapters::net {
struct http_answer;
}

namespace adapters::chat {

// The Retry-After header in whole seconds, held to 1 … 300 s: a wrong value must neither spin nor stall a queue.
// Nullopt when there is none, or it is a date (neither platform sends one).
[[nodiscard]] std::optional<std::chrono::milliseconds> retry_after(const net::http_answer& answer);

// What became of a message when no whole answer came, or the answer was "too many requests". Nullopt: the platform
// answered, and what that means is the platform's folder to say.
[[nodiscard]] std::optional<delivery> without_platform_answer(const net::http_answer& answer);

} // namespace adapters::chat
