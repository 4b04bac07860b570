// SIGTERM and SIGINT end the program in good order, SIGHUP reads the certificate again.
#pragma once

#include "adapters/net/event_loop.hpp"

#include <functional>
#include <memory>

namespace bot::server {

class signals {
  public:
    // Both on the loop's thread. `end` runs for the first SIGTERM or SIGINT; a second one ends the process at once.
    signals(adapters::net::event_loop& loop, std::function<void()> end, std::function<void()> reload);
    ~signals();
    signals(const signals&) = delete;
    signals& operator=(const signals&) = delete;

  private:
    struct implementation;
    std::shared_ptr<implementation> impl_;
};

} // namespace bot::server
