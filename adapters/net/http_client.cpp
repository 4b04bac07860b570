#include "adapters/net/http_client.hpp"

#include "adapters/net/ascii.hpp"
#include "adapters/net/dial.hpp"
#include "adapters/net/http_wire.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <deque>
#include <exception>
#include <map>
#include <set>
#include <tuple>

namespace adapters::net {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using clock = deadline::clock;
using response_parser = http::response_parser<http::string_body>;

namespace {

// Servers commonly drop connections after 60 s or more of silence; well before that we do it ourselves.
constexpr std::chrono::seconds idle_limit{25};
constexpr std::chrono::milliseconds least_time{20}; // below it, sending is not begun
constexpr std::size_t read_size = 16 * 1024;
constexpr std::uint32_t answer_header_limit = 64 * 1024;
constexpr int interim_limit = 8; // "100 Continue" and the like before the answer proper

http_answer trouble(http_trouble what, std::string reason) {
    http_answer answer;
    answer.trouble = what;
    answer.reason = std::move(reason);
    return answer;
}

http_answer take_answer(response_parser& parser) {
    http_answer answer;
    answer.status = static_cast<int>(parser.get().result_int());
    for (const auto& field : parser.get()) {
        const auto name = field.name_string();
        const auto value = field.value();
        answer.headers.emplace_back(lower({name.data(), name.size()}), std::string(value.data(), value.size()));
    }
    answer.body = std::move(parser.get().body());
    return answer;
}

// An idle connection has nothing to read. If there is something, it is the peer's goodbye or nothing we asked for.
bool is_stale(stream& line) {
    char byte = 0;
    error_code ec;
    if (!line.socket().non_blocking()) line.socket().non_blocking(true, ec);
    if (ec) return true;
    line.socket().receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, ec);
    return ec != asio::error::would_block;
}

struct idle_line {
    std::unique_ptr<stream> line;
    clock::time_point since;
};

struct call;

// The connections to one (scheme, host, port). busy + idle never exceeds connections_per_host.
struct pool {
    std::vector<idle_line> idle; // the one used last at the end
    std::size_t busy = 0;        // places taken, by a connection or by an attempt to open one
    std::deque<call*> waiting;
};

// One request under way. Lives in its coroutine.
struct call {
    call(const asio::any_io_executor& executor, std::shared_ptr<pool> from, url to)
        : where(std::move(to)), hosts(std::move(from)), wake(executor), limit(executor, [this] { cut(); }) {}
    ~call() {
        std::erase(hosts->waiting, this);
        give_place_back();
    }
    call(const call&) = delete;
    call& operator=(const call&) = delete;

    void cut() {
        if (dialing != nullptr) dialing->cut();
        if (line) line->cancel();
        wake.cancel();
    }

    void give_place_back() {
        if (!std::exchange(has_place, false)) return;
        if (hosts->waiting.empty()) {
            --hosts->busy;
            return;
        }
        call* const next = hosts->waiting.front();
        hosts->waiting.pop_front();
        next->has_place = true;
        next->wake.cancel();
    }

    url where;
    std::shared_ptr<pool> hosts;
    asio::steady_timer wake; // never runs out by itself
    std::unique_ptr<stream> line;
    dialer* dialing = nullptr;
    deadline limit;
    clock::time_point until; // when the limit is reached
    std::chrono::milliseconds allowed_time{};
    bool has_place = false;
    bool abandoned = false; // the client is being destroyed
};

} // namespace

struct http_client::implementation : std::enable_shared_from_this<http_client::implementation> {
    // What cannot be trusted is reported at once; without anything to report, TLS is set up for who needs it first.
    implementation(event_loop& on, http_client_settings as)
        : loop(on), how(std::move(as)), tls(how.extra_ca_file.empty() ? nullptr : client_tls(how.extra_ca_file)) {}

    event_loop& loop;
    http_client_settings how;
    std::shared_ptr<asio::ssl::context> tls;
    std::map<std::tuple<std::string, std::string, std::uint16_t>, std::shared_ptr<pool>> pools;
    std::set<call*> calls;

    void finish(std::function<void(http_answer)> finished, http_answer answer);
    // Static, with everything by value: the coroutine's frame owns what it works on.
    static asio::awaitable<void> run(std::shared_ptr<implementation> self, url where, http_request request,
                                     std::function<void(http_answer)> finished);

