#include "bot/server/session.hpp"

#include "bot/server/answer.hpp"
#include "bot/server/body_share.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
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

class slot_closer {
  public:
    explicit slot_closer(std::shared_ptr<reply_slot>& slot) : slot_(slot) {}
    ~slot_closer() {
        if (slot_) reply_desk::close(*slot_);
    }
    slot_closer(const slot_closer&) = delete;
    slot_closer& operator=(const slot_closer&) = delete;

  private:
    std::shared_ptr<reply_slot>& slot_;
};

response plain(int status, std::string_view text) {
    response answer;
    answer.status = status;
    answer.body = fmt::format("{}\n", text);
    return answer;
}

} // namespace

struct session::exchange {
    explicit exchange(common& shared) : share(shared.body_bytes, shared.how.bodies_limit_bytes) {}

    std::string id;
    request_head head;
    bool has_head = false;
    bool head_came_alone = false; // nothing of the body with it
    std::size_t looked_at = 0;    // of the buffer, for the end of the head
    std::string body;
    body_share share;
    // Frames the body where it comes in chunks. Without chunks the gate has told its length, and there is nothing left
    // to read in two ways.
    std::optional<http::request_parser<http::string_body>> chunks;
    std::shared_ptr<reply_slot> slot; // while a handler is asked
    slot_closer closes{slot};
};

const session::progress session::no_room{progress::stage::refused, 503, "too much at once, try again"};

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
    exchange now(*shared_);
    now.id = fmt::format("{}-{:06x}", shared_->id_prefix, ++shared_->requests);
    auto read = advance(now);
    if (read.at == progress::stage::needs_more) read = co_await read_request(now);
    idle_ = false;
    if (read.at == progress::stage::gone || closed_) co_return false;

    response answer;
    bool keep = false;
    if (read.at == progress::stage::whole) {
        deadline_.disarm();
        if (auto at_once = ask_handler(now))
            answer = *std::move(at_once);
        else
            answer = co_await wait_for_answer(now);
        if (closed_) co_return false;
        keep = now.head.keep_alive && !last_ && answer.status != 503;
    } else {
        answer = plain(read.refused, read.reason);
        if (read.refused == 405) answer.headers.emplace_back("Allow", "GET, HEAD, POST");
    }
    const std::string wire = worded(answer, now, keep);
    error_code ec;
    const auto sent = stream_.write_now(wire, ec);
    if (ec) co_return false;
    if (sent < wire.size()) {
        const std::string_view rest = std::string_view(wire).substr(sent);
        const bool went = co_await send_rest(rest);
        if (!went) co_return false;
    }
    if (closed_) co_return false;
    if (keep && !last_) {
        deadline_.arm(shared_->how.header_timeout);
        co_return true;
    }
    deadline_.arm(goodbye_timeout);
    co_await stream_.say_goodbye();
    co_return false;
}

std::string session::worded(const response& answer, const exchange& now, bool keep) const {
    return to_wire(answer, {.request_id = now.id,
                            .head_only = now.head.method == "HEAD",
                            .closes_connection = !keep,
                            .now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())});
}

// For a request that is not in the buffer as a whole: at the start of each but the first that was sent without waiting
// for the answer before.
asio::awaitable<session::progress> session::read_request(exchange& now) {
    bool body_begun = false;
    for (;;) {
        if (now.has_head && !std::exchange(body_begun, true)) {
            if (now.head.expects_continue && now.head_came_alone) {
                const std::string wire = "HTTP/1.1 100 Continue\r\n\r\n";
                const bool went = co_await send_rest(wire);
                if (!went) co_return progress{progress::stage::gone};
            }
            deadline_.arm(shared_->how.body_timeout);
        }
        idle_ = !now.has_head && buffer_.size() == 0;
        if (idle_ && last_) co_return progress{progress::stage::gone};
        const auto room = buffer_.prepare(read_size);
        error_code ec;
        const auto count = co_await stream_.read_some(room, ec);
        buffer_.commit(count);
        if (closed_) co_return progress{progress::stage::gone};
        if (ec || deadline_.expired()) co_return cut_off(now);
        const auto step = advance(now);
        if (step.at != progress::stage::needs_more) co_return step;
    }
}

session::progress session::cut_off(const exchange& now) const {
    if (!deadline_.expired() || (!now.has_head && buffer_.size() == 0)) return {progress::stage::gone};
    return {progress::stage::refused, 408, now.has_head ? "the body took too long" : "the header took too long"};
}

session::progress session::advance(exchange& now) {
    if (!now.has_head) {
        const auto step = take_head(now);
        if (!now.has_head) return step;
    }
    return now.chunks ? take_chunks(now) : take_body(now);
}

std::size_t session::body_limit(const std::string& path) const {
    const auto own = shared_->body_limits.find(path);
    return own == shared_->body_limits.end() ? shared_->how.body_limit_bytes : own->second;
}

