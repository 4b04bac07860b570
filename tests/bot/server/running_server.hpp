// An http_server on a free port with its loop on a thread of its own, for tests that talk to it from outside.
#pragma once

#include "adapters/net/event_loop.hpp"
#include "bot/server/http_server.hpp"

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>

namespace tests::server {

class running_server {
  public:
    // `prepare` adds the routes.
    template <class Prepare>
    running_server(bot::server::settings how, Prepare prepare) {
        how.port = 0;
        server_ = std::make_unique<bot::server::http_server>(loop_, std::move(how));
        prepare(*server_);
        server_->start();
        thread_ = std::thread([this] { loop_.run(); });
    }
    ~running_server() {
        loop_.post([this] {
            server_.reset();
            // The sessions that were cut short take their leave before the loop ends.
            loop_.post([this] { loop_.stop(); });
        });
        thread_.join();
    }
    running_server(const running_server&) = delete;
    running_server& operator=(const running_server&) = delete;

    [[nodiscard]] std::uint16_t port() const { return server_->port(); }
    [[nodiscard]] bot::server::http_server& server() { return *server_; }
    [[nodiscard]] adapters::net::event_loop& loop() { return loop_; }

    // Runs `job` on the loop's thread and waits for it.
    template <class Job>
    void on_loop(Job job) {
        std::promise<void> done;
        loop_.post([&] {
            job();
            done.set_value();
        });
        done.get_future().wait();
    }

  private:
    adapters::net::event_loop loop_;
    std::unique_ptr<bot::server::http_server> server_;
    std::thread thread_;
};

// Answers with what arrived: method, path, query and body, one a line.
inline void echo(bot::server::request asked, bot::server::responder reply) {
    bot::server::response answer;
    answer.body = asked.method + "\n" + asked.path + "\n" + asked.query + "\n" + asked.body;
    reply(std::move(answer));
}

// The shortest request for /in.
inline const std::string get = "GET /in HTTP/1.1\r\nHost: here\r\n\r\n";

} // namespace tests::server
