// One WebSocket connection to a platform, from the call that opens it to its end. Whoever wants a connection that is
// there all the time wants link.hpp.
#pragma once

#include "adapters/net/event_loop.hpp"
#include "adapters/net/proxy.hpp"
#include "adapters/net/url.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace adapters::net {

struct websocket_settings {
    std::chrono::milliseconds connect_timeout{5000}; // name look-up, TCP and TLS together
    std::chrono::milliseconds upgrade_timeout{5000};
    // So often we ping. When the pong is not there by the next one the connection is dead: a half-open one is noticed
    // within twice this time. Only pongs count: they alone show that what we send arrives.
    std::chrono::milliseconds ping_every{8000};
    std::chrono::milliseconds close_timeout{1000}; // for the peer's goodbye; its end of TCP is never waited for
    std::size_t message_limit_bytes = 1 << 20;
    std::size_t queue_limit_bytes = 1 << 20; // of what waits to be written; beyond it the connection is given up
    std::filesystem::path extra_ca_file = {};
    way_out way = {}; // as for the HTTP client
};

struct websocket_end {
    // refused: somebody answered, and it was not a yes. lost: cut, given up by us, or a violation of the protocol.
    // closed: by a close frame of either side.
    enum class kind { not_allowed, unreachable, refused, lost, closed };
    kind what = kind::lost;
    std::string reason; // for the log
    int status = 0;     // refused: HTTP's
};

struct websocket_handlers {
    std::function<void()> opened;
    std::function<void(std::string_view)> received; // a whole text; binary messages are ignored
    std::function<void(websocket_end)> ended;       // once, the last thing that is called; also when it never opened
};

class websocket {
  public:
    virtual ~websocket() = default; // at once; no handler is called any more
    // Queued; what is queued in one turn of the loop leaves in one write. Ignored before it opened and after its end.
    virtual void send(std::string_view text) = 0;
    // What is queued leaves, then a close frame; ends when the peer has answered it or close_timeout is over. Messages
    // that arrive meanwhile are still handed out.
    virtual void close() = 0;
};

class websocket_client {
  public:
    websocket_client(event_loop& loop, websocket_settings how);
    ~websocket_client();
    websocket_client(const websocket_client&) = delete;
    websocket_client& operator=(const websocket_client&) = delete;

    // `address`: wss://…, or ws://… to this machine. `allowed` is asked with it (scheme "https" or "http") before
    // anything is resolved: the address was handed out by somebody else (promise 6). Everything happens on the loop's
    // thread, the handlers later than this call. Connections may outlive the client, not the loop. Throws
    // std::system_error when extra_ca_file cannot be used.
    [[nodiscard]] std::unique_ptr<websocket>
    open(const std::string& address, const std::function<bool(const url&)>& allowed, websocket_handlers handlers);

  private:
    struct implementation;
    std::unique_ptr<implementation> impl_;
};

} // namespace adapters::net
