#include "tests/platforms/websocket_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <poll.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace tests::platforms {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace ws = boost::beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

struct line {
    explicit line(tcp::socket socket) : stream(std::move(socket)) {}

    ws::stream<tcp::socket, false> stream; // without compression
    struct piece {
        enum class kind { text, fragments, binary, raw } how;
        std::string bytes;
    };
    std::deque<piece> out;
    bool writing = false;
    bool frozen = false;
};

} // namespace

struct websocket_server::implementation : std::enable_shared_from_this<websocket_server::implementation> {
    explicit implementation(hooks to) : with(std::move(to)) {}

    hooks with;
    asio::io_context context{1};
    tcp::acceptor acceptor{context, {asio::ip::address_v4::loopback(), 0}};
    std::map<id, std::shared_ptr<line>> lines; // on the server's thread
    std::thread thread;

    mutable std::mutex mutex; // over what follows
    mutable std::condition_variable changed;
    std::vector<id> open;
    counts numbers;
    int refusing = 0;

    void on(id which, std::function<void(line&)> act) {
        asio::post(context, [self = shared_from_this(), which, act = std::move(act)] {
            if (const auto found = self->lines.find(which); found != self->lines.end()) act(*found->second);
        });
    }
    void queue(id to, line::piece::kind how, std::string bytes) {
        asio::post(context, [self = shared_from_this(), to, how, bytes = std::move(bytes)]() mutable {
            const auto found = self->lines.find(to);
            if (found == self->lines.end()) return;
            found->second->out.push_back({how, std::move(bytes)});
            if (std::exchange(found->second->writing, true)) return;
            auto job = write_all(found->second);
            asio::co_spawn(self->context, std::move(job), asio::detached);
        });
    }

    static asio::awaitable<void> accept_all(std::shared_ptr<implementation> self) {
        error_code ec;
        auto token = asio::redirect_error(asio::use_awaitable, ec);
        while (self->acceptor.is_open()) {
            tcp::socket socket = co_await self->acceptor.async_accept(token);
            if (ec) continue;
            auto job = serve(self, std::move(socket));
            asio::co_spawn(self->context, std::move(job), asio::detached);
        }
    }

    // Whether the upgrade is refused, and how.
    http::status verdict(std::string_view target) {
        {
            const std::lock_guard held(mutex);
            if (refusing > 0) {
                --refusing;
                return http::status::service_unavailable;
            }
        }
        return with.admit(target) ? http::status::switching_protocols : http::status::unauthorized;
    }

    static asio::awaitable<void> serve(std::shared_ptr<implementation> self, tcp::socket socket) {
        auto here = std::make_shared<line>(std::move(socket));
        error_code ec;
        auto token = asio::redirect_error(asio::use_awaitable, ec);
        boost::beast::flat_buffer buffer;
        http::request<http::string_body> asked;
        co_await http::async_read(here->stream.next_layer(), buffer, asked, token);
        if (ec) co_return;
        const http::status status = self->verdict({asked.target().data(), asked.target().size()});
        if (status != http::status::switching_protocols) {
            http::response<http::string_body> answer(status, 11);
            answer.prepare_payload();
            co_await http::async_write(here->stream.next_layer(), answer, token);
            co_return;
        }
        co_await here->stream.async_accept(asked, token);
        if (ec) co_return;
        const id me = self->opened(here);
        co_await listen(self, here, me);
        self->ended(me);
    }

    // Whether the peer has ended it, noticed or not: a busy server may hear of the next connection first.
    static bool is_over(line& one) {
        pollfd look{.fd = one.stream.next_layer().native_handle(), .events = POLLRDHUP, .revents = 0};
        return look.fd < 0 || ::poll(&look, 1, 0) != 0;
    }

    id opened(const std::shared_ptr<line>& here) {
        const auto others = std::ranges::count_if(lines, [](const auto& one) { return !is_over(*one.second); });
        id me = 0;
        {
            const std::lock_guard held(mutex);
            me = ++numbers.opened;
            ++numbers.live;
            numbers.most_live = std::max(numbers.most_live, static_cast<int>(others) + 1);
            open.push_back(me);
        }
        lines[me] = here;
        for (const auto& text : with.greeting)
            queue(me, line::piece::kind::text, text);
        changed.notify_all();
        return me;
    }

    void ended(id me) {
        lines.erase(me);
        {
            const std::lock_guard held(mutex);
            --numbers.live;
            std::erase(open, me);
        }
        changed.notify_all();
    }

    static asio::awaitable<void> listen(std::shared_ptr<implementation> self, std::shared_ptr<line> here, id me) {
        error_code ec;
        auto token = asio::redirect_error(asio::use_awaitable, ec);
        boost::beast::flat_buffer buffer;
        while (!ec) {
            co_await here->stream.async_read(buffer, token);
            if (!ec && !here->frozen) {
                const auto data = buffer.cdata();
                self->with.received(me, {static_cast<const char*>(data.data()), data.size()});
                self->changed.notify_all();
            }
            buffer.clear();
        }
        if (!here->frozen) co_return;
        // The peer's end is all that is noticed any more.
        ec = {};
        std::array<char, 1024> rubbish{};
        const asio::mutable_buffer into(rubbish.data(), rubbish.size());
        while (!ec)
            co_await here->stream.next_layer().async_read_some(into, token);
    }

