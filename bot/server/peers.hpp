// How many connections each peer holds, so that one cannot take them all. A peer is an IPv4 address, or an IPv6 network
// of 64 bits: that is what one customer gets.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace bot::server {

// "2001:db8::1" → "2001:db8::/64"; "::ffff:192.0.2.1" → "192.0.2.1"; what is no address stays itself.
[[nodiscard]] std::string peer_of(std::string_view address);

class peers {
  public:
    // Each may hold `most`; 0: as many as it likes.
    explicit peers(std::size_t most) : most_(most) {}

    // False: it holds that many already. What entered leaves once.
    [[nodiscard]] bool enter(const std::string& peer);
    void leave(const std::string& peer);

    [[nodiscard]] std::size_t known() const { return held_.size(); } // those that hold any

  private:
    std::size_t most_;
    std::map<std::string, std::size_t> held_;
};

} // namespace bot::server
