// What one try to deliver came to, and what may still help.
#pragma once

#include "adapters/chat/outgoing.hpp"

namespace adapters::net {
struct http_answer;
}

namespace adapters::dingtalk {

// Only for what certainly did not arrive. plainer: the platform dislikes the form, so without buttons it may pass.
// elsewhere: this way is closed, another may be open. expired: likewise, and this session stays closed. fresh_token:
// the access token is not good any more.
enum class remedy { none, plainer, elsewhere, expired, fresh_token };

struct attempt {
    chat::delivery became{};
    remedy help = remedy::none;
};

// An answer that was not made by the API itself, because our address is shut out for five minutes: {"punish": …} or a
// page where JSON is expected.
[[nodiscard]] bool is_shut_out(const net::http_answer& answer);
[[nodiscard]] chat::delivery shut_out();

// HTTP statuses that come without an error code of the API: 502 and 504 uncertain, other 5xx retry, the rest failed.
[[nodiscard]] chat::delivery by_status(const net::http_answer& answer);

} // namespace adapters::dingtalk
