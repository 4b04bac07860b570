// The client against servers that misbehave: each a few lines over a raw socket.
#include "adapters/net/http_client.hpp"
#include "tests/adapters/net/http_answers.hpp"
#include "tests/support/raw_client.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using adapters::net::event_loop;
using adapters::net::http_answer;
using adapters::net::http_client;
using adapters::net::http_client_settings;
using adapters::net::http_request;
using adapters::net::http_trouble;
using tests::net::raw_server;
using tests::net::raw_socket;
using namespace std::chrono_literals;

namespace {

http_client_settings anywhere() {
    return {.allowed = [](std::string_view, std::string_view, unsigned short) { return true; }};
}

// A client and its loop. Requests are sent at once, answers waited for by running the loop here.
class caller {
  public:
    explicit caller(http_client_settings how = anywhere())
        : client_(std::make_unique<http_client>(loop_, std::move(how))) {}

    std::size_t send(http_request request) {
        const std::size_t index = answers_.size();
        answers_.emplace_back();
        client_->send(std::move(request), [this, index](http_answer answer) {
            answers_[index].push_back(std::move(answer));
            loop_.stop();
        });
        return index;
    }
    http_answer wait_for(std::size_t index) {
        // Called later, never out of send() itself.
        while (answers_[index].empty())
            loop_.run();
        CHECK(answers_[index].size() == 1);
        return answers_[index].front();
    }
    http_answer call(http_request request) { return wait_for(send(std::move(request))); }
    http_answer call(std::uint16_t port, std::string body = "hello") {
        return call({.url = "http://127.0.0.1:" + std::to_string(port) + "/in", .body = std::move(body)});
    }
    bool answered(std::size_t index) const { return !answers_[index].empty(); }
    event_loop& loop() { return loop_; }
    void destroy_client() { client_.reset(); }

  private:
    event_loop loop_;
    std::vector<std::vector<http_answer>> answers_;
    std::unique_ptr<http_client> client_;
};

// Reads one request with its body; its bytes.
std::string read_request(raw_socket& from) {
    auto all = from.read_until("\r\n\r\n");
    const auto found = all.find("Content-Length: ");
    if (found == std::string::npos) return all;
    const auto length = std::stoul(all.substr(found + 16));
    std::string body;
    while (body.size() < length) {
        const auto piece = from.read_some();
        if (piece.empty()) break;
        body += piece;
    }
    return all + body;
}

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

} // namespace

TEST_CASE("what the client sends", "[net]") {
    std::string seen;
    raw_server server([&](raw_socket& peer) {
        seen = read_request(peer);
        peer.send(ok);
    });
    caller us;
    const std::string at = "127.0.0.1:" + std::to_string(server.port());
    const auto answer = us.call({.url = "http://" + at + "/a/b?c=%20", .headers = {{"X-One", "1"}}, .body = "hello"});
    CHECK(answer.status == 200);
    CHECK(answer.body == "ok");
    CHECK(answer.header("content-length") == "2");
    CHECK(answer.header("absent") == "");
    CHECK(seen == "POST /a/b?c=%20 HTTP/1.1\r\nHost: " + at +
                      "\r\nUser-Agent: qunda\r\nX-One: 1\r\nContent-Length: 5\r\n\r\nhello");
}

TEST_CASE("one connection serves one request after the other", "[net]") {
    std::atomic<int> connections = 0;
    raw_server server([&](raw_socket& peer) {
        ++connections;
        while (!read_request(peer).empty())
            peer.send(ok);
    });
    caller us;
    for (int i = 0; i < 3; ++i)
        CHECK(us.call(server.port()).status == 200);
    CHECK(connections == 1);
    us.destroy_client(); // or the server would wait for a fourth
}

