// The gateway's connections/open as bytes and back: where the next Stream connection goes. Pure.
#pragma once

#include "adapters/net/way_in.hpp"

#include <string_view>

namespace adapters::dingtalk {

// Subscribes to robot messages and to card callbacks, to no events: those cost quota.
[[nodiscard]] net::http_request encode_invitation(std::string_view client_id, std::string_view client_secret,
                                                  std::string_view api_url);

// The address with its ticket, which opens one connection within 90 s. refused when the credentials or rights are not
// accepted; troubled for every other error (503, and 400 with a page, happen under load); unreachable when nobody
// answered.
[[nodiscard]] net::invitation read_invitation(const net::http_answer& answer);

} // namespace adapters::dingtalk
