#include "adapters/net/host_list.hpp"

#include <algorithm>

namespace adapters::net {

bool is_listed(std::string_view host, std::span<const std::string> hosts) {
    return std::ranges::any_of(hosts, [&](std::string_view entry) {
        if (!entry.starts_with("*.")) return host == entry;
        const std::string_view below = entry.substr(1); // with its dot
        return host.size() > below.size() && host.ends_with(below);
    });
}

} // namespace adapters::net