TEST_CASE("a connection the server closed meanwhile is noticed before anything is sent on it", "[net]") {
    std::atomic<int> connections = 0;
    std::vector<std::promise<void>> closed(2);
    raw_server server([&](raw_socket& peer) {
        read_request(peer);
        peer.send(ok);
        peer.close();
        closed[static_cast<std::size_t>(connections++)].set_value();
    });
    caller us;
    CHECK(us.call(server.port()).status == 200);
    closed[0].get_future().wait();
    CHECK(us.call(server.port()).status == 200);
    closed[1].get_future().wait(); // it is counted after it was answered
    CHECK(connections == 2);
}

TEST_CASE("a server that says it will close is not asked again on that connection", "[net]") {
    std::atomic<int> connections = 0;
    raw_server server([&](raw_socket& peer) {
        ++connections;
        read_request(peer);
        peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
        (void)peer.read_to_the_end(); // leaves the closing to the client
    });
    caller us;
    CHECK(us.call(server.port()).status == 200);
    CHECK(us.call(server.port()).status == 200);
    CHECK(connections == 2);
}

TEST_CASE("answers that are good in one form or another", "[net]") {
    auto [what, bytes, status, body] = GENERATE(table<const char*, std::string, int, std::string>({
        {"chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", 200, "abc"},
        {"ended by closing", "HTTP/1.1 200 OK\r\n\r\nabc", 200, "abc"},
        {"HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc", 200, "abc"},
        {"after 100 Continue", "HTTP/1.1 100 Continue\r\n\r\n" + ok, 200, "ok"},
        {"without content", "HTTP/1.1 204 No Content\r\n\r\n", 204, ""},
        {"empty", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, ""},
        {"a refusal", "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3\r\nContent-Length: 2\r\n\r\nno", 429, "no"},
        {"a redirect, not followed", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
         302, ""},
    }));
    INFO(what);
    raw_server server([&, bytes = bytes](raw_socket& peer) {
        read_request(peer);
        peer.send(bytes);
    });
    caller us;
    const auto answer = us.call(server.port());
    CHECK(answer.trouble == http_trouble::none);
    CHECK(answer.reason == "");
    CHECK(answer.status == status);
    CHECK(answer.body == body);
}

TEST_CASE("an answer to HEAD has a length and no body", "[net]") {
    raw_server server([](raw_socket& peer) {
        while (!read_request(peer).empty())
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
    });
    caller us;
    const auto answer = us.call({.method = "HEAD", .url = "http://127.0.0.1:" + std::to_string(server.port())});
    CHECK(answer.status == 200);
    CHECK(answer.header("content-length") == "5");
    us.destroy_client();
}

