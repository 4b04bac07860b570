#include "adapters/net/websocket.hpp"

#include "adapters/net/base64.hpp"
#include "adapters/net/dial.hpp"
#include "adapters/net/websocket_frame.hpp"
#include "adapters/net/websocket_upgrade.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/rand.h>

#include <array>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace adapters::net {

namespace asio = boost::asio;
using boost::system::error_code;
using clock = deadline::clock;
using kind = websocket_end::kind;

namespace {

constexpr std::size_t read_size = 16 * 1024;
constexpr std::size_t head_limit = 16 * 1024;

// A function, because a braced aggregate beside a co_await or co_return is destroyed twice (g++ 12).
websocket_end ended_as(kind what, std::string reason, int status = 0) {
    return {.what = what, .reason = std::move(reason), .status = status};
}

template <std::size_t N>
std::array<unsigned char, N> random_bytes() {
    std::array<unsigned char, N> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(N)) != 1) throw std::runtime_error("OpenSSL has no random bytes");
    return bytes;
}

bool is_this_machine(const std::string& host) {
    if (host == "localhost") return true;
    error_code ec;
    const auto address = asio::ip::make_address(host, ec);
    return !ec && address.is_loopback();
}

// Lives as long as its coroutines; the handle the caller has only refers to it.
struct connection : std::enable_shared_from_this<connection> {
    connection(event_loop& on, websocket_settings as, std::shared_ptr<asio::ssl::context> context, url to,
               websocket_handlers tell)
        : loop(on), how(std::move(as)), tls(std::move(context)), where(std::move(to)),
          handlers(std::make_shared<websocket_handlers>(std::move(tell))), limit(on.context().get_executor(),
                                                                                 [this] {
                                                                                     if (line) line->cancel();
                                                                                 }),
          written(on.context().get_executor()), reader(how.message_limit_bytes) {}

    event_loop& loop;
    websocket_settings how;
    std::shared_ptr<asio::ssl::context> tls;
    url where;
    std::shared_ptr<websocket_handlers> handlers; // shared with the call that is running: it may abandon us
    deadline limit;
    dialer* dialing = nullptr;
    std::unique_ptr<stream> line;
    asio::steady_timer written; // never runs out by itself: cancelled when nothing waits to be written any more
    websocket_reader reader;
    std::string out; // frames that wait to be written
    bool writing = false;
    bool open = false;
    bool closing = false;   // our close frame is queued
    bool abandoned = false; // nobody holds the handle any more
    bool awaiting_pong = false;
    std::optional<websocket_end> end; // decided by us; what the reading coroutine finds then is its consequence
    std::unique_ptr<event_loop::timer> pinger;

    void abandon();
    void queue(websocket_kind what, std::string_view payload);
    void say_close(unsigned short code);
    void give_up(kind what, std::string reason);
    void ping();

    // Static, with the connection by value: the frame owns what it works on.
    static asio::awaitable<void> run(std::shared_ptr<connection> self);
    static asio::awaitable<void> write_all(std::shared_ptr<connection> self);

  private:
    asio::awaitable<websocket_end> converse();
    asio::awaitable<websocket_end> upgrade();
    asio::awaitable<websocket_end> read();
    asio::awaitable<void> last_words();
    std::optional<websocket_end> hand_out();
};

void connection::abandon() {
    abandoned = true;
    handlers.reset();
    pinger.reset();
    if (dialing != nullptr) dialing->cut();
    if (line) line->close();
}

void connection::queue(websocket_kind what, std::string_view payload) {
    append_frame(out, what, payload, random_bytes<4>());
    if (out.size() > how.queue_limit_bytes) return give_up(kind::lost, "the peer does not read what we send");
    if (std::exchange(writing, true)) return;
    // Not at once: what else is queued in this turn of the loop goes with it.
    loop.post([self = shared_from_this()] {
        auto job = write_all(self);
        asio::co_spawn(self->loop.context(), std::move(job), asio::detached);
    });
}

