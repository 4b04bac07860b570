#include "adapters/net/stream.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <utility>

namespace adapters::net {

namespace asio = boost::asio;
using boost::system::error_code;

stream::stream(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}

stream::stream(const asio::any_io_executor& executor) : socket_(executor) {}

void stream::make_secure(std::shared_ptr<asio::ssl::context> context) {
    context_ = std::move(context);
    tls_.emplace(socket_, *context_);
}

SSL* stream::native_tls() {
    return tls_ ? tls_->native_handle() : nullptr;
}

// These hand on what the operation returns instead of awaiting it: one coroutine less for each read and write.

asio::awaitable<void> stream::handshake(asio::ssl::stream_base::handshake_type side, error_code& ec) {
    return tls_->async_handshake(side, asio::redirect_error(asio::use_awaitable, ec));
}

asio::awaitable<std::size_t> stream::read_some(asio::mutable_buffer into, error_code& ec) {
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    return tls_ ? tls_->async_read_some(into, token) : socket_.async_read_some(into, token);
}

asio::awaitable<std::size_t> stream::write(std::string_view bytes, error_code& ec) {
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    const asio::const_buffer buffer(bytes.data(), bytes.size());
    return tls_ ? asio::async_write(*tls_, buffer, token) : asio::async_write(socket_, buffer, token);
}

std::size_t stream::write_now(std::string_view bytes, error_code& ec) {
    ec = {};
    if (tls_) return 0;
    if (!socket_.non_blocking()) socket_.non_blocking(true, ec);
    if (ec) return 0;
    const std::size_t count = socket_.write_some(asio::const_buffer(bytes.data(), bytes.size()), ec);
    if (ec == asio::error::would_block) ec = {};
    return count;
}

asio::awaitable<void> stream::say_goodbye() {
    error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    if (tls_) co_await tls_->async_shutdown(token);
    error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    ec = {};
    std::array<char, 4096> rubbish{};
    const asio::mutable_buffer into(rubbish.data(), rubbish.size());
    while (!ec && socket_.is_open())
        co_await socket_.async_read_some(into, token);
}

void stream::close() {
    error_code ignored;
    socket_.close(ignored);
}

void stream::cancel() {
    error_code ignored;
    socket_.cancel(ignored);
}

} // namespace adapters::net
