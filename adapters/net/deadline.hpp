// A moment after which every wait on a socket is cut short, but the socket stays open, so that a server can still say
// 408. (Beast's tcp_stream closes it.) Boost inside: for the files that own sockets, on the loop's thread only.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace adapters::net {

class deadline {
  public:
    using clock = std::chrono::steady_clock;

    // `cut` cancels whatever is being waited for; it is called once the armed moment is past, and again every few
    // milliseconds until disarm() or another arm(): a single call is lost when a step's completion is already queued.
    deadline(const boost::asio::any_io_executor& executor, std::function<void()> cut);
    ~deadline();
    deadline(const deadline&) = delete;
    deadline& operator=(const deadline&) = delete;

    void arm(clock::time_point until);
    void arm(std::chrono::milliseconds from_now) { arm(clock::now() + from_now); }
    void disarm();
    [[nodiscard]] bool expired() const; // since the last arm()

  private:
    struct state;
    std::shared_ptr<state> state_;
};

} // namespace adapters::net
