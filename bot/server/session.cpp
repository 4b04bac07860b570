#include "bot/server/session.hpp"

#include "bot/server/answer.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <fmt/format.h>

#include <exception>
#include <mutex>
#include <optional>
#include <utility>

namespace bot::server {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr std::size_t read_size = 8192;
// Extensions of a chunk and trailers are skipped, never kept: this much of them may be there before a line ends.
constexpr std::size_t unparsed_limit = 8192;
// How long a connection that we are done with may go on sending before it is cut off.
constexpr std::chrono::milliseconds goodbye_timeout{1000};

std::string address_of(const asio::ip::tcp::socket& socket) {
    error_code ec;
    auto address = socket.remote_endpoint(ec).address();
    if (ec) return {};
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return address.to_string();
}

// Where a responder leaves its answer and the session finds it. The responder may outlive session, server and loop.
struct reply_slot {
    std::mutex guard;
    std::optional<response> answer;
    bool waiting = false;            // the session sleeps and must be woken
    bool closed = false;             // nobody is interested any more
    adapters::net::event_loop* loop; // valid until closed
    asio::steady_timer* wake;        // touched on the loop's thread only; nullptr when closed

    reply_slot(adapters::net::event_loop& on, asio::steady_timer& timer) : loop(&on), wake(&timer) {}
};

void leave_answer(const std::shared_ptr<reply_slot>& slot, response answer) {
    const std::lock_guard lock(slot->guard);
    if (slot->closed || slot->answer) return;
    slot->answer = std::move(answer);
    // Under the lock, because the loop is only sure to be there until `closed`.
    if (slot->waiting)
        slot->loop->post([slot] {
            if (slot->wake != nullptr) slot->wake->cancel();
        });
}

// Whether there is an answer; if not, the next one wakes the session.
bool look_into(reply_slot& slot) {
    const std::lock_guard lock(slot.guard);
    slot.waiting = true;
    return slot.answer.has_value();
}

class slot_closer {
  public:
    explicit slot_closer(reply_slot& slot) : slot_(slot) {}
    ~slot_closer() {
        const std::lock_guard lock(slot_.guard);
        slot_.closed = true;
        slot_.wake = nullptr;
    }
    slot_closer(const slot_closer&) = delete;
    slot_closer& operator=(const slot_closer&) = delete;

  private:
    reply_slot& slot_;
};

response plain(int status, std::string_view text) {
    response answer;
    answer.status = status;
    answer.body = fmt::format("{}\n", text);
    return answer;
}

} // namespace

struct session::exchange {
    std::string id;
    request_head head;
    http::request_parser<http::string_body> parser; // frames the body; the head in it is only compared with ours
};

session::session(asio::ip::tcp::socket socket, std::shared_ptr<asio::ssl::context> tls, std::shared_ptr<common> shared)
    : shared_(std::move(shared)), tls_(std::move(tls)), stream_(std::move(socket)),
      deadline_(stream_.socket().get_executor(), [this] { stream_.cancel(); }),
      answered_(stream_.socket().get_executor()), remote_(address_of(stream_.socket())) {
    error_code ignored; // without it answers wait for the peer's delayed acknowledgement
    stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
}

void session::finish_soon() {
    last_ = true;
    if (idle_) close_now();
}

void session::close_now() {
    closed_ = true;
    stream_.close();
    answered_.cancel();
}

asio::awaitable<void> session::run() {
    try {
        co_await converse();
    } catch (const std::exception& wrong) {
        // Out of memory, most likely. This connection ends, the others go on.
        if (shared_->how.warn) shared_->how.warn(fmt::format("connection of {}: {}", remote_, wrong.what()));
    }
    stream_.close();
}

asio::awaitable<void> session::converse() {
    deadline_.arm(shared_->how.header_timeout);
    if (tls_) {
        stream_.make_secure(tls_);
        error_code ec;
        co_await stream_.handshake(asio::ssl::stream_base::server, ec);
        if (ec || closed_) co_return;
    }
    bool more = true;
    while (more && !closed_)
        more = co_await serve_one();
}

asio::awaitable<bool> session::serve_one() {
    exchange now;
    now.id = fmt::format("{}-{:06x}", shared_->id_prefix, ++shared_->requests);
    const outcome read = co_await read_request(now);
    if (read.gone || closed_) co_return false;

    response answer;
    bool keep = false;
    if (read.done()) {
        answer = co_await ask_handler(now);
        if (closed_) co_return false;
        keep = now.head.keep_alive && !last_ && answer.status != 503;
    } else {
        answer = plain(read.refused, read.reason);
        if (read.refused == 405) answer.headers.emplace_back("Allow", "GET, HEAD, POST");
    }
    const answer_circumstances around{
        .request_id = now.id,
        .head_only = now.head.method == "HEAD",
        .closes_connection = !keep,
        .now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()),
    };
    auto wire = to_wire(answer, around);
    const bool sent = co_await send(std::move(wire));
    if (!sent || closed_) co_return false;
    if (keep && !last_) {
        deadline_.arm(shared_->how.header_timeout);
        co_return true;
    }
    deadline_.arm(goodbye_timeout);
    co_await stream_.say_goodbye();
    co_return false;
}

asio::awaitable<session::outcome> session::read_request(exchange& now) {
    outcome step = co_await read_head(now);
    idle_ = false;
    if (!step.done()) co_return step;
    if (now.head.content_length.value_or(0) > body_limit(now.head.path))
        co_return outcome{.refused = 413, .reason = "body too large"};
    if (now.head.expects_continue && !now.parser.is_done() && buffer_.size() == 0) {
        std::string wire = "HTTP/1.1 100 Continue\r\n\r\n";
        const bool sent = co_await send(std::move(wire));
        if (!sent) co_return outcome{.gone = true};
    }
    step = co_await read_body(now);
    co_return step;
}

