// What is told when a member presses a button of an interactive card: the body of POST /dingtalk/cards in HTTP mode,
// the `data` of a card frame in Stream mode. Pure.
#pragma once

#include "adapters/chat/authenticity.hpp"
#include "adapters/chat/incoming.hpp"
#include "adapters/dingtalk/message.hpp"

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace adapters::dingtalk {

using card_event = std::variant<chat::press, ignored, malformed>;

// `nonce` tells a press from the next one like it, because the body does not: the time it was signed at, the frame's
// message id. It becomes part of delivery_id.
[[nodiscard]] card_event decode_card_callback(std::string_view json, const pins& pinned, std::string_view nonce);

// What is answered within two seconds: nothing changes for whoever pressed; what changes, changes for all, by an update
// of the card a little later.
inline constexpr std::string_view card_callback_answer = "{}";

// The headers x-ddpaas-signature-timestamp (milliseconds) and x-ddpaas-signature. As for messages, the signature covers
// the time alone.
struct card_signature_headers {
    std::string_view timestamp, signature;
};

// `secrets` are the app's; what signs is made of them by card_api_secret().
[[nodiscard]] chat::authenticity check_card_signature(const card_signature_headers& headers,
                                                      std::span<const std::string> secrets,
                                                      std::chrono::sys_time<std::chrono::milliseconds> now,
                                                      std::chrono::seconds window);

// The secret we have the platform sign presses with: derived, so that nobody has to keep one more.
[[nodiscard]] std::string card_api_secret(std::string_view app_secret);

} // namespace adapters::dingtalk