TEST_CASE("a request that left and got no whole answer", "[net]") {
    auto [what, bytes] = GENERATE(table<const char*, std::string>({
        {"nothing", ""},
        {"half a status line", "HTTP/1.1 20"},
        {"half a header", "HTTP/1.1 200 OK\r\nContent-Le"},
        {"half a body", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"},
        {"half a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"},
        {"no last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh\r\n"},
        {"not HTTP", "220 mail.example ESMTP\r\n\r\n"},
        {"two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"},
        {"only interim answers", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"},
    }));
    INFO(what);
    std::atomic<int> requests = 0;
    raw_server server([&, bytes = bytes](raw_socket& peer) {
        read_request(peer);
        ++requests;
        peer.send(bytes);
    });
    caller us;
    const auto answer = us.call(server.port());
    CHECK(answer.trouble == http_trouble::no_answer);
    CHECK(answer.reason != "");
    CHECK(requests == 1); // never sent twice
}

TEST_CASE("a request on a used connection that gets no answer is not repeated", "[net]") {
    std::atomic<int> requests = 0;
    raw_server server([&](raw_socket& peer) {
        read_request(peer);
        ++requests;
        peer.send(ok);
        read_request(peer);
        ++requests;
    });
    caller us;
    CHECK(us.call(server.port()).status == 200);
    CHECK(us.call(server.port()).trouble == http_trouble::no_answer);
    CHECK(requests == 2);
}

TEST_CASE("a request that never left", "[net]") {
    caller us;
    SECTION("nobody listens") {
        const auto answer = us.call(tests::net::free_port());
        CHECK(answer.trouble == http_trouble::not_sent);
        CHECK(answer.reason == "connecting to 127.0.0.1: Connection refused");
    }
    SECTION("the name stands for nobody") {
        const std::string name = std::string(64, 'a') + ".example"; // a label may have 63 letters
        const auto answer = us.call({.url = "http://" + name + "/"});
        CHECK(answer.trouble == http_trouble::not_sent);
        CHECK_THAT(answer.reason, Catch::StartsWith("looking up " + name + ": "));
    }
    SECTION("the other end does not speak TLS") {
        raw_server server([](raw_socket& peer) {
            (void)peer.read_some();
            peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
        });
        const auto answer = us.call({.url = "https://127.0.0.1:" + std::to_string(server.port())});
        CHECK(answer.trouble == http_trouble::not_sent);
        CHECK(answer.reason.starts_with("TLS with 127.0.0.1: "));
    }
}

TEST_CASE("a handshake that does not get on is given up", "[net]") {
    raw_server server([](raw_socket& peer) { (void)peer.read_to_the_end(); });
    auto how = anywhere();
    how.connect_timeout = 100ms;
    caller us(how);
    const auto answer = us.call({.url = "https://127.0.0.1:" + std::to_string(server.port())});
    CHECK(answer.trouble == http_trouble::not_sent);
    CHECK(answer.reason == "TLS with 127.0.0.1: took too long");
}

TEST_CASE("an answer that does not come is given up", "[net]") {
    auto [what, bytes] = GENERATE(table<const char*, std::string>({
        {"silence", ""},
        {"half an answer", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"},
    }));
    INFO(what);
    raw_server server([&, bytes = bytes](raw_socket& peer) {
        read_request(peer);
        peer.send(bytes);
        (void)peer.read_to_the_end();
    });
    auto how = anywhere();
    how.total_timeout = 100ms;
    caller us(how);
    const auto answer = us.call(server.port());
    CHECK(answer.trouble == http_trouble::no_answer);
    CHECK(answer.reason == "no whole answer within 100 ms");
}

TEST_CASE("an answer that is too large is not read to its end", "[net]") {
    auto [what, bytes, trouble] = GENERATE(table<const char*, std::string, http_trouble>({
        {"just right", "Content-Length: 10\r\n\r\n0123456789", http_trouble::none},
        {"announced", "Content-Length: 11\r\n\r\n", http_trouble::answer_too_large},
        {"in chunks", "Transfer-Encoding: chunked\r\n\r\n8\r\n01234567\r\n8\r\n", http_trouble::answer_too_large},
        {"until the end", "\r\n01234567890", http_trouble::answer_too_large},
        {"in the extension of a chunk", "Transfer-Encoding: chunked\r\n\r\n5;" + std::string(90000, 'x'),
         http_trouble::answer_too_large},
        {"in its header", "X: " + std::string(70000, 'x'), http_trouble::answer_too_large},
    }));
    INFO(what);
    raw_server server([&, bytes = bytes](raw_socket& peer) {
        read_request(peer);
        peer.send("HTTP/1.1 200 OK\r\n" + bytes);
        (void)peer.read_to_the_end();
    });
    auto how = anywhere();
    how.answer_limit_bytes = 10;
    caller us(how);
    CHECK(us.call(server.port()).trouble == trouble);
    us.destroy_client();
}

TEST_CASE("only what is allowed is called", "[net]") {
    std::vector<std::string> asked;
    auto how = anywhere();
    how.allowed = [&](std::string_view scheme, std::string_view host, unsigned short port) {
        asked.push_back(std::string(scheme) + " " + std::string(host) + " " + std::to_string(port));
        return false;
    };
    caller us(how);
    CHECK(us.call({.url = "https://Evil.Example/x"}).trouble == http_trouble::not_allowed);
    CHECK(us.call({.url = "http://[::1]:8080/"}).trouble == http_trouble::not_allowed);
    CHECK(us.call({.url = "http://me@oapi.dingtalk.com/"}).trouble == http_trouble::not_allowed);
    CHECK(asked == std::vector<std::string>{"https evil.example 443", "http ::1 8080"});

    caller nobody(http_client_settings{});
    CHECK(nobody.call({.url = "https://slack.com/"}).trouble == http_trouble::not_allowed);
}

TEST_CASE("a request that could become two is not allowed", "[net]") {
    auto [what, request] = GENERATE(table<const char*, http_request>({
        {"a line end in a value", {.url = "http://127.0.0.1:1/", .headers = {{"X", "a\r\nY: b"}}}},
        {"a line end in a name", {.url = "http://127.0.0.1:1/", .headers = {{"X: a\r\nY", "b"}}}},
        {"an empty name", {.url = "http://127.0.0.1:1/", .headers = {{"", "b"}}}},
        {"a second Host", {.url = "http://127.0.0.1:1/", .headers = {{"host", "b"}}}},
        {"a length of its own", {.url = "http://127.0.0.1:1/", .headers = {{"Content-Length", "0"}}}},
        {"a line end in the method", {.method = "GET /\r\n", .url = "http://127.0.0.1:1/"}},
        {"a line end in the address", {.url = "http://127.0.0.1:1/\r\nX: y"}},
    }));
    INFO(what);
    caller us;
    CHECK(us.call(request).trouble == http_trouble::not_allowed);
}

TEST_CASE("requests wait for one of the few connections to a host, and not too many of them", "[net]") {
    std::promise<void> go;
    auto gone = go.get_future().share();
    raw_server server([&](raw_socket& peer) {
        while (!read_request(peer).empty()) {
            gone.wait();
            peer.send(ok);
        }
    });
    auto how = anywhere();
    how.connections_per_host = 1;
    how.queue_per_host = 2;
    caller us(how);
    const http_request request{.url = "http://127.0.0.1:" + std::to_string(server.port())};
    std::vector<std::size_t> sent;
    for (int i = 0; i < 4; ++i)
        sent.push_back(us.send(request));
    const auto last = us.wait_for(sent[3]);
    CHECK(last.trouble == http_trouble::not_sent);
    CHECK_FALSE(us.answered(sent[0]));
    go.set_value();
    for (int i = 0; i < 3; ++i)
        CHECK(us.wait_for(sent[static_cast<std::size_t>(i)]).status == 200);
    us.destroy_client();
}

TEST_CASE("a request that waited too long for a connection never left", "[net]") {
    raw_server server([](raw_socket& peer) { (void)peer.read_to_the_end(); });
    auto how = anywhere();
    how.connections_per_host = 1;
    how.total_timeout = 1s; // a busy machine takes its time to connect
    caller us(how);
    const http_request request{.url = "http://127.0.0.1:" + std::to_string(server.port())};
    const auto first = us.send(request);
    const auto second = us.send(request);
    CHECK(us.wait_for(first).trouble == http_trouble::no_answer);
    CHECK(us.wait_for(second).trouble == http_trouble::not_sent);
}

TEST_CASE("destroying the client ends what is under way", "[net]") {
    std::promise<void> read;
    raw_server server([&](raw_socket& peer) {
        read_request(peer);
        read.set_value();
        (void)peer.read_to_the_end();
    });
    auto how = anywhere();
    how.connections_per_host = 1;
    caller us(how);
    const http_request request{.url = "http://127.0.0.1:" + std::to_string(server.port())};
    const auto under_way = us.send(request);
    const auto queued = us.send(request);
    std::jthread when_read([&, arrived = read.get_future()]() mutable {
        arrived.wait();
        us.loop().post([&] { us.destroy_client(); });
    });
    CHECK(us.wait_for(under_way).trouble == http_trouble::no_answer);
    CHECK(us.wait_for(queued).trouble == http_trouble::not_sent);
}

TEST_CASE("trusted certificates that cannot be read are reported at once", "[net]") {
    auto how = anywhere();
    how.extra_ca_file = "/nowhere/ca.pem";
    CHECK_THROWS_WITH(caller(how), Catch::Contains("/nowhere/ca.pem"));
}
