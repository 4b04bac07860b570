// Keeps a WebSocket connection to a platform, for as long as it lives: asks for a new address for every attempt,
// connects again after each end, and overlaps the old and the new connection when the platform renews one. When to do
// what is link_plan.hpp's; what the messages mean is the platform's folder to say.
#pragma once

#include "adapters/net/event_loop.hpp"
#include "adapters/net/link_plan.hpp"
#include "adapters/net/websocket.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::net {

// What the platform said when it was asked for a connection. Empty url: no, for this reason.
struct invitation {
    std::string url = {}; // for one connection, soon
    setback why = setback::unreachable;
    std::optional<std::chrono::milliseconds> retry_after = {};
    std::string reason = {}; // for the log; no secrets in it
};

// What somebody who reads the log wants to know.
struct link_report {
    enum class kind {
        connected,    // for the first time, or again
        lost,         // the only connection is gone; trying again at once
        unreachable,  // no connection, trying on; told once for each reason
        refused,      // likewise, and somebody must act
        renewing,     // routine
        crowded,      // too many connections: is another bot running with the same credentials?
        switched_off, // somebody must act
    };
    kind what = kind::connected;
    std::string reason = {};
};

// How a link fares, for whoever asks.
struct link_state {
    bool connected = false;
    std::chrono::system_clock::time_point since{}; // connected, or without a connection; the start of time: not begun

    bool operator==(const link_state&) const = default;
};

class link {
  public:
    // Answers on the connection that the message came by; without effect once that is gone. While one is held, a drain
    // waits.
    using reply = std::function<void(std::string_view)>;

    struct hooks {
        // Asks the platform; calls back once, on the loop's thread.
        std::function<void(std::function<void(invitation)>)> invite;
        std::function<bool(const url&)> allowed; // where the address may point
        std::function<link_news(std::string_view text, reply answer)> received;
        std::function<void(const link_report&)> report;
        std::function<double()> random; // from 0 to 1
    };
    struct settings {
        link_pace pace = {};
        bool ready_when_open = false; // the platform does not say by a message when a connection counts
    };

    // Everything on the loop's thread. `loop` and `sockets` outlive the link.
    link(event_loop& loop, websocket_client& sockets, settings how, hooks with);
    ~link(); // connections are cut, no hook is called any more
    link(const link&) = delete;
    link& operator=(const link&) = delete;

    void start();
    // No new connection, and nothing that comes in from here on is handed out; what was is answered, then every
    // connection is closed in good order, at the latest when `patience` is over. `finished` runs once, later.
    void drain(std::chrono::milliseconds patience, std::function<void()> finished);

    [[nodiscard]] link_state state() const;
    [[nodiscard]] std::size_t lines() const; // connections, also those that are being opened or about to end

  private:
    struct implementation;
    std::shared_ptr<implementation> impl_;
};

} // namespace adapters::net
