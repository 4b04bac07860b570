// Decides whether a request really came from DingTalk. Its signature does not cover the body, only the time: a captured
// one signs any body until it is stale. So the window is short, `msgId` is deduplicated, robot and corp are pinned
// (message.hpp) and the reply goes to allow-listed hosts only (webhook.hpp). Pure.
// Source: DingTalk's "Robot receives messages", HTTP mode.
#pragma once

#include "adapters/chat/authenticity.hpp"

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace adapters::dingtalk {

struct signature_headers {
    std::string_view timestamp; // `timestamp`: milliseconds
    std::string_view sign;      // `sign`: base64 of 32 bytes
};

// `secrets`: the app secret, and the previous one while it is being rotated. Empty ones never match. `window`: either
// way; DingTalk's documents say one hour.
[[nodiscard]] chat::authenticity check_signature(const signature_headers& headers, std::span<const std::string> secrets,
                                                 std::chrono::sys_time<std::chrono::milliseconds> now,
                                                 std::chrono::seconds window = std::chrono::hours(1));

// The same for what is signed in another way: `sign` makes a signature of time and secret.
[[nodiscard]] chat::authenticity
check_time_signature(const signature_headers& headers, std::span<const std::string> secrets,
                     std::chrono::sys_time<std::chrono::milliseconds> now, std::chrono::seconds window,
                     const std::function<std::string(std::string_view timestamp, std::string_view secret)>& sign);

// What DingTalk would send as `sign`; for tests and fakes, and for posts of a custom robot.
[[nodiscard]] std::string signature_of(std::string_view timestamp, std::string_view secret);

} // namespace adapters::dingtalk
