// Decides whether a request really came from Slack: events, commands and interactions are all signed the same way.
// Pure: body, headers, secrets and time are passed in. That each header is there once is the gate's to check.
// Source: Slack's "Verifying requests", and the official SDKs.
#pragma once

#include "adapters/chat/authenticity.hpp"

#include <chrono>
#include <span>
#include <string>
#include <string_view>

namespace adapters::slack {

inline constexpr std::chrono::seconds signature_window{300}; // either way, as Slack's Python SDK has it

struct signature_headers {
    std::string_view timestamp; // X-Slack-Request-Timestamp: seconds
    std::string_view signature; // X-Slack-Signature: "v0=" and 64 hexadecimal digits
};

// `secrets`: the current signing secret, and the previous one while it is being rotated. Empty ones never match.
[[nodiscard]] chat::authenticity check_signature(std::string_view raw_body, const signature_headers& headers,
                                                 std::span<const std::string> secrets, std::chrono::sys_seconds now);

// What Slack would send as X-Slack-Signature; for tests and fakes.
[[nodiscard]] std::string signature_of(std::string_view raw_body, std::string_view timestamp, std::string_view secret);

} // namespace adapters::slack
