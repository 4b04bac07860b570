// A request as HTTP/1.1 writes it. Pure.
#pragma once

#include "adapters/net/http_message.hpp"
#include "adapters/net/proxy.hpp"
#include "adapters/net/url.hpp"

#include <string>
#include <string_view>

namespace adapters::net {

// "" or why it must not be sent: a method or header that is none, or one that is to_wire()'s to set.
[[nodiscard]] std::string_view fault_in(const http_request& request);

// `through`: the proxy that reads the request and passes it on; nullptr where the host itself reads it, be it at the
// other end of a tunnel.
[[nodiscard]] std::string to_wire(const http_request& request, const url& where, const proxy* through);

} // namespace adapters::net