  private:
    asio::awaitable<http_answer> perform(call& now, const http_request& request);
    asio::awaitable<bool> wait_for_place(call& now);
    std::unique_ptr<stream> take_idle(pool& from);
    [[nodiscard]] const proxy* reader(const url& where) const;
    asio::awaitable<std::string> open_line(call& now);
    asio::awaitable<http_answer> read_answer(call& now, bool head_only, bool& reusable);
};

void http_client::implementation::finish(std::function<void(http_answer)> finished, http_answer answer) {
    auto job = [finished = std::move(finished), answer = std::move(answer)]() mutable { finished(std::move(answer)); };
    loop.post(std::move(job));
}

asio::awaitable<void> http_client::implementation::run(std::shared_ptr<implementation> self, url where,
                                                       http_request request,
                                                       std::function<void(http_answer)> finished) {
    http_answer answer;
    {
        auto& hosts = self->pools[std::tuple(where.scheme, where.host, where.port)];
        if (!hosts) hosts = std::make_shared<pool>();
        call now(self->loop.context().get_executor(), hosts, std::move(where));
        struct registration {
            std::set<call*>& all;
            call* one;
            ~registration() { all.erase(one); }
        };
        self->calls.insert(&now);
        const registration while_here{self->calls, &now};
        try {
            answer = co_await self->perform(now, request);
        } catch (const std::exception& wrong) {
            answer = trouble(http_trouble::no_answer, wrong.what()); // out of memory, and nobody knows how far it got
        }
    }
    self->finish(std::move(finished), std::move(answer));
}

asio::awaitable<http_answer> http_client::implementation::perform(call& now, const http_request& request) {
    now.allowed_time = how.total_timeout;
    now.until = clock::now() + how.total_timeout;
    now.limit.arm(now.until);
    const bool placed = co_await wait_for_place(now);
    if (!placed) co_return trouble(http_trouble::not_sent, "no connection to " + now.where.host + " became free");

    const proxy* const through = reader(now.where);
    const std::string wire = to_wire(request, now.where, through);
    now.line = take_idle(*now.hosts);
    for (bool reused = now.line != nullptr;; reused = false) {
        if (!reused) {
            auto reason = co_await open_line(now);
            if (!now.line) co_return trouble(http_trouble::not_sent, std::move(reason));
        }
        error_code ec;
        const auto sent = co_await now.line->write(wire, ec);
        if (!ec) break;
        // TLS cannot tell how much of a failed write had left.
        const bool nothing_left = sent == 0 && now.line->native_tls() == nullptr;
        now.line.reset();
        if (!nothing_left) co_return trouble(http_trouble::no_answer, "sending: " + ec.message());
        if (!reused || now.limit.expired() || now.abandoned)
            co_return trouble(http_trouble::not_sent, "sending: " + ec.message());
    }

    bool reusable = false;
    auto answer = co_await read_answer(now, request.method == "HEAD", reusable);
    if (through != nullptr && answer.status == 407)
        answer = trouble(http_trouble::not_sent, "the proxy " + through->host + " wants other credentials");
    if (reusable && !now.abandoned) now.hosts->idle.push_back({std::move(now.line), clock::now()});
    co_return answer;
}

asio::awaitable<bool> http_client::implementation::wait_for_place(call& now) {
    pool& hosts = *now.hosts;
    if (hosts.busy < how.connections_per_host) {
        // An idle connection either serves this call or makes room for a new one.
        ++hosts.busy;
        now.has_place = true;
        co_return true;
    }
    if (hosts.waiting.size() >= how.queue_per_host) co_return false;
    hosts.waiting.push_back(&now);
    while (!now.has_place && !now.limit.expired() && !now.abandoned) {
        error_code ec;
        auto token = asio::redirect_error(asio::use_awaitable, ec);
        now.wake.expires_at(clock::time_point::max());
        co_await now.wake.async_wait(token);
    }
    // A place that came at the very end is of no use: the request would leave and nobody wait for its answer.
    const bool in_time = clock::now() + least_time < now.until;
    co_return now.has_place && !now.abandoned && in_time;
}

std::unique_ptr<stream> http_client::implementation::take_idle(pool& from) {
    const auto oldest = clock::now() - idle_limit;
    std::erase_if(from.idle, [&](const idle_line& one) { return one.since < oldest; });
    // The kernel is asked about no more of them than it takes to find one.
    while (!from.idle.empty()) {
        auto line = std::move(from.idle.back().line);
        from.idle.pop_back();
        if (!is_stale(*line)) return line;
    }
    return nullptr;
}

