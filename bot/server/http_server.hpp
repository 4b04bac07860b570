// The HTTP(S) listener: Beast inside, none of it outside. Every request passes the gate (gate.hpp) and the limits
// before a handler sees it; a handler answers through its responder, at once or later.
#pragma once

#include "adapters/net/event_loop.hpp"
#include "bot/server/header_list.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bot::server {

struct request {
    std::string id; // ours, for the log and the X-Request-Id of the answer
    std::string method;
    std::string path;  // decoded, without query, no "..", starts with '/'
    std::string query; // raw, without '?'
    header_list headers;
    std::string body;   // raw bytes
    std::string remote; // address of the peer

    [[nodiscard]] std::string_view header(std::string_view lower_case_name) const { // first one, "" when absent
        return headers.first(lower_case_name);
    }
    [[nodiscard]] std::size_t count(std::string_view lower_case_name) const { // how often it is there
        return headers.count(lower_case_name);
    }
};

struct response {
    int status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::string body = {};
    std::vector<std::pair<std::string, std::string>> headers = {};
};

// The right to answer one request, once, from any thread. Dropped unused, it answers 500.
class responder {
  public:
    explicit responder(std::function<void(response)> send) : send_(std::move(send)) {}
    responder(responder&&) = default;
    responder& operator=(responder&&) = delete;
    ~responder();

    void operator()(response answer);

  private:
    std::function<void(response)> send_;
};

using handler = std::function<void(request, responder)>;

struct tls_files {
    std::filesystem::path certificate; // PEM, whole chain
    std::filesystem::path key;         // PEM
};

struct settings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080; // 0: the system chooses, see http_server::port()
    std::optional<tls_files> tls = {};
    std::string one_more_method = {}; // served beside GET, HEAD and POST: stand-ins of platforms need PUT
    std::size_t body_limit_bytes = 64 * 1024;
    // Of all requests that are being read or answered: as much as a body at the limit from each connection. Larger
    // ones, where a path allows them, share it; beyond it: 503.
    std::size_t bodies_limit_bytes = 64 * 1024 * 1024;
    std::size_t header_limit_bytes = 16 * 1024;
    std::size_t connection_limit = 1024; // beyond it connections wait in the system's queue until one ends
    std::size_t peer_limit = 0;          // connections of one peer (peers.hpp); one more is closed at once. 0: no limit
    std::chrono::milliseconds header_timeout{
        10000}; // from accept or the last answer to a whole header (idle keep-alive too)
    std::chrono::milliseconds body_timeout{10000};    // for the body of a request, and again for writing its answer
    std::chrono::milliseconds handler_timeout{10000}; // then 503
    // What somebody should look at: connections that cannot be accepted, exceptions out of a handler. On the loop's
    // thread. May be empty.
    std::function<void(std::string_view)> warn = {};
};

class http_server {
  public:
    http_server(adapters::net::event_loop& loop, settings how);
    ~http_server(); // on the loop's thread, or while nobody runs it; every connection is closed
    http_server(const http_server&) = delete;
    http_server& operator=(const http_server&) = delete;

    // Before start(). An unknown path answers 404, a known path with another method 405 with Allow. HEAD is served by
    // GET. `body_limit_bytes`: another limit than the settings' for this path, whatever the method; 0: the settings'.
    void route(std::string method, std::string path, handler serve, std::size_t body_limit_bytes = 0);

    // Binds and listens. Throws std::system_error (address in use, no permission, certificate not readable).
    void start();
    [[nodiscard]] std::uint16_t port() const;

    // From any thread. Reads certificate and key again; new connections use them. Returns why not, "" when it worked
    // (the old pair stays in force when it did not).
    [[nodiscard]] std::string reload_certificate();

    // From any thread. Until when the certificate in force is good; nullopt without TLS and before start().
    [[nodiscard]] std::optional<std::chrono::sys_seconds> certificate_ends() const;

    // From any thread. Stops accepting, closes connections that wait for a request, lets requests under way finish
    // until `deadline`, then closes them too; `finished` runs once, on the loop's thread.
    void drain(std::chrono::milliseconds deadline, std::function<void()> finished);

  private:
    struct implementation;
    std::shared_ptr<implementation> impl_;
};

} // namespace bot::server