void connection::say_close(unsigned short code) {
    if (std::exchange(closing, true)) return;
    pinger.reset(); // nothing may follow the frame
    queue(websocket_kind::close, close_payload(code));
    limit.arm(how.close_timeout);
}

void connection::give_up(kind what, std::string reason) {
    if (!end) end = websocket_end{.what = what, .reason = std::move(reason)};
    if (line) line->close();
}

void connection::ping() {
    if (awaiting_pong) return give_up(kind::lost, "no pong within " + std::to_string(how.ping_every.count()) + " ms");
    awaiting_pong = true;
    queue(websocket_kind::ping, {});
    pinger = loop.after(how.ping_every, [this] { ping(); });
}

asio::awaitable<void> connection::run(std::shared_ptr<connection> self) {
    websocket_end how;
    try {
        how = co_await self->converse();
    } catch (const std::exception& wrong) { // out of memory, no random bytes
        how = {.what = kind::lost, .reason = wrong.what()};
    }
    self->open = false;
    self->pinger.reset();
    self->limit.disarm();
    if (self->line) self->line->close();
    if (self->abandoned) co_return;
    const auto tell = std::exchange(self->handlers, nullptr);
    tell->ended(self->end.value_or(std::move(how)));
}

asio::awaitable<websocket_end> connection::converse() {
    std::string trouble;
    if (end) co_return *end;
    {
        dialer phone(loop.context().get_executor(), tls, how.way);
        struct mention {
            connection& of;
            ~mention() { of.dialing = nullptr; }
        };
        dialing = &phone;
        const mention while_here{*this};
        line = co_await phone.dial(where, clock::now() + how.connect_timeout);
        trouble = phone.trouble();
    }
    if (!line || end || abandoned) co_return ended_as(kind::unreachable, std::move(trouble));
    auto refused = co_await upgrade();
    if (!open || abandoned) co_return refused;
    const auto tell = handlers;
    tell->opened();
    auto ended = co_await read();
    co_return ended;
}

// Sets `open`, or says why not.
asio::awaitable<websocket_end> connection::upgrade() {
    limit.arm(how.upgrade_timeout);
    const auto random = random_bytes<16>();
    const std::string key = to_base64({reinterpret_cast<const char*>(random.data()), random.size()});
    const std::string request = upgrade_request(where, key);
    error_code ec;
    co_await line->write(request, ec);
    std::string received;
    std::array<char, 4096> piece{};
    while (!ec && !abandoned && !end) {
        if (const auto head = upgrade_head(received)) {
            auto verdict = check_upgrade(*head, key);
            if (!verdict.refused.empty()) {
                std::string reason = "upgrade: " + verdict.refused;
                co_return ended_as(kind::refused, std::move(reason), verdict.status);
            }
            reader.add(std::string_view(received).substr(head->size())); // frames that came with it
            limit.disarm();
            open = true;
            pinger = loop.after(how.ping_every, [this] { ping(); });
            co_return ended_as(kind::lost, {});
        }
        if (received.size() > head_limit) co_return ended_as(kind::refused, "the answer to the upgrade has no end");
        const asio::mutable_buffer room(piece.data(), piece.size());
        const auto count = co_await line->read_some(room, ec);
        received.append(piece.data(), count);
    }
    std::string reason = "upgrade: " + ec.message();
    if (limit.expired()) reason = "no answer to the upgrade";
    co_return ended_as(kind::unreachable, std::move(reason));
}

asio::awaitable<websocket_end> connection::read() {
    std::array<char, read_size> piece{};
    while (true) {
        // A handler may abandon us at any message.
        if (auto ended = hand_out()) {
            co_await last_words();
            co_return std::move(*ended);
        }
        if (abandoned || end) co_return ended_as(kind::lost, {});
        error_code ec;
        const asio::mutable_buffer room(piece.data(), piece.size());
        const auto count = co_await line->read_some(room, ec);
        if (ec && closing) co_return ended_as(kind::closed, "closed by us, without the peer's goodbye");
        if (ec) co_return ended_as(kind::lost, ec.message());
        reader.add({piece.data(), count});
    }
}

