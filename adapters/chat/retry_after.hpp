// How long a platform asks us to wait.
#pragma once

#include <chrono>
#include <optional>

namespace adapters::net {
struct http_answer;
}

namespace adapters::chat {

// The Retry-After header in whole seconds, held to 1 … 300 s: a wrong value must neither spin nor stall a queue.
// Nullopt when there is none, or it is a date (neither platform sends one).
[[nodiscard]] std::optional<std::chrono::milliseconds> retry_after(const net::http_answer& answer);

} // namespace adapters::chat
