// Requests to the platforms' APIs. Connections are pooled per host and kept alive; TLS checks the host's name against
// the system's roots; each step has a deadline; answers have a size cap; redirects are not followed (promise 6: only
// configured or allow-listed hosts are ever called, and a redirect would leave that list).
#pragma once

#include "adapters/net/event_loop.hpp"
#include "adapters/net/proxy.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::net {

struct http_request {
    std::string method = "POST";
    std::string url; // http:// or https://, absolute
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
};

// not_sent: no byte of the request left, trying again is safe. no_answer: it left (or may have), and no whole answer
// came.
enum class http_trouble { none, not_allowed, not_sent, no_answer, answer_too_large };

struct http_answer {
    http_trouble trouble = http_trouble::none;
    std::string reason; // of the trouble, for the log
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers; // names in lower case
    std::string body;

    [[nodiscard]] std::string_view header(std::string_view lower_case_name) const; // "" when absent
};

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
