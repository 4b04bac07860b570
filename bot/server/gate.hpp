// The request gate: what the head of a request must look like before anything else is done with it. Beast accepts
// several forms on which a proxy before us may disagree with us (request smuggling); here there is one way to write a
// request, and everything else is refused and the connection closed. Pure: bytes in, verdict out.
#pragma once

#include "bot/server/header_list.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bot::server {

struct request_head {
    std::string method;  // "GET", "HEAD" or "POST"
    std::string path;    // decoded; starts with '/', has no "." or ".." segment and no control character
    std::string query;   // as written, without '?'
    header_list headers; // values trimmed
    bool chunked = false;
    std::optional<std::uint64_t> content_length;
    bool keep_alive = false;       // HTTP/1.1 without "Connection: close"
    bool expects_continue = false; // the client waits for our "100 Continue" before it sends the body
};

struct gate_verdict {
    int refused = 0;              // 0: passed; otherwise the status to answer: 400, 405, 417, 501 or 505
    std::string_view reason = {}; // for the one who sent it; a constant text
    request_head head = {};       // when passed
};

// `raw` is everything up to and including the empty line that ends the head.
//
// Passes: a request line with single blanks, GET, HEAD or POST, a target in origin form, HTTP/1.1 or 1.0; lines that
// end in CR LF; names that are tokens, directly followed by ':'; values without control characters; no folded lines;
// exactly one Host (HTTP/1.0: at most one); at most one Content-Length (digits only) or exactly one "Transfer-Encoding:
// chunked" (HTTP/1.1), never both; Connection a list of tokens; each header that says who sent the request at most
// once. `one_more_method`: passes too, where it is not empty.
[[nodiscard]] gate_verdict pass_gate(std::string_view raw, std::string_view one_more_method = {});

} // namespace bot::server
