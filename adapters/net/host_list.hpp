// Lists of hosts, for addresses that somebody else hands out (promise 6). Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace adapters::net {

// Whether `host` (lower case, without port) is in the list. An entry is a host, or "*.slack.com" for every host below
// slack.com, but not that one itself.
[[nodiscard]] bool is_listed(std::string_view host, std::span<const std::string> hosts);

} // namespace adapters::net
