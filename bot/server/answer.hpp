// From a response to the bytes on the wire. Pure. Handlers want response and responder (http_server.hpp).
#pragma once

#include "bot/server/http_server.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace bot::server {

struct answer_circumstances {
    std::string_view request_id;
    bool head_only = false; // answering HEAD: the same headers, no body
    bool closes_connection = false;
    std::chrono::sys_seconds now{}; // for Date
};

// Status line, headers, body. Content-Length, Date, X-Request-Id and X-Content-Type-Options are ours alone;
// Cache-Control is "no-store" unless the response says otherwise. A header whose name is no token or whose value holds
// a control character is left out: nothing that came from outside can start a header of its own.
[[nodiscard]] std::string to_wire(const response& answer, const answer_circumstances& around);

} // namespace bot::server
