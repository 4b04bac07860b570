// Says in the log when the server's TLS certificate is about to end, at the start, when it was read again and once a
// day: once it has ended the platforms call no more, and nothing else would tell.
#pragma once

#include "adapters/net/event_loop.hpp"
#include "bot/server/http_server.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace bot::cli {

// What is said about a certificate that ends then; "" more than a fortnight before.
[[nodiscard]] std::string about_the_end(std::chrono::sys_seconds ends, std::chrono::sys_seconds now);

class certificate_watch {
  public:
    // Both outlive it.
    certificate_watch(adapters::net::event_loop& loop, const server::http_server& server)
        : loop_(loop), server_(server) {}

    void look(); // and again a day later. On the loop's thread.

  private:
    adapters::net::event_loop& loop_;
    const server::http_server& server_;
    std::unique_ptr<adapters::net::event_loop::timer> timer_;
};

} // namespace bot::cli