// The messages there are; how it ended when one of them was the last.
std::optional<websocket_end> connection::hand_out() {
    while (!abandoned && !end) {
        const auto message = reader.next();
        if (!message) break;
        switch (message->what) {
        case websocket_kind::text: {
            const auto tell = handlers;
            tell->received(message->payload);
            break;
        }
        case websocket_kind::binary:
            break;
        case websocket_kind::ping:
            if (!closing) queue(websocket_kind::pong, message->payload);
            break;
        case websocket_kind::pong:
            awaiting_pong = false;
            break;
        case websocket_kind::close: {
            const bool by_us = closing;
            say_close(1000);
            return websocket_end{.what = kind::closed, .reason = by_us ? "closed by us" : "closed by the peer"};
        }
        }
    }
    if (reader.violation().empty() || abandoned) return std::nullopt;
    say_close(1002);
    return websocket_end{.what = kind::lost, .reason = std::string(reader.violation())};
}

// What is queued leaves, within the time that say_close() allowed.
asio::awaitable<void> connection::last_words() {
    while (writing) {
        error_code ec;
        auto token = asio::redirect_error(asio::use_awaitable, ec);
        written.expires_at(clock::time_point::max());
        co_await written.async_wait(token);
    }
}

asio::awaitable<void> connection::write_all(std::shared_ptr<connection> self) {
    while (!self->out.empty() && self->line && !self->abandoned && !self->end) {
        const std::string batch = std::exchange(self->out, {});
        error_code ec;
        co_await self->line->write(batch, ec);
        if (ec) self->give_up(kind::lost, "sending: " + ec.message());
    }
    self->writing = false;
    self->written.cancel();
}

struct handle final : websocket {
    explicit handle(std::shared_ptr<connection> to) : of(std::move(to)) {}
    ~handle() override { of->abandon(); }
    handle(const handle&) = delete;
    handle& operator=(const handle&) = delete;

    void send(std::string_view text) override {
        if (of->open && !of->closing && !of->end) of->queue(websocket_kind::text, text);
    }
    void close() override {
        if (of->open) return of->say_close(1000);
        of->give_up(kind::closed, "closed by us");
        if (of->dialing != nullptr) of->dialing->cut();
    }

    std::shared_ptr<connection> of;
};

} // namespace

struct websocket_client::implementation {
    event_loop& loop;
    websocket_settings how;
    std::shared_ptr<asio::ssl::context> tls; // made for the first wss: the system's roots take a megabyte
};

websocket_client::websocket_client(event_loop& loop, websocket_settings how)
    : impl_(std::make_unique<implementation>(implementation{loop, std::move(how), nullptr})) {}

websocket_client::~websocket_client() = default;

std::unique_ptr<websocket> websocket_client::open(const std::string& address,
                                                  const std::function<bool(const url&)>& allowed,
                                                  websocket_handlers handlers) {
    auto& all = *impl_;
    auto where = parse_websocket_url(address);
    std::string refused;
    if (!where)
        refused = "what was handed out is no ws:// or wss:// address";
    else if (!allowed || !allowed(*where))
        refused = where->host + " is not on the list of allowed hosts";
    else if (where->scheme == "http" && !is_this_machine(where->host))
        refused = "plain ws:// is for this machine only";
    const bool secure = refused.empty() && where->scheme == "https";
    if (secure && !all.tls) all.tls = client_tls(all.how.extra_ca_file);
    auto made = std::make_shared<connection>(all.loop, all.how, secure ? all.tls : nullptr,
                                             refused.empty() ? std::move(*where) : url{}, std::move(handlers));
    all.loop.post([made, why = std::move(refused)] {
        if (made->abandoned) return;
        if (!why.empty()) {
            const auto tell = std::exchange(made->handlers, nullptr);
            return tell->ended({.what = kind::not_allowed, .reason = why});
        }
        auto job = connection::run(made);
        asio::co_spawn(made->loop.context(), std::move(job), asio::detached);
    });
    return std::make_unique<handle>(std::move(made));
}

} // namespace adapters::net
