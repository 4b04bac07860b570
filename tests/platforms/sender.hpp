// An adapter with loop and client of its own, and a send() that waits for what became of it.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "adapters/net/http_client.hpp"

#include <future>
#include <memory>
#include <thread>
#include <utility>

namespace tests::platforms {

class sender {
  public:
    // `make` builds the adapter: (event_loop&, http_client&) → unique_ptr<adapter>.
    template <class Make>
    explicit sender(Make make, std::chrono::milliseconds patience = std::chrono::seconds(10)) {
        adapters::net::http_client_settings how;
        how.total_timeout = patience;
        how.allowed = [](std::string_view, std::string_view host, unsigned short) { return host == "127.0.0.1"; };
        client_ = std::make_unique<adapters::net::http_client>(loop_, std::move(how));
        adapter_ = make(loop_, *client_);
        thread_ = std::thread([this] { loop_.run(); });
    }
    ~sender() {
        loop_.post([this] {
            adapter_.reset();
            client_.reset();
            loop_.post([this] { loop_.stop(); });
        });
        thread_.join();
    }
    sender(const sender&) = delete;
    sender& operator=(const sender&) = delete;

    adapters::chat::delivery send(adapters::chat::outgoing message) {
        std::promise<adapters::chat::delivery> promise;
        loop_.post([&] {
            adapter_->send(std::move(message),
                           [&](adapters::chat::delivery became) { promise.set_value(std::move(became)); });
        });
        return promise.get_future().get();
    }
    // The same until it is not told to come later: a fault is used up, and both sides go on; a fake that was cut takes
    // a moment to be there again.
    adapters::chat::verdict send_until_settled(const adapters::chat::outgoing& message) {
        auto became = send(message).what;
        for (int again = 0; again < 50 && became == adapters::chat::verdict::retry; ++again)
            became = send(message).what;
        return became;
    }

    // On the loop's thread, as everything of an adapter.
    template <class Adapter, class Do>
    void with(Do what) {
        std::promise<void> promise;
        loop_.post([&] {
            what(dynamic_cast<Adapter&>(*adapter_));
            promise.set_value();
        });
        promise.get_future().get();
    }

  private:
    adapters::net::event_loop loop_;
    std::unique_ptr<adapters::net::http_client> client_;
    std::unique_ptr<adapters::chat::adapter> adapter_;
    std::thread thread_;
};

// What builds an adapter with these settings, for a sender.
template <class Adapter, class Settings>
auto making(Settings how) {
    return [how = std::move(how)](adapters::net::event_loop& loop, adapters::net::http_client& client) {
        return std::make_unique<Adapter>(loop, client, how);
    };
}

} // namespace tests::platforms
