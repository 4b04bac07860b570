// Our own client, calling POST /echo of a running_server from that server's loop.
#pragma once

#include "adapters/net/http_client.hpp"
#include "tests/bot/server/running_server.hpp"

#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <utility>

namespace tests::server {

// What a guest calls.
inline void echo_route(bot::server::http_server& server) {
    server.route("POST", "/echo", echo);
}

// A client on the server's own loop.
class guest {
  public:
    explicit guest(running_server& of, std::filesystem::path trusted = {}) : of_(of) {
        adapters::net::http_client_settings how;
        how.allowed = [](std::string_view, std::string_view, unsigned short) { return true; };
        how.extra_ca_file = std::move(trusted);
        client_ = std::make_unique<adapters::net::http_client>(of_.loop(), std::move(how));
    }
    ~guest() {
        of_.on_loop([this] { client_.reset(); });
    }
    guest(const guest&) = delete;
    guest& operator=(const guest&) = delete;

    adapters::net::http_answer call(const std::string& origin, const std::string& body) {
        std::promise<adapters::net::http_answer> promise;
        of_.loop().post([&] {
            const std::string url = origin + ":" + std::to_string(of_.port()) + "/echo";
            client_->send({.url = url, .body = body},
                          [&](adapters::net::http_answer answer) { promise.set_value(std::move(answer)); });
        });
        return promise.get_future().get();
    }
    adapters::net::http_client& client() { return *client_; }

  private:
    running_server& of_;
    std::unique_ptr<adapters::net::http_client> client_;
};

} // namespace tests::server
