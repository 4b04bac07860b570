// Forward proxies: which one a request goes through, by the variables everybody knows (HTTPS_PROXY, HTTP_PROXY,
// NO_PROXY, in capitals or small letters). Pure. The dialer opens tunnels through them, the HTTP client writes the
// rest.
#pragma once

#include "adapters/net/url.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::net {

struct proxy {
    std::string host; // lower case, no brackets
    std::uint16_t port = 0;
    std::string authorization; // value of Proxy-Authorization; empty: none. Holds a password, never to be logged.

    bool operator==(const proxy&) const = default;
};

// "http://user:password@host:port", or without the scheme; the port is 80 unless written, user and password are
// percent-decoded. nullopt for anything else: TLS to the proxy itself and SOCKS are not spoken.
[[nodiscard]] std::optional<proxy> parse_proxy(std::string_view text);

struct proxy_rules {
    std::optional<proxy> for_http, for_https;
    std::vector<std::string> direct = {}; // "example.com" with all below it, also as ".example.com"; "host:port"; "*"
};

// Throws std::invalid_argument, which names the variable and not what is in it.
[[nodiscard]] proxy_rules
proxies_from(const std::function<std::optional<std::string>(const std::string& name)>& environment);

// nullptr: none. This machine is never reached through a proxy.
[[nodiscard]] const proxy* proxy_for(const proxy_rules& rules, const url& where);

// How connections leave, the same for every client.
struct way_out {
    proxy_rules proxies = {};
    bool allow_private_addresses = false; // see address_policy.hpp; through a proxy the check is the proxy's
};

} // namespace adapters::net
