// Addresses: taking an absolute URL apart, percent-encoding, and name=value pairs (queries and form bodies).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::net {

struct url {
    std::string scheme;     // "http" or "https"
    std::string host;       // lower case, no brackets around an IPv6 address
    std::uint16_t port = 0; // the scheme's own when none is written
    std::string target;     // path and query as written, at least "/"; the fragment is dropped

    bool operator==(const url&) const = default;
};

// nullopt for anything but an absolute http or https URL in ASCII with a plain host; a user or password in it is
// refused.
[[nodiscard]] std::optional<url> parse_url(std::string_view text);

// "host:port", "[::1]:port": what a tunnel is asked for.
[[nodiscard]] std::string host_and_port(const url& where);
// The same without the port where it is the scheme's own: what the header Host says.
[[nodiscard]] std::string authority_of(const url& where);

// Everything but letters, digits and -._~ becomes %XX.
[[nodiscard]] std::string percent_encode(std::string_view text);

// nullopt for a '%' without two hexadecimal digits. A '+' stays a '+'.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);

using pairs = std::vector<std::pair<std::string, std::string>>;

// "a=1&b=x+y" as queries and application/x-www-form-urlencoded bodies have it: '+' is a blank, a name without '=' has
// an empty value, empty pieces are skipped. nullopt when a piece cannot be decoded.
[[nodiscard]] std::optional<pairs> parse_pairs(std::string_view text);

// The first value of that name, "" when there is none.
[[nodiscard]] std::string_view value_of(const pairs& all, std::string_view name);

} // namespace adapters::net
