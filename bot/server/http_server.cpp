#include "bot/server/http_server.hpp"

#include "bot/server/peers.hpp"
#include "bot/server/session.hpp"
#include "bot/server/tls.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <bit>
#include <mutex>
#include <random>
#include <set>
#include <system_error>
#include <utility>

namespace bot::server {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

responder::~responder() {
    if (!send_) return;
    response answer;
    answer.status = 500;
    answer.body = "something went wrong here\n";
    send_(std::move(answer));
}

void responder::operator()(response answer) {
    if (auto send = std::exchange(send_, nullptr)) send(std::move(answer));
}

struct http_server::implementation : std::enable_shared_from_this<http_server::implementation> {
    implementation(adapters::net::event_loop& loop, settings how)
        : shared(std::make_shared<common>(loop, std::move(how), fmt::format("{:08x}", std::random_device()()))),
          peers_of_all(shared->how.peer_limit), acceptor(loop.context()), room(loop.context()), pause(loop.context()),
          drain_ends(loop.context()) {}

    std::shared_ptr<common> shared;
    peers peers_of_all;
    std::uint64_t turned_away = 0; // connections of peers that hold too many
    tcp::acceptor acceptor;
    std::uint16_t port = 0;
    std::mutex tls_guard; // reload_certificate() comes from any thread
    std::shared_ptr<asio::ssl::context> tls;
    std::set<std::shared_ptr<session>> sessions;
    asio::steady_timer room; // never runs out by itself: cancelled when a session ended
    asio::steady_timer pause;
    asio::steady_timer drain_ends;
    bool draining = false;
    std::vector<std::function<void()>> drained;

    void listen();
    void stop_accepting();
    void close_all();
    void drain(std::chrono::milliseconds deadline, std::function<void()> finished);
    void tell_if_drained();
    std::shared_ptr<asio::ssl::context> current_tls();

