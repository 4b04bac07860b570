// One connection, plain or TLS, for coroutines: both are the same type, so that server and client are written and
// compiled once. Boost inside: for the files that own sockets, on the loop's thread only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

namespace adapters::net {

class stream {
  public:
    explicit stream(boost::asio::ip::tcp::socket socket);
    explicit stream(const boost::asio::any_io_executor& executor);
    stream(const stream&) = delete;
    stream& operator=(const stream&) = delete;

    [[nodiscard]] boost::asio::ip::tcp::socket& socket() { return socket_; }

    // Speaks TLS from here on; handshake() is next.
    void make_secure(std::shared_ptr<boost::asio::ssl::context> context);
    [[nodiscard]] SSL* native_tls(); // nullptr on a plain connection

    boost::asio::awaitable<void> handshake(boost::asio::ssl::stream_base::handshake_type side,
                                           boost::system::error_code& ec);
    // At least one byte, or ec. The peer's orderly end is boost::asio::error::eof, in TLS too.
    boost::asio::awaitable<std::size_t> read_some(boost::asio::mutable_buffer into, boost::system::error_code& ec);
    // All of it, or ec. Returns how much went before the error; on TLS that is a lower bound.
    boost::asio::awaitable<std::size_t> write(std::string_view bytes, boost::system::error_code& ec);
    // What goes without waiting, which is all of a short answer to a peer that listens; write() does the rest. Returns
    // how much went. On TLS: nothing.
    std::size_t write_now(std::string_view bytes, boost::system::error_code& ec);

    // Says goodbye so that the peer gets our last bytes although it is still sending: ends our side, then reads and
    // throws away until the peer ends its own, gone quiet or not. Bound it with a deadline, then close().
    boost::asio::awaitable<void> say_goodbye();
    // At once. What waits on the socket comes back with an error.
    void close();
    void cancel();

  private:
    boost::asio::ip::tcp::socket socket_;
    std::shared_ptr<boost::asio::ssl::context> context_;
    std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_;
};

} // namespace adapters::net
