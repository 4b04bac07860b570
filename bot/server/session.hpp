// One connection of the HTTP server: reads requests one after the other, lets each through the gate, asks the handler
// and writes its answer. Boost inside: only http_server.cpp, which accepts the connections, includes this.
#pragma once

#include "adapters/net/deadline.hpp"
#include "adapters/net/stream.hpp"
#include "bot/server/gate.hpp"
#include "bot/server/http_server.hpp"
#include "bot/server/reply_slot.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace bot::server {

// What all sessions of a server share. Outlives each of them.
struct common {
    common(adapters::net::event_loop& on, settings as, std::string random)
        : loop(on), how(std::move(as)), id_prefix(std::move(random)) {}

    adapters::net::event_loop& loop;
    std::shared_ptr<reply_desk> replies = std::make_shared<reply_desk>(loop);
    settings how;
    std::map<std::string, std::map<std::string, handler>> routes; // path, method
    std::map<std::string, std::size_t> body_limits;               // of paths that have one of their own
    std::string id_prefix;                                        // of request ids: different at each start
    std::uint64_t requests = 0;
    std::size_t body_bytes = 0; // see body_share.hpp
};

class session {
  public:
    // `tls` empty: plain HTTP.
    session(boost::asio::ip::tcp::socket socket, std::shared_ptr<boost::asio::ssl::context> tls,
            std::shared_ptr<common> shared);
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    boost::asio::awaitable<void> run();

    [[nodiscard]] const std::string& remote() const { return remote_; } // address of the peer, "" when it is gone

    // Closes a connection that waits for its next request; one that is at work finishes that request first.
    void finish_soon();
    void close_now();

  private:
    // Where the reading of a request stands. The request is refused where `refused` is not 0; `gone`: there is nobody
    // to say anything to.
    struct progress {
        enum class stage { needs_more, whole, refused, gone } at = stage::needs_more;
        int refused = 0;
        std::string_view reason = {};
    };
    static const progress no_room;
    struct exchange;

    boost::asio::awaitable<void> converse();
    boost::asio::awaitable<bool> serve_one(); // whether the connection may carry another
    boost::asio::awaitable<progress> read_request(exchange& now);
    boost::asio::awaitable<response> wait_for_answer(exchange& now);
    boost::asio::awaitable<bool> send_rest(std::string_view rest);

    // What they do without waiting.
    [[nodiscard]] progress advance(exchange& now); // takes from the buffer what is there of the request
    [[nodiscard]] progress take_head(exchange& now);
    [[nodiscard]] progress take_body(exchange& now);
    [[nodiscard]] progress take_chunks(exchange& now);
    [[nodiscard]] progress cut_off(const exchange& now) const; // what to say when no more came
    [[nodiscard]] std::size_t body_limit(const std::string& path) const;
    [[nodiscard]] std::optional<response> ask_handler(exchange& now); // an answer that needs no handler
    [[nodiscard]] std::string worded(const response& answer, const exchange& now, bool keep) const;

    std::shared_ptr<common> shared_;
    std::shared_ptr<boost::asio::ssl::context> tls_;
    adapters::net::stream stream_;
    adapters::net::deadline deadline_;
    boost::asio::steady_timer answered_; // never runs out by itself: cancelled when the handler's answer is there
    boost::beast::flat_buffer buffer_;
    std::string remote_;
    bool idle_ = true;    // waits for the first byte of a request
    bool last_ = false;   // no request after this one
    bool closed_ = false; // by close_now()
};

} // namespace bot::server