std::size_t session::body_limit(const std::string& path) const {
    const auto own = shared_->body_limits.find(path);
    return own == shared_->body_limits.end() ? shared_->how.body_limit_bytes : own->second;
}

asio::awaitable<session::outcome> session::read_head(exchange& now) {
    const std::size_t limit = shared_->how.header_limit_bytes;
    std::size_t looked_at = 0;
    std::string_view raw;
    for (;;) {
        const auto bytes = buffer_.cdata();
        raw = {static_cast<const char*>(bytes.data()), bytes.size()};
        const auto end = raw.find("\r\n\r\n", looked_at);
        if (end != std::string_view::npos) raw = raw.substr(0, end + 4);
        if (raw.size() > limit) co_return outcome{.refused = 431, .reason = "header too large"};
        if (end != std::string_view::npos) break;
        looked_at = raw.size() < 3 ? 0 : raw.size() - 3;

        idle_ = raw.empty();
        if (idle_ && last_) co_return outcome{.gone = true};
        const bool more = co_await read_more();
        if (more) continue;
        if (!deadline_.expired() || buffer_.size() == 0) co_return outcome{.gone = true};
        co_return outcome{.refused = 408, .reason = "the header took too long"};
    }

    auto verdict = pass_gate(raw, shared_->how.one_more_method);
    if (verdict.refused != 0) co_return outcome{.refused = verdict.refused, .reason = verdict.reason};
    now.head = std::move(verdict.head);

    error_code ec;
    now.parser.header_limit(static_cast<std::uint32_t>(limit));
    now.parser.body_limit(body_limit(now.head.path));
    now.parser.put(asio::const_buffer(raw.data(), raw.size()), ec);
    if (ec == http::error::body_limit) co_return outcome{.refused = 413, .reason = "body too large"};
    // Two readers of the same bytes must agree where the body ends, or nobody knows.
    const auto length = now.parser.content_length();
    const bool agree = !ec && now.parser.is_header_done() && now.parser.chunked() == now.head.chunked &&
                       length.has_value() == now.head.content_length.has_value() &&
                       length.value_or(0) == now.head.content_length.value_or(0);
    if (!agree) co_return outcome{.refused = 400, .reason = "malformed header"};
    buffer_.consume(raw.size());
    co_return outcome{};
}

asio::awaitable<session::outcome> session::read_body(exchange& now) {
    deadline_.arm(shared_->how.body_timeout);
    now.parser.eager(true);
    while (!now.parser.is_done()) {
        error_code ec;
        if (buffer_.size() != 0) {
            const auto used = now.parser.put(buffer_.cdata(), ec);
            buffer_.consume(used);
        }
        if (ec == http::error::body_limit) co_return outcome{.refused = 413, .reason = "body too large"};
        if ((ec && ec != http::error::need_more) || buffer_.size() > unparsed_limit)
            co_return outcome{.refused = 400, .reason = "malformed body"};
        if (now.parser.is_done()) break;

        const bool more = co_await read_more();
        if (more) continue;
        if (!deadline_.expired()) co_return outcome{.gone = true};
        co_return outcome{.refused = 408, .reason = "the body took too long"};
    }
    co_return outcome{};
}

asio::awaitable<bool> session::read_more() {
    const auto room = buffer_.prepare(read_size);
    error_code ec;
    const auto count = co_await stream_.read_some(room, ec);
    buffer_.commit(count);
    co_return !ec && !closed_ && !deadline_.expired();
}

asio::awaitable<response> session::ask_handler(exchange& now) {
    deadline_.disarm();
    const auto path = shared_->routes.find(now.head.path);
    if (path == shared_->routes.end()) co_return plain(404, "not found");
    const auto found = path->second.find(now.head.method == "HEAD" ? "GET" : now.head.method);
    if (found == path->second.end()) {
        auto answer = plain(405, "method not allowed");
        std::string allow;
        for (const auto& [method, serve] : path->second) {
            allow += allow.empty() ? method : ", " + method;
            if (method == "GET") allow += ", HEAD";
        }
        answer.headers.emplace_back("Allow", std::move(allow));
        co_return answer;
    }

    request asked;
    asked.id = now.id;
    asked.method = now.head.method;
    asked.path = now.head.path;
    asked.query = std::move(now.head.query);
    asked.headers = std::move(now.head.headers);
    asked.body = std::move(now.parser.get().body());
    asked.remote = remote_;

    auto slot = std::make_shared<reply_slot>(shared_->loop, answered_);
    const slot_closer closer(*slot);
    const auto until = std::chrono::steady_clock::now() + shared_->how.handler_timeout;
    try {
        responder reply([slot](response answer) { leave_answer(slot, std::move(answer)); });
        found->second(std::move(asked), std::move(reply));
    } catch (const std::exception& wrong) {
        // The responder was dropped on the way out and has answered 500.
        if (shared_->how.warn) shared_->how.warn(fmt::format("{} {}: {}", now.id, now.head.path, wrong.what()));
    }
    while (!look_into(*slot) && !closed_) {
        if (std::chrono::steady_clock::now() >= until) co_return plain(503, "this took too long, try again");
        error_code ec;
        auto token = asio::redirect_error(asio::use_awaitable, ec);
        answered_.expires_at(until);
        co_await answered_.async_wait(token);
    }
    const std::lock_guard lock(slot->guard);
    co_return slot->answer ? std::move(*slot->answer) : response{};
}

asio::awaitable<bool> session::send(std::string wire) {
    deadline_.arm(shared_->how.body_timeout);
    error_code ec;
    co_await stream_.write(wire, ec);
    co_return !ec;
}

} // namespace bot::server