    // Static, with everything by value: the coroutine's frame owns what it works on.
    static asio::awaitable<void> accept(std::shared_ptr<implementation> self);
    static asio::awaitable<void> converse(std::shared_ptr<implementation> self, std::shared_ptr<session> one,
                                          std::string peer);
    void turn_away(const std::string& peer);
};

void http_server::implementation::listen() {
    const auto& how = shared->how;
    const auto check = [&](const error_code& ec) {
        if (ec) throw std::system_error(ec, fmt::format("cannot listen on {} port {}", how.address, how.port));
    };
    error_code ec;
    const bool bracketed = how.address.starts_with('[') && how.address.ends_with(']');
    const auto address =
        asio::ip::make_address(bracketed ? how.address.substr(1, how.address.size() - 2) : how.address, ec);
    check(ec);
    const tcp::endpoint endpoint(address, how.port);
    tcp::acceptor fresh(shared->loop.context()); // kept only when everything worked
    fresh.open(endpoint.protocol(), ec);
    check(ec);
    fresh.set_option(asio::socket_base::reuse_address(true), ec);
    check(ec);
    if (address.is_v6() && address.is_unspecified()) {
        fresh.set_option(asio::ip::v6_only(false), ec); // "::" means everywhere, IPv4 included
        check(ec);
    }
    fresh.bind(endpoint, ec);
    check(ec);
    fresh.listen(asio::socket_base::max_listen_connections, ec);
    check(ec);
    port = fresh.local_endpoint().port();
    acceptor = std::move(fresh);
}

std::shared_ptr<asio::ssl::context> http_server::implementation::current_tls() {
    const std::lock_guard lock(tls_guard);
    return tls;
}

asio::awaitable<void> http_server::implementation::accept(std::shared_ptr<implementation> self) {
    error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    while (self->acceptor.is_open()) {
        if (self->sessions.size() >= self->shared->how.connection_limit) {
            // Whoever comes now waits in the system's queue, which is bounded as well.
            self->room.expires_at(asio::steady_timer::time_point::max());
            co_await self->room.async_wait(token);
            continue;
        }
        tcp::socket socket(self->acceptor.get_executor());
        co_await self->acceptor.async_accept(socket, token);
        if (!self->acceptor.is_open()) break;
        if (ec) {
            // Out of file descriptors, usually. The connection is still in the queue, so without a pause this would
            // spin until another connection ends.
            if (self->shared->how.warn) self->shared->how.warn(fmt::format("cannot accept: {}", ec.message()));
            self->pause.expires_after(std::chrono::milliseconds(100));
            co_await self->pause.async_wait(token);
            continue;
        }
        auto one = std::make_shared<session>(std::move(socket), self->current_tls(), self->shared);
        auto peer = peer_of(one->remote());
        if (!self->peers_of_all.enter(peer)) {
            self->turn_away(peer);
            continue; // the connection closes
        }
        self->sessions.insert(one);
        auto job = converse(self, std::move(one), std::move(peer));
        asio::co_spawn(self->acceptor.get_executor(), std::move(job), asio::detached);
    }
}

asio::awaitable<void> http_server::implementation::converse(std::shared_ptr<implementation> self,
                                                            std::shared_ptr<session> one, std::string peer) {
    co_await one->run();
    self->sessions.erase(one);
    self->peers_of_all.leave(peer);
    self->room.cancel();
    self->tell_if_drained();
}

// Told ever more rarely, for whoever connects without end could fill the log.
void http_server::implementation::turn_away(const std::string& peer) {
    if (!std::has_single_bit(++turned_away) || !shared->how.warn) return;
    shared->how.warn(fmt::format("{} connections of peers that hold {} already were closed so far; the last of {}",
                                 turned_away, shared->how.peer_limit, peer));
}

void http_server::implementation::stop_accepting() {
    error_code ignored;
    acceptor.close(ignored);
    room.cancel();
    pause.cancel();
}

void http_server::implementation::close_all() {
    for (const auto& one : sessions)
        one->close_now();
}

void http_server::implementation::drain(std::chrono::milliseconds deadline, std::function<void()> finished) {
    draining = true;
    if (finished) drained.push_back(std::move(finished));
    stop_accepting();
    for (const auto& one : sessions)
        one->finish_soon();
    drain_ends.expires_after(deadline);
    auto cut = [weak = weak_from_this()](const error_code& ec) {
        if (const auto self = weak.lock(); self && !ec) self->close_all();
    };
    drain_ends.async_wait(std::move(cut));
    tell_if_drained();
}

void http_server::implementation::tell_if_drained() {
    if (!draining || !sessions.empty()) return;
    drain_ends.cancel();
    for (auto& finished : std::exchange(drained, {}))
        shared->loop.post(std::move(finished));
}

http_server::http_server(adapters::net::event_loop& loop, settings how)
    : impl_(std::make_shared<implementation>(loop, std::move(how))) {}

http_server::~http_server() {
    impl_->stop_accepting();
    impl_->close_all();
}

void http_server::route(std::string method, std::string path, handler serve, std::size_t body_limit_bytes) {
    if (body_limit_bytes > 0) impl_->shared->body_limits[path] = body_limit_bytes;
    impl_->shared->routes[std::move(path)][std::move(method)] = std::move(serve);
}

void http_server::start() {
    if (impl_->shared->how.tls) impl_->tls = load_tls(*impl_->shared->how.tls);
    impl_->listen();
    auto job = implementation::accept(impl_);
    asio::co_spawn(impl_->acceptor.get_executor(), std::move(job), asio::detached);
}

std::uint16_t http_server::port() const {
    return impl_->port;
}

std::string http_server::reload_certificate() {
    if (!impl_->shared->how.tls) return "TLS is not configured";
    try {
        auto fresh = load_tls(*impl_->shared->how.tls);
        const std::lock_guard lock(impl_->tls_guard);
        impl_->tls = std::move(fresh);
        return {};
    } catch (const std::system_error& wrong) {
        return wrong.what();
    }
}

std::optional<std::chrono::sys_seconds> http_server::certificate_ends() const {
    const auto tls = impl_->current_tls();
    return tls ? std::optional(server::certificate_ends(*tls)) : std::nullopt;
}

void http_server::drain(std::chrono::milliseconds deadline, std::function<void()> finished) {
    auto job = [impl = impl_, deadline, finished = std::move(finished)]() mutable {
        impl->drain(deadline, std::move(finished));
    };
    impl_->shared->loop.post(std::move(job));
}

} // namespace bot::server
