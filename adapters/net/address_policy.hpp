// Which addresses a name may lead to (promise 6). That a host's name is on the allow-list says nothing about where the
// name leads: whoever answers for it in DNS could point it at something inside. Pure; the dialer asks after each
// look-up.
#pragma once

#include <string_view>

namespace adapters::net {

enum class address_kind { global, loopback, private_network, link_local, multicast, unspecified, reserved, unreadable };

[[nodiscard]] std::string_view to_string(address_kind kind); // "a private address", for the log

// Of an IPv4 or IPv6 address as text; a zone ("fe80::1%eth0") is ignored. An IPv4 address inside an IPv6 one (mapped,
// compatible, 6to4, NAT64) counts as itself. Carrier-grade addresses (100.64.0.0/10) are private: clouds keep their
// services there.
[[nodiscard]] address_kind kind_of(std::string_view address);

// Whether a connection for `host` (lower case, no brackets) may go to `address`, which it was resolved to. A host that
// is itself an address, or "localhost", leads nowhere but where the configuration says, so it may be anything.
[[nodiscard]] bool may_connect(std::string_view host, std::string_view address, bool allow_private);

} // namespace adapters::net
