// What our fakes of the platforms have in common: an HTTP server and client with their loop on a thread of their own,
// and faults that are armed before a call and used up by it.
#pragma once

#include "adapters/net/event_loop.hpp"
#include "adapters/net/http_client.hpp"
#include "bot/server/http_server.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tests::platforms {

enum class fault {
    rate_limited, // HTTP 429 with Retry-After
    server_error, // HTTP 500 with a page
    page,         // HTTP 200 with a page instead of JSON
    refused,      // the platform's own way to say no: `word` or `code`
    slow,         // carried out, and answered a second later
    silence,      // carried out, and never answered
    cut,          // not carried out, and the connection breaks (all connections to the fake do)
    lost_answer,  // carried out, and the connection breaks likewise
};

struct armed_fault {
    fault what = fault::server_error;
    std::chrono::seconds retry_after{1}; // rate_limited
    std::string word = {};               // refused, by Slack
    int code = 0;                        // refused, by DingTalk
    std::string path = {};               // only calls to this path meet it; empty: any that does not come_beside()
};

// How a signed request of the platform is spoilt on its way to the bot.
enum class tampering { none, bad_signature, no_signature, stale, doubled_signature };

class running_platform {
  public:
    explicit running_platform(std::vector<std::string> paths); // POSTed to; "PUT /path": PUT
    virtual ~running_platform();
    running_platform(const running_platform&) = delete;
    running_platform& operator=(const running_platform&) = delete;

    [[nodiscard]] std::string address() const; // "http://127.0.0.1:PORT"
    [[nodiscard]] std::uint16_t port() const { return port_; }

    // The next `count` calls find this.
    void arm(armed_fault fault, int count = 1);
    // Faults that are still armed are forgotten.
    void disarm();
    // How many calls came in, whatever became of them.
    [[nodiscard]] int calls() const;

    // Posts to the bot and waits for its answer. Not on the loop's thread.
    [[nodiscard]] adapters::net::http_answer post(adapters::net::http_request request);

    // Waits until `holds`, at most `patience`; returns whether it did. Woken by every call.
    [[nodiscard]] bool wait_for(const std::function<bool()>& holds, std::chrono::milliseconds patience) const;

  protected:
    // Carries a call out and says what to answer; called with the lock held.
    virtual bot::server::response serve(const bot::server::request& call) = 0;
    // Calls that come when they come, beside what a test waits for.
    [[nodiscard]] virtual bool comes_beside(const std::string&) const { return false; }
    // What the platform answers when it refuses.
    virtual bot::server::response refusal(const armed_fault& fault) const = 0;

    // At the end of the constructor of the class that implements serve(): the loop's thread runs by then, and sees what
    // was constructed once both have had the lock.
    void be_seen() const { const auto held = lock(); }
    // Before the destructor of the class that implements serve() ends.
    void stop();
    [[nodiscard]] std::unique_lock<std::mutex> lock() const { return std::unique_lock(mutex_); }

  private:
    void open();
    void take(bot::server::request call, bot::server::responder reply);
    void answer(bot::server::request call, bot::server::responder reply);

    std::vector<std::string> paths_;
    std::atomic<std::uint16_t> port_ = 0; // also read while a cut opens it anew
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::deque<armed_fault> faults_;
    int calls_ = 0;

    adapters::net::event_loop loop_;
    std::unique_ptr<bot::server::http_server> server_;
    std::unique_ptr<adapters::net::http_client> client_;
    std::vector<bot::server::responder> unanswered_;
    std::unique_ptr<adapters::net::event_loop::timer> slow_;
    std::thread thread_;
};

} // namespace tests::platforms