session::progress session::take_head(exchange& now) {
    const std::size_t limit = shared_->how.header_limit_bytes;
    const auto bytes = buffer_.cdata();
    std::string_view raw(static_cast<const char*>(bytes.data()), bytes.size());
    const auto end = raw.find("\r\n\r\n", now.looked_at);
    if (end != std::string_view::npos) raw = raw.substr(0, end + 4);
    if (raw.size() > limit) return {progress::stage::refused, 431, "header too large"};
    if (end == std::string_view::npos) {
        now.looked_at = raw.size() < 3 ? 0 : raw.size() - 3;
        return {};
    }

    auto verdict = pass_gate(raw, shared_->how.one_more_method);
    if (verdict.refused != 0) return {progress::stage::refused, verdict.refused, verdict.reason};
    now.head = std::move(verdict.head);
    const auto most = body_limit(now.head.path);
    if (now.head.content_length.value_or(0) > most) return {progress::stage::refused, 413, "body too large"};
    if (now.head.chunked) {
        error_code ec;
        auto& parser = now.chunks.emplace();
        parser.header_limit(static_cast<std::uint32_t>(limit));
        parser.body_limit(most);
        parser.put(asio::const_buffer(raw.data(), raw.size()), ec);
        // Two readers of the same bytes must agree where the body ends, or nobody knows.
        if (ec || !parser.is_header_done() || !parser.chunked())
            return {progress::stage::refused, 400, "malformed header"};
        parser.eager(true);
    }
    buffer_.consume(raw.size());
    now.has_head = true;
    now.head_came_alone = buffer_.size() == 0;
    return {};
}

session::progress session::take_body(exchange& now) {
    const auto length = now.head.content_length.value_or(0);
    const auto bytes = buffer_.cdata();
    const auto count = std::min<std::size_t>(bytes.size(), length - now.body.size());
    if (!now.share.grow_to(now.body.size() + count)) return no_room;
    // Not more is set aside than came: whoever only says that a lot will come gets no memory for it.
    now.body.append(static_cast<const char*>(bytes.data()), count);
    buffer_.consume(count);
    return {now.body.size() == length ? progress::stage::whole : progress::stage::needs_more};
}

session::progress session::take_chunks(exchange& now) {
    auto& parser = *now.chunks;
    error_code ec;
    if (!parser.is_done() && buffer_.size() != 0) {
        const auto used = parser.put(buffer_.cdata(), ec);
        buffer_.consume(used);
    }
    if (ec == http::error::body_limit) return {progress::stage::refused, 413, "body too large"};
    if (!now.share.grow_to(parser.get().body().size())) return no_room;
    if (parser.is_done()) {
        now.body = std::move(parser.get().body());
        return {progress::stage::whole};
    }
    if ((ec && ec != http::error::need_more) || buffer_.size() > unparsed_limit)
        return {progress::stage::refused, 400, "malformed body"};
    return {};
}

std::optional<response> session::ask_handler(exchange& now) {
    const auto path = shared_->routes.find(now.head.path);
    if (path == shared_->routes.end()) return plain(404, "not found");
    const auto found = path->second.find(now.head.method == "HEAD" ? "GET" : now.head.method);
    if (found == path->second.end()) {
        auto answer = plain(405, "method not allowed");
        std::string allow;
        for (const auto& [method, serve] : path->second) {
            allow += allow.empty() ? method : ", " + method;
            if (method == "GET") allow += ", HEAD";
        }
        answer.headers.emplace_back("Allow", std::move(allow));
        return answer;
    }

    request asked{.id = now.id,
                  .method = now.head.method,
                  .path = now.head.path,
                  .query = std::move(now.head.query),
                  .headers = std::move(now.head.headers),
                  .body = std::move(now.body),
                  .remote = remote_};
    now.slot = std::make_shared<reply_slot>(shared_->replies, answered_);
    try {
        responder reply([slot = now.slot](response answer) { reply_desk::leave(slot, std::move(answer)); });
        found->second(std::move(asked), std::move(reply));
    } catch (const std::exception& wrong) {
        // The responder was dropped on the way out and has answered 500.
        if (shared_->how.warn) shared_->how.warn(fmt::format("{} {}: {}", now.id, now.head.path, wrong.what()));
    }
    return std::nullopt;
}

asio::awaitable<response> session::wait_for_answer(exchange& now) {
    const auto until = std::chrono::steady_clock::now() + shared_->how.handler_timeout;
    while (!reply_desk::look_into(*now.slot) && !closed_) {
        if (std::chrono::steady_clock::now() >= until) co_return plain(503, "this took too long, try again");
        error_code ec;
        auto token = asio::redirect_error(asio::use_awaitable, ec);
        answered_.expires_at(until);
        co_await answered_.async_wait(token);
    }
    co_return reply_desk::take(*now.slot);
}

asio::awaitable<bool> session::send_rest(std::string_view rest) {
    deadline_.arm(shared_->how.body_timeout);
    error_code ec;
    co_await stream_.write(rest, ec);
    co_return !ec;
}

} // namespace bot::server
