// What comes over a Socket Mode connection: each message a JSON envelope, and what is answered. Pure. What the payloads
// are is for the decoders that also read them over HTTP (events.hpp …).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace adapters::slack {

// The connection counts from here on.
struct hello {
    std::size_t connections = 0; // of the app, as Slack counts them, this one included; 0: it does not say

    bool operator==(const hello&) const = default;
};

// The connection ends. `renew`: routine, connect anew (`warning`, `refresh_requested`, and what nobody knows yet).
// `crowded`: too many connections. `switched_off`: Socket Mode was switched off for the app.
enum class farewell { renew, crowded, switched_off };
struct disconnect {
    farewell why = farewell::renew;

    bool operator==(const disconnect&) const = default;
};

// What HTTP would have carried.
struct envelope {
    std::string id;                // to acknowledge; another one for each attempt
    std::string type;              // events_api, slash_commands, interactive, or one nobody knows yet
    std::string payload;           // JSON text
    bool accepts_response = false; // the acknowledgement may carry an answer

    bool operator==(const envelope&) const = default;
};

// Not what Slack sends; there is nothing to acknowledge.
struct not_an_envelope {
    std::string reason; // names the field, holds no text of members

    bool operator==(const not_an_envelope&) const = default;
};

using socket_message = std::variant<hello, disconnect, envelope, not_an_envelope>;

[[nodiscard]] socket_message decode_socket_message(std::string_view text);

// `payload`: the answer as JSON text; "" for none.
[[nodiscard]] std::string acknowledgement(std::string_view envelope_id, std::string_view payload = {});

} // namespace adapters::slack