    static asio::awaitable<void> write_all(std::shared_ptr<line> here) {
        error_code ec;
        auto token = asio::redirect_error(asio::use_awaitable, ec);
        while (!here->out.empty() && !ec && !here->frozen) {
            const line::piece now = std::move(here->out.front());
            here->out.pop_front();
            const asio::const_buffer bytes(now.bytes.data(), now.bytes.size());
            here->stream.text(now.how != line::piece::kind::binary);
            if (now.how == line::piece::kind::raw) {
                co_await asio::async_write(here->stream.next_layer(), bytes, token);
            } else if (now.how == line::piece::kind::fragments) {
                const std::size_t third = bytes.size() / 3;
                const asio::const_buffer first(now.bytes.data(), third), second(now.bytes.data() + third, third);
                co_await here->stream.async_write_some(false, first, token);
                if (!ec) co_await here->stream.async_write_some(false, second, token);
                const asio::const_buffer last = bytes + 2 * third;
                if (!ec) co_await here->stream.async_write_some(true, last, token);
            } else {
                co_await here->stream.async_write(bytes, token);
            }
        }
        here->writing = false;
    }
};

websocket_server::websocket_server(hooks with) : impl_(std::make_shared<implementation>(std::move(with))) {
    auto job = implementation::accept_all(impl_);
    asio::co_spawn(impl_->context, std::move(job), asio::detached);
    impl_->thread = std::thread([impl = impl_.get()] { impl->context.run(); });
}

websocket_server::~websocket_server() {
    impl_->context.stop();
    impl_->thread.join();
    // Their coroutines hold the implementation, which holds the context that holds them.
    error_code ignored;
    impl_->acceptor.close(ignored);
    for (const auto& [which, one] : impl_->lines)
        one->stream.next_layer().close(ignored);
    impl_->context.restart();
    impl_->context.run();
}

std::uint16_t websocket_server::port() const {
    return impl_->acceptor.local_endpoint().port();
}

void websocket_server::refuse(int count) {
    const std::lock_guard held(impl_->mutex);
    impl_->refusing = count;
}

websocket_server::id websocket_server::newest(std::chrono::milliseconds patience) const {
    std::unique_lock held(impl_->mutex);
    impl_->changed.wait_for(held, patience, [&] { return !impl_->open.empty(); });
    return impl_->open.empty() ? 0 : impl_->open.back();
}

bool websocket_server::is_open(id which) const {
    const std::lock_guard held(impl_->mutex);
    return std::ranges::find(impl_->open, which) != impl_->open.end();
}

void websocket_server::send(id to, std::string text) {
    impl_->queue(to, line::piece::kind::text, std::move(text));
}

void websocket_server::send_in_pieces(id to, std::string text) {
    impl_->queue(to, line::piece::kind::fragments, std::move(text));
}

void websocket_server::send_binary(id to, std::string bytes) {
    impl_->queue(to, line::piece::kind::binary, std::move(bytes));
}

void websocket_server::send_raw(id to, std::string bytes) {
    impl_->queue(to, line::piece::kind::raw, std::move(bytes));
}

void websocket_server::cut(id which) {
    impl_->on(which, [](line& one) {
        error_code ignored;
        one.stream.next_layer().close(ignored);
    });
}

void websocket_server::close(id which) {
    asio::post(impl_->context, [impl = impl_, which] {
        const auto found = impl->lines.find(which);
        if (found == impl->lines.end()) return;
        const auto say = [](std::shared_ptr<line> one) -> asio::awaitable<void> {
            error_code ec;
            auto token = asio::redirect_error(asio::use_awaitable, ec);
            co_await one->stream.async_close(ws::close_code::normal, token);
        };
        auto job = say(found->second);
        asio::co_spawn(impl->context, std::move(job), asio::detached);
    });
}

void websocket_server::freeze(id which) {
    impl_->on(which, [](line& one) {
        one.frozen = true;
        error_code ignored;
        one.stream.next_layer().cancel(ignored);
    });
}

websocket_server::counts websocket_server::seen() const {
    const std::lock_guard held(impl_->mutex);
    return impl_->numbers;
}

bool websocket_server::wait_for(const std::function<bool()>& holds, std::chrono::milliseconds patience) const {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!holds()) {
        std::unique_lock held(impl_->mutex);
        // `holds` asks elsewhere too, so a change may slip by between looking and waiting.
        impl_->changed.wait_for(held, std::chrono::milliseconds(20));
        if (std::chrono::steady_clock::now() > until) {
            held.unlock();
            return holds();
        }
    }
    return true;
}

} // namespace tests::platforms
