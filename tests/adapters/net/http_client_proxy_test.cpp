// The client behind a forward proxy: a few lines over a raw socket that see which bytes it is sent.
#include "adapters/net/http_client.hpp"
#include "tests/adapters/net/http_answers.hpp"
#include "tests/support/raw_client.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>

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

http_client_settings behind(std::uint16_t port, const std::string& authorization = {}) {
    const adapters::net::proxy one{.host = "127.0.0.1", .port = port, .authorization = authorization};
    http_client_settings how{.connect_timeout = 2000ms, .total_timeout = 4000ms};
    how.way.proxies = {.for_http = one, .for_https = one};
    how.allowed = [](std::string_view, std::string_view, unsigned short) { return true; };
    return how;
}

http_answer call(http_client_settings how, http_request request) {
    event_loop loop;
    http_client client(loop, std::move(how));
    std::optional<http_answer> got;
    client.send(std::move(request), [&](http_answer answer) {
        got = std::move(answer);
        loop.stop();
    });
    while (!got)
        loop.run();
    return *std::move(got);
}

// What the proxy's thread saw, for the test's to look at.
class noted {
  public:
    void note(std::string text) {
        const std::lock_guard lock(mutex_);
        text_ = std::move(text);
        noted_.notify_all();
    }
    std::string text() {
        std::unique_lock lock(mutex_);
        noted_.wait_for(lock, 4s, [this] { return text_.has_value(); });
        return text_.value_or("nothing");
    }

  private:
    std::mutex mutex_;
    std::condition_variable noted_;
    std::optional<std::string> text_;
};

} // namespace

TEST_CASE("plain HTTP is handed to the proxy with the whole address", "[net]") {
    noted seen;
    raw_server proxy([&](raw_socket& peer) {
        seen.note(peer.read_until("\r\n\r\nhello"));
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    });
    const auto answer =
        call(behind(proxy.port(), "Basic dXM6cHc="), {.url = "http://slack.example:8080/api/x?y", .body = "hello"});
    CHECK(answer.status == 200);
    CHECK(answer.body == "ok");
    CHECK(seen.text() ==
          "POST http://slack.example:8080/api/x?y HTTP/1.1\r\nHost: slack.example:8080\r\nUser-Agent: qunda\r\n"
          "Proxy-Authorization: Basic dXM6cHc=\r\nContent-Length: 5\r\n\r\nhello");
}

TEST_CASE("HTTPS goes through a tunnel that carries nothing but TLS", "[net]") {
    noted asked, through;
    raw_server proxy([&](raw_socket& peer) {
        asked.note(peer.read_until("\r\n\r\n"));
        peer.send("HTTP/1.1 200 Connection established\r\nVia: 1.1 fake\r\n\r\n");
        through.note(peer.read_some());
    });
    const auto answer = call(behind(proxy.port(), "Basic dXM6cHc="),
                             {.url = "https://slack.example/api", .headers = {{"Authorization", "Bearer xoxb-1"}}});
    CHECK(answer.trouble == http_trouble::not_sent); // the fake speaks no TLS
    CHECK_THAT(answer.reason, Catch::StartsWith("TLS with slack.example: "));
    CHECK(asked.text() == "CONNECT slack.example:443 HTTP/1.1\r\nHost: slack.example:443\r\n"
                          "Proxy-Authorization: Basic dXM6cHc=\r\n\r\n");
    CHECK_THAT(through.text(), Catch::StartsWith("\x16\x03") && Catch::Contains("slack.example"));
}

TEST_CASE("a proxy that opens no tunnel: nothing was sent, and the log may say why", "[net]") {
    auto [what, bytes, reason] = GENERATE(table<const char*, std::string, const char*>({
        {"wants credentials", "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", "HTTP 407"},
        {"forbids the host", "HTTP/1.0 403 Forbidden\r\n\r\n", "HTTP 403"},
        {"does not reach it", "HTTP/1.1 502 Bad Gateway\r\n\r\n", "HTTP 502"},
        {"hangs up", "", "End of file"},
        {"is no proxy", "SSH-2.0-OpenSSH_9.2\r\n\r\n", "no answer of a proxy"},
        {"talks before it is asked", "HTTP/1.1 200 OK\r\n\r\nHello!", "no answer of a proxy"},
        {"never stops talking", "HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'x'), "no answer of a proxy"},
    }));
    INFO(what);
    raw_server proxy([&, bytes = bytes](raw_socket& peer) {
        (void)peer.read_until("\r\n\r\n");
        peer.send(bytes);
    });
    const auto answer = call(behind(proxy.port(), "Basic aHVudGVyMg=="), {.url = "https://slack.example/api"});
    CHECK(answer.trouble == http_trouble::not_sent);
    CHECK(answer.reason == "the proxy 127.0.0.1 opens no way to slack.example:443: " + std::string(reason));
}

TEST_CASE("a proxy that says nothing is given up in time", "[net]") {
    raw_server proxy([](raw_socket& peer) { (void)peer.read_to_the_end(); });
    auto how = behind(proxy.port());
    how.connect_timeout = 100ms;
    const auto answer = call(how, {.url = "https://slack.example/api"});
    CHECK(answer.trouble == http_trouble::not_sent);
    CHECK(answer.reason == "the proxy 127.0.0.1 opens no way to slack.example:443: took too long");
}

TEST_CASE("407 to plain HTTP is the proxy's, not the platform's", "[net]") {
    raw_server proxy([](raw_socket& peer) {
        (void)peer.read_until("\r\n\r\n");
        peer.send("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
    });
    const auto answer = call(behind(proxy.port()), {.url = "http://slack.example/api"});
    CHECK(answer.trouble == http_trouble::not_sent);
    CHECK(answer.reason == "the proxy 127.0.0.1 wants other credentials");
}

TEST_CASE("this machine is reached without the proxy", "[net]") {
    raw_server platform([](raw_socket& peer) {
        (void)peer.read_until("\r\n\r\n");
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    const auto answer =
        call(behind(tests::net::free_port()), {.url = "http://127.0.0.1:" + std::to_string(platform.port()) + "/"});
    CHECK(answer.status == 200);
}

TEST_CASE("a caller cannot speak to the proxy", "[net]") {
    const auto answer = call(behind(tests::net::free_port()),
                             {.url = "http://slack.example/", .headers = {{"Proxy-Authorization", "Basic x"}}});
    CHECK(answer.trouble == http_trouble::not_allowed);
}

TEST_CASE("a name that leads to this machine is not called, unless that is allowed", "[net]") {
    std::atomic<int> connections = 0;
    raw_server inside([&](raw_socket& peer) {
        ++connections;
        (void)peer.read_until("\r\n\r\n");
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    // Short forms of 127.0.0.1, which the system's look-up understands: names as far as we are concerned.
    const std::string name = GENERATE("127.1", "2130706433", "0x7f000001");
    INFO(name);
    const http_request request{.url = "http://" + name + ":" + std::to_string(inside.port()) + "/"};
    http_client_settings how{.allowed = [](std::string_view, std::string_view, unsigned short) { return true; }};
    const auto refused = call(how, request);
    CHECK(refused.trouble == http_trouble::not_sent);
    CHECK(refused.reason == name + " leads to 127.0.0.1, this machine, which is refused");
    CHECK(connections == 0);

    how.way.allow_private_addresses = true;
    CHECK(call(how, request).status == 200);
}
