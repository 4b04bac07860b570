// The one thread that owns sockets and timers, without showing Boost to those who only post to it. The files that do
// speak Asio include <boost/asio/io_context.hpp> themselves and ask for context().
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace adapters::net {

class event_loop {
  public:
    event_loop();
    ~event_loop();
    event_loop(const event_loop&) = delete;
    event_loop& operator=(const event_loop&) = delete;

    // Runs until stop(), on the calling thread. An exception out of a posted function passes through.
    void run();
    // From any thread: run() returns after the function it is in.
    void stop();
    // From any thread: runs `job` on the loop's thread, after what was posted before.
    void post(std::function<void()> job);
    // From the loop's thread: runs `job` once after `delay` unless the returned handle is destroyed before.
    class timer {
      public:
        virtual ~timer() = default;
    };
    [[nodiscard]] std::unique_ptr<timer> after(std::chrono::milliseconds delay, std::function<void()> job);

    [[nodiscard]] boost::asio::io_context& context();

  private:
    struct implementation;
    std::unique_ptr<implementation> impl_;
};

} // namespace adapters::net
