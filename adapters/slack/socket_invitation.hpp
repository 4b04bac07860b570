// apps.connections.open as bytes and back: where the next Socket Mode connection goes. Pure.
#pragma once

#include "adapters/net/way_in.hpp"

#include <string_view>

namespace adapters::slack {

// `app_token`: the app-level one, xapp-…
[[nodiscard]] net::http_request encode_invitation(std::string_view app_token, std::string_view api_url);

// refused for dead tokens and missing rights; troubled for every other error of Slack's, with its Retry-After when it
// says ratelimited (30 s when it does not say); unreachable when nobody answered.
[[nodiscard]] net::invitation read_invitation(const net::http_answer& answer);

} // namespace adapters::slack