// The proxy that has to be spoken to in its own words: TLS goes through a tunnel, which the dialer opens.
const proxy* http_client::implementation::reader(const url& where) const {
    return where.scheme == "http" ? proxy_for(how.way.proxies, where) : nullptr;
}

asio::awaitable<std::string> http_client::implementation::open_line(call& now) {
    const proxy* const through = reader(now.where);
    way_out way = through == nullptr ? how.way : way_out{.allow_private_addresses = true};
    const url first = through == nullptr ? now.where : url{"http", through->host, through->port, "/"};
    if (now.where.scheme == "https" && !tls) tls = client_tls(how.extra_ca_file);
    dialer phone(loop.context().get_executor(), tls, std::move(way));
    struct mention {
        call& of;
        ~mention() { of.dialing = nullptr; }
    };
    now.dialing = &phone;
    const mention while_here{now};
    if (!now.limit.expired() && !now.abandoned)
        now.line = co_await phone.dial(first, clock::now() + how.connect_timeout);
    co_return phone.trouble().empty() ? "no time left to connect" : phone.trouble();
}

asio::awaitable<http_answer> http_client::implementation::read_answer(call& now, bool head_only, bool& reusable) {
    boost::beast::flat_buffer buffer;
    for (int interim = 0; interim <= interim_limit; ++interim) {
        response_parser parser;
        parser.header_limit(answer_header_limit);
        parser.body_limit(how.answer_limit_bytes);
        parser.skip(head_only);
        parser.eager(true);
        while (!parser.is_done()) {
            error_code ec;
            if (buffer.size() != 0) {
                const auto used = parser.put(buffer.cdata(), ec);
                buffer.consume(used);
            }
            // Extensions of chunks and trailers have no end of their own: they may be as long as a header.
            const bool endless = buffer.size() > answer_header_limit;
            if (endless || ec == http::error::body_limit || ec == http::error::header_limit) {
                auto answer = trouble(http_trouble::answer_too_large, "the answer is too large");
                if (parser.is_header_done()) answer.status = static_cast<int>(parser.get().result_int());
                co_return answer;
            }
            if (ec && ec != http::error::need_more)
                co_return trouble(http_trouble::no_answer, "malformed answer: " + ec.message());
            if (parser.is_done()) break;

            const auto room = buffer.prepare(read_size);
            const auto count = co_await now.line->read_some(room, ec);
            buffer.commit(count);
            if (now.abandoned) co_return trouble(http_trouble::no_answer, "given up, the program is stopping");
            if (now.limit.expired())
                co_return trouble(http_trouble::no_answer,
                                  "no whole answer within " + std::to_string(now.allowed_time.count()) + " ms");
            if (!ec) continue;
            if (ec != asio::error::eof || !parser.is_header_done() || !parser.need_eof())
                co_return trouble(http_trouble::no_answer, "reading: " + ec.message());
            ec = {};
            parser.put_eof(ec);
            if (ec) co_return trouble(http_trouble::no_answer, "reading: " + ec.message());
        }
        const auto status = parser.get().result_int();
        if (status / 100 == 1 && status != 101) continue;
        reusable = parser.keep_alive() && status != 101 && buffer.size() == 0;
        co_return take_answer(parser);
    }
    co_return trouble(http_trouble::no_answer, "malformed answer: too many interim ones");
}

http_client::http_client(event_loop& loop, http_client_settings how)
    : impl_(std::make_shared<implementation>(loop, std::move(how))) {}

http_client::~http_client() {
    for (call* const one : impl_->calls) {
        one->abandoned = true;
        // In the past: cut again and again until the coroutine has seen it.
        one->limit.arm(clock::time_point{});
        one->cut();
    }
    impl_->pools.clear();
}

void http_client::send(http_request request, std::function<void(http_answer)> finished) {
    auto where = parse_url(request.url);
    std::string_view refused = fault_in(request);
    if (!where)
        refused = "the address is not one";
    else if (!impl_->how.allowed || !impl_->how.allowed(where->scheme, where->host, where->port))
        refused = "the host is not on the list of allowed ones";
    if (!refused.empty()) {
        impl_->finish(std::move(finished), trouble(http_trouble::not_allowed, std::string(refused)));
        return;
    }
    auto job = implementation::run(impl_, std::move(*where), std::move(request), std::move(finished));
    asio::co_spawn(impl_->loop.context(), std::move(job), asio::detached);
}

} // namespace adapters::net
