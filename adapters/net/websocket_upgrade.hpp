// The opening handshake of a WebSocket connection: what to ask, and whether the answer is a yes. Pure.
#pragma once

#include "adapters/net/url.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace adapters::net {

// "wss://host/path" as {"https", "host", 443, "/path"}, "ws://…" as {"http", …, 80, …}: what the dialer takes. Nullopt
// for everything else, as parse_url().
[[nodiscard]] std::optional<url> parse_websocket_url(std::string_view text);

// `key`: 16 random bytes in base64.
[[nodiscard]] std::string upgrade_request(const url& where, std::string_view key);

// What the server has to answer to that key.
[[nodiscard]] std::string accept_value(std::string_view key);

// Everything up to and including the empty line; nullopt while that is not there yet.
[[nodiscard]] std::optional<std::string_view> upgrade_head(std::string_view received);

struct upgrade_verdict {
    std::string refused; // "" when the connection speaks WebSocket now, otherwise why not
    int status = 0;      // HTTP's; 0 when the answer is no HTTP
};

[[nodiscard]] upgrade_verdict check_upgrade(std::string_view head, std::string_view key);

} // namespace adapters::net
