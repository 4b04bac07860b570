// Requests to the platforms' APIs. Connections are pooled per host and kept alive; TLS checks the host's name against
// the system's roots; each step has a deadline; answers have a size cap; redirects are not followed (promise 6: only
// configured or allow-listed hosts are ever called, and a redirect would leave that list).
#pragma once

#include "adapters/net/event_loop.hpp"
#include "adapters/net/http_message.hpp"
#include "adapters/net/proxy.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

namespace adapters::net {

struct http_client_settings {
    std::chrono::milliseconds connect_timeout{3000}; // name look-up, TCP and TLS together
    std::chrono::milliseconds total_timeout{10000};  // from send(), waiting for a connection included
    std::size_t answer_limit_bytes = 1 << 20;
    std::size_t connections_per_host = 8;
    std::size_t queue_per_host = 256;         // requests waiting for one of these connections; beyond it: not_sent
    std::filesystem::path extra_ca_file = {}; // PEM, trusted beside the system's roots (a company's own); may be empty
    way_out way = {};                         // forward proxies, and whether names may lead to private addresses
    // Called with scheme, host (lower case) and port before anything is resolved; false: http_trouble::not_allowed.
    // Left empty, nothing is allowed.
    std::function<bool(std::string_view scheme, std::string_view host, unsigned short port)> allowed = {};
};

class http_client {
  public:
    // Throws std::system_error when extra_ca_file cannot be used.
    http_client(event_loop& loop, http_client_settings how);
    // Requests under way finish as no_answer, or as not_sent when they had not left yet.
    ~http_client();
    http_client(const http_client&) = delete;
    http_client& operator=(const http_client&) = delete;

    // Call on the loop's thread; `finished` is called exactly once, later, on the loop's thread. Host, Content-Length,
    // Transfer-Encoding and Connection are ours to set: a request that brings them, or a header with a control
    // character in it, is not_allowed.
    void send(http_request request, std::function<void(http_answer)> finished);

  private:
    struct implementation;
    std::shared_ptr<implementation> impl_;
};

} // namespace adapters::net
