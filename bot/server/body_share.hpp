// A request's part of what the bodies of all connections may take in memory together: who sends them is checked only
// once they are whole, so that anybody could fill it. Gives its part back when it goes.
#pragma once

#include <cstddef>

namespace bot::server {

class body_share {
  public:
    // `all` is what they take already, and outlives this.
    body_share(std::size_t& all, std::size_t limit) : all_(all), limit_(limit) {}
    ~body_share() { all_ -= own_; }
    body_share(const body_share&) = delete;
    body_share& operator=(const body_share&) = delete;

    // That the body has so many bytes now. False: there is no room for them.
    [[nodiscard]] bool grow_to(std::size_t bytes) {
        if (bytes <= own_) return true;
        if (bytes - own_ > limit_ - all_) return false;
        all_ += bytes - own_;
        own_ = bytes;
        return true;
    }

  private:
    std::size_t& all_;
    const std::size_t limit_;
    std::size_t own_ = 0;
};

} // namespace bot::server
