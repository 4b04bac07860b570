#include "adapters/net/address_policy.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace adapters::net {

namespace {

using bytes_4 = std::span<const std::uint8_t, 4>;
using bytes_16 = std::array<std::uint8_t, 16>;

struct range {
    std::array<std::uint8_t, 4> first;
    unsigned bits;
    address_kind kind;
};

// RFC 6890 and its kind, as far as nothing public can be there.
constexpr std::array<range, 10> ranges_4{{
    {{0, 0, 0, 0}, 8, address_kind::unspecified},
    {{10, 0, 0, 0}, 8, address_kind::private_network},
    {{100, 64, 0, 0}, 10, address_kind::private_network},
    {{127, 0, 0, 0}, 8, address_kind::loopback},
    {{169, 254, 0, 0}, 16, address_kind::link_local},
    {{172, 16, 0, 0}, 12, address_kind::private_network},
    {{192, 0, 0, 0}, 24, address_kind::reserved},
    {{192, 168, 0, 0}, 16, address_kind::private_network},
    {{224, 0, 0, 0}, 4, address_kind::multicast},
    {{240, 0, 0, 0}, 4, address_kind::reserved},
}};

std::uint32_t number_of(bytes_4 address) {
    return std::uint32_t{address[0]} << 24 | std::uint32_t{address[1]} << 16 | std::uint32_t{address[2]} << 8 |
           std::uint32_t{address[3]};
}

address_kind kind_4(bytes_4 address) {
    for (const auto& one : ranges_4) {
        const std::uint32_t mask = ~std::uint32_t{0} << (32 - one.bits);
        if ((number_of(address) & mask) == number_of(one.first)) return one.kind;
    }
    return address_kind::global;
}

bool starts_with(const bytes_16& address, std::initializer_list<std::uint8_t> prefix) {
    return std::equal(prefix.begin(), prefix.end(), address.begin());
}

address_kind kind_16(const bytes_16& address) {
    const auto inside = [&](std::size_t at) { return kind_4(bytes_4(address.data() + at, 4)); };
    if (std::all_of(address.begin(), address.end(), [](auto byte) { return byte == 0; }))
        return address_kind::unspecified;
    if (starts_with(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})) return address_kind::loopback;
    if (starts_with(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff})) return inside(12);        // mapped
    if (starts_with(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})) return inside(12);              // compatible
    if (starts_with(address, {0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})) return inside(12);  // NAT64
    if (starts_with(address, {0x00, 0x64, 0xff, 0x9b, 0, 1})) return address_kind::private_network; // local NAT64
    if (starts_with(address, {0x20, 0x02})) return inside(2);                                       // 6to4
    if ((address[0] & 0xfe) == 0xfc) return address_kind::private_network;                          // unique local
    if (address[0] == 0xfe && (address[1] & 0xc0) == 0x80) return address_kind::link_local;
    if (address[0] == 0xfe && (address[1] & 0xc0) == 0xc0) return address_kind::private_network; // site-local, of old
    if (address[0] == 0xff) return address_kind::multicast;
    return address_kind::global;
}

} // namespace

std::string_view to_string(address_kind kind) {
    switch (kind) {
    case address_kind::global:
        return "a public address";
    case address_kind::loopback:
        return "this machine";
    case address_kind::private_network:
        return "a private address";
    case address_kind::link_local:
        return "a link-local address";
    case address_kind::multicast:
        return "a multicast address";
    case address_kind::unspecified:
        return "no address";
    case address_kind::reserved:
        return "a reserved address";
    case address_kind::unreadable:
        return "not an address";
    }
    return "?";
}

address_kind kind_of(std::string_view address) {
    const std::string text(address.substr(0, address.find('%')));
    std::array<std::uint8_t, 4> four{};
    if (::inet_pton(AF_INET, text.c_str(), four.data()) == 1) return kind_4(four);
    bytes_16 sixteen{};
    if (::inet_pton(AF_INET6, text.c_str(), sixteen.data()) == 1) return kind_16(sixteen);
    return address_kind::unreadable;
}

bool may_connect(std::string_view host, std::string_view address, bool allow_private) {
    const auto kind = kind_of(address);
    if (kind == address_kind::global) return true;
    if (kind == address_kind::unreadable) return false;
    return allow_private || host == "localhost" || kind_of(host) != address_kind::unreadable;
}

} // namespace adapters::net
