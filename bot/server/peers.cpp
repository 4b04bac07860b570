#include "bot/server/peers.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>

namespace bot::server {

std::string peer_of(std::string_view address) {
    std::string text(address.substr(0, address.find('%'))); // without the zone of a link-local one
    in6_addr six{};
    if (::inet_pton(AF_INET6, text.c_str(), &six) != 1) return text;
    std::array<char, INET6_ADDRSTRLEN> written{};
    if (IN6_IS_ADDR_V4MAPPED(&six) != 0) {
        return ::inet_ntop(AF_INET, &six.s6_addr[12], written.data(), written.size());
    }
    std::fill(std::begin(six.s6_addr) + 8, std::end(six.s6_addr), std::uint8_t{0});
    return std::string(::inet_ntop(AF_INET6, &six, written.data(), written.size())) + "/64";
}

bool peers::enter(const std::string& peer) {
    if (most_ == 0) return true;
    auto& count = held_[peer];
    if (count == most_) return false;
    ++count;
    return true;
}

void peers::leave(const std::string& peer) {
    const auto found = held_.find(peer);
    if (found != held_.end() && --found->second == 0) held_.erase(found);
}

} // namespace bot::server
