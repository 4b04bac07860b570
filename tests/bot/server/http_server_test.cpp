// The server as a peer sees it: raw bytes over a socket, good ones and bad ones.
#include "tests/bot/server/bad_requests.hpp"
#include "tests/bot/server/running_server.hpp"
#include "tests/support/raw_client.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

using bot::server::http_server;
using bot::server::responder;
using bot::server::response;
using tests::net::ask;
using tests::net::connect_to;
using tests::server::echo;
using tests::server::get;
using tests::server::running_server;
using namespace std::chrono_literals;

namespace {

void echo_routes(http_server& server) {
    server.route("GET", "/in", echo);
    server.route("POST", "/in", echo);
}

std::string post(const std::string& body, const std::string& headers = "") {
    return "POST /in HTTP/1.1\r\nHost: here\r\n" + headers + "Content-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

std::string chunk(const std::string& data) {
    char size[32];
    std::snprintf(size, sizeof size, "%zx\r\n", data.size());
    return size + data + "\r\n";
}

std::string many(const std::string& piece, int times) {
    std::string all;
    for (int i = 0; i < times; ++i)
        all += piece;
    return all;
}

const std::string chunked_head = "POST /in HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n";

} // namespace

TEST_CASE("a request is answered, with the headers every answer has", "[server]") {
    running_server running({}, echo_routes);
    const auto answer = ask(running.port(), "POST /in?a=b HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n\r\nhello");
    CHECK(answer.status == 200);
    CHECK(answer.body == "POST\n/in\na=b\nhello");
    CHECK(answer.headers.at("content-type") == "text/plain; charset=utf-8");
    CHECK(answer.headers.at("cache-control") == "no-store");
    CHECK(answer.headers.at("x-content-type-options") == "nosniff");
    CHECK(answer.headers.at("x-request-id").size() == 15);
    CHECK(answer.headers.count("connection") == 0);
}

TEST_CASE("the handler sees who asks and what with", "[server]") {
    std::promise<bot::server::request> seen;
    running_server running({}, [&](http_server& server) {
        server.route("GET", "/a b", [&](bot::server::request asked, responder reply) {
            const std::string id = asked.id;
            seen.set_value(std::move(asked));
            reply({.body = id});
        });
    });
    const auto answer = ask(running.port(), "GET /a%20b?x=%20 HTTP/1.1\r\nHost: here\r\nX-A: 1\r\nx-a: 2\r\n\r\n");
    const auto asked = seen.get_future().get();
    CHECK(asked.method == "GET");
    CHECK(asked.path == "/a b");
    CHECK(asked.query == "x=%20");
    CHECK(asked.remote == "127.0.0.1");
    CHECK(asked.header("x-a") == "1");
    CHECK(asked.count("x-a") == 2);
    CHECK(asked.count("x-b") == 0);
    CHECK(asked.header("x-b") == "");
    CHECK(answer.body == asked.id);
    CHECK(answer.headers.at("x-request-id") == asked.id);
}

TEST_CASE("what the gate refuses is answered, the connection closed, and nothing behind it served", "[server]") {
    std::atomic<int> served = 0;
    running_server running({}, [&](http_server& server) {
        for (const char* method : {"GET", "POST"})
            server.route(method, "/in", [&](bot::server::request, responder reply) {
                ++served;
                reply({});
            });
    });
    for (const auto& [what, status, raw] : tests::server::bad_requests()) {
        DYNAMIC_SECTION(what) {
            auto client = connect_to(running.port());
            client.send(raw);
            const auto answer = client.read_answer();
            CHECK(answer.status == status);
            CHECK(answer.headers.count("connection") == 1);
            CHECK(client.ended());
            CHECK(served == 0);
        }
    }
}

TEST_CASE("bodies up to the limit are read, larger ones are not", "[server]") {
    const std::string full(64 * 1024, 'x');
    const auto half = full.substr(full.size() / 2);
    auto [what, raw, status] = GENERATE_COPY(table<const char*, std::string, int>({
        {"exactly 64 KiB", post(full), 200},
        {"a byte more", post(full + "x"), 413},
        {"announced far too large", "POST /in HTTP/1.1\r\nHost: here\r\nContent-Length: 9999999999999\r\n\r\n", 413},
        {"exactly 64 KiB in one chunk", chunked_head + chunk(full) + "0\r\n\r\n", 200},
        {"exactly 64 KiB in two chunks", chunked_head + chunk(half) + chunk(half) + "0\r\n\r\n", 200},
        {"a byte more in a chunk", chunked_head + chunk(full + "x") + "0\r\n\r\n", 413},
        {"a byte more in a last chunk", chunked_head + chunk(full) + chunk("x") + "0\r\n\r\n", 413},
        {"a chunk that says it is enormous", chunked_head + "ffffffffffffffff\r\n", 413},
    }));
    INFO(what);
    running_server running({}, echo_routes);
    auto client = connect_to(running.port());
    client.send(raw);
    const auto answer = client.read_answer();
    CHECK(answer.status == status);
    if (status == 200) {
        CHECK(answer.body == "POST\n/in\n\n" + full);
        client.send(get);
        CHECK(client.read_answer().status == 200);
    } else {
        CHECK(client.ended());
    }
}

TEST_CASE("beyond what all bodies may take together one is refused, until there is room again", "[server]") {
    const bool in_chunks = GENERATE(false, true);
    INFO(in_chunks);
    std::promise<responder> held;
    std::atomic<int> served = 0;
    running_server running({.bodies_limit_bytes = 1000}, [&](http_server& server) {
        server.route("POST", "/in", [&](bot::server::request, responder reply) {
            if (++served == 1)
                held.set_value(std::move(reply));
            else
                reply({});
        });
    });
    const std::string body(600, 'x');
    const std::string raw = in_chunks ? chunked_head + chunk(body) + "0\r\n\r\n" : post(body);
    auto first = connect_to(running.port());
    first.send(raw);
    auto reply = held.get_future().get();

    auto second = connect_to(running.port());
    second.send(raw);
    CHECK(second.read_answer().status == 503);
    CHECK(second.ended());
    CHECK(served == 1);
    CHECK(ask(running.port(), post(std::string(400, 'x'))).status == 200); // there is room for this one

    reply({});
    CHECK(first.read_answer().status == 200);
    first.send(raw);
    CHECK(first.read_answer().status == 200);
}

TEST_CASE("a body in chunks that is not well-formed", "[server]") {
    auto [what, behind] = GENERATE(table<const char*, std::string>({
        {"size that is no number", "xyz\r\n"},
        {"size with a sign", "+5\r\nhello\r\n0\r\n\r\n"},
        {"size with 0x", "0x5\r\nhello\r\n0\r\n\r\n"},
        {"size beyond 64 bits", "10000000000000000\r\n"},
        {"no size", "\r\nhello\r\n"},
        {"no line end behind the data", "5\r\nhello0\r\n\r\n"},
        {"line end without CR behind the size", "5\nhello\r\n0\r\n\r\n" + std::string(9000, ' ')},
        {"an extension without end", "5;" + std::string(20000, 'x')},
        {"trailers without end", "0\r\n" + many("X: a\r\n", 5000)},
        {"a trailer without end", "0\r\nX: " + std::string(20000, 'x')},
    }));
    INFO(what);
    running_server running({}, echo_routes);
    auto client = connect_to(running.port());
    client.send(chunked_head + behind);
    CHECK(client.read_answer().status == 400);
    CHECK(client.ended());
}

TEST_CASE("extensions and trailers of chunks are skipped", "[server]") {
    running_server running({}, echo_routes);
    const auto answer = ask(running.port(), chunked_head + "5;a=b\r\nhello\r\n0\r\nHost: other\r\nX-A: b\r\n\r\n");
    CHECK(answer.status == 200);
    CHECK(answer.body == "POST\n/in\n\nhello");
}

TEST_CASE("a header up to the limit is read, a larger one is not", "[server]") {
    const auto of_size = [](std::size_t size) {
        const std::string start = "GET /in HTTP/1.1\r\nHost: here\r\nX-Fill: ";
        return start + std::string(size - start.size() - 4, 'x') + "\r\n\r\n";
    };
    bot::server::settings how;
    how.header_limit_bytes = 4096;
    running_server running(how, echo_routes);
    CHECK(ask(running.port(), of_size(4096)).status == 200);
    CHECK(ask(running.port(), of_size(4097)).status == 431);
    CHECK(ask(running.port(), of_size(50000)).status == 431);

    auto client = connect_to(running.port());
    client.send(std::string(4097, 'x')); // and no end in sight
    CHECK(client.read_answer().status == 431);
    CHECK(client.ended());
}

TEST_CASE("paths and methods", "[server]") {
    running_server running({}, [](http_server& server) {
        server.route("GET", "/both", echo);
        server.route("POST", "/both", echo);
        server.route("POST", "/post", echo);
        server.route("GET", "/get", echo);
    });
    auto [line, status, allow] = GENERATE(table<std::string, int, std::string>({
        {"GET /both", 200, ""},
        {"POST /both", 200, ""},
        {"GET /get", 200, ""},
        {"POST /get", 405, "GET, HEAD"},
        {"GET /post", 405, "POST"},
        {"HEAD /post", 405, "POST"},
        {"GET /nowhere", 404, ""},
        {"GET /get/", 404, ""},
        {"GET /GET", 404, ""},
        {"PUT /both", 405, "GET, HEAD, POST"},
    }));
    INFO(line);
    auto client = connect_to(running.port());
    client.send(line + " HTTP/1.1\r\nHost: here\r\n\r\n");
    auto answer = client.read_answer(line.starts_with("HEAD"));
    CHECK(answer.status == status);
    CHECK(answer.headers["allow"] == allow);
}

TEST_CASE("HEAD is GET without the body, and the connection goes on", "[server]") {
    running_server running({}, echo_routes);
    auto client = connect_to(running.port());
    client.send("HEAD /in HTTP/1.1\r\nHost: here\r\n\r\n" + get);
    const auto head = client.read_answer(true);
    CHECK(head.status == 200);
    CHECK(head.headers.at("content-length") == "10"); // "HEAD\n/in\n\n"
    CHECK(client.read_answer().body == "GET\n/in\n\n");
}

TEST_CASE("requests sent without waiting are answered in their order", "[server]") {
    // The first answer comes from another thread, the others at once.
    std::jthread other;
    running_server running({}, [&](http_server& server) {
        echo_routes(server);
        server.route("POST", "/later", [&](bot::server::request asked, responder reply) {
            other = std::jthread([asked = std::move(asked), reply = std::move(reply)]() mutable {
                reply({.body = "later " + asked.body});
            });
        });
    });
    auto client = connect_to(running.port());
    client.send("POST /later HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\n\r\none" + post("two") + chunked_head +
                chunk("three") + "0\r\n\r\n" + get);
    CHECK(client.read_answer().body == "later one");
    CHECK(client.read_answer().body == "POST\n/in\n\ntwo");
    CHECK(client.read_answer().body == "POST\n/in\n\nthree");
    CHECK(client.read_answer().body == "GET\n/in\n\n");
}

TEST_CASE("a request that comes byte by byte is still one", "[server]") {
    running_server running({}, echo_routes);
    auto client = connect_to(running.port());
    for (const char c : post("hello") + chunked_head + chunk("world") + "0\r\n\r\n")
        client.send({&c, 1});
    CHECK(client.read_answer().body == "POST\n/in\n\nhello");
    CHECK(client.read_answer().body == "POST\n/in\n\nworld");
}

TEST_CASE("a client that wants to close is let go", "[server]") {
    running_server running({}, echo_routes);
    auto [what, raw] = GENERATE(table<const char*, std::string>({
        {"HTTP/1.1 with Connection: close", "GET /in HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"},
        {"HTTP/1.0", "GET /in HTTP/1.0\r\n\r\n"},
    }));
    INFO(what);
    auto client = connect_to(running.port());
    client.send(raw + get);
    const auto answer = client.read_answer();
    CHECK(answer.status == 200);
    CHECK(answer.headers.at("connection") == "close");
    CHECK(client.ended());
}

TEST_CASE("a client that ends its side still gets its answer", "[server]") {
    running_server running({}, echo_routes);
    auto client = connect_to(running.port());
    client.send(get);
    client.end_sending();
    CHECK(client.read_answer().status == 200);
    CHECK(client.ended());
}

TEST_CASE("a client that asks before it sends a body is told to go on", "[server]") {
    running_server running({}, echo_routes);
    auto client = connect_to(running.port());
    const std::string head = "POST /in HTTP/1.1\r\nHost: here\r\nExpect: 100-continue\r\nContent-Length: ";

    client.send(head + "5\r\n\r\n");
    CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("hello");
    CHECK(client.read_answer().body == "POST\n/in\n\nhello");

    client.send(head + "5\r\n\r\nworld"); // did not wait: nothing to tell it
    CHECK(client.read_answer().body == "POST\n/in\n\nworld");

    client.send(head + "65537\r\n\r\n"); // too large: told before it sends
    CHECK(client.read_answer().status == 413);
}

TEST_CASE("whoever is too slow is let go", "[server]") {
    bot::server::settings how;
    how.header_timeout = 200ms;
    how.body_timeout = 200ms;
    running_server running(how, echo_routes);
    auto client = connect_to(running.port());

    SECTION("half a header") {
        client.send("GET /in HTTP/1.1\r\nHo");
        CHECK(client.read_answer().status == 408);
        CHECK(client.ended());
    }
    SECTION("a header a byte at a time: the time is for all of it") {
        int sent = 0;
        for (; sent < 100 && !client.readable_within(20ms); ++sent)
            client.send("x");
        CHECK(client.read_answer().status == 408);
        CHECK(client.ended());
        CHECK(sent < 100);
    }
    SECTION("half a body") {
        client.send("POST /in HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n\r\nhel");
        CHECK(client.read_answer().status == 408);
        CHECK(client.ended());
    }
    SECTION("half a body in chunks") {
        client.send(chunked_head + "5\r\nhel");
        CHECK(client.read_answer().status == 408);
        CHECK(client.ended());
    }
    SECTION("a body a byte at a time") {
        client.send("POST /in HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\n");
        for (int sent = 0; sent < 100 && !client.readable_within(20ms); ++sent)
            client.send("x");
        CHECK(client.read_answer().status == 408);
        CHECK(client.ended());
    }
    SECTION("nothing at all: then nothing is said either") {
        CHECK(client.read_to_the_end() == "");
    }
    SECTION("nothing more after an answer") {
        client.send(get);
        CHECK(client.read_answer().status == 200);
        CHECK(client.read_to_the_end() == "");
    }
    SECTION("half a header after an answer") {
        client.send(get + "GET /in HTTP/1.1\r\nHo");
        CHECK(client.read_answer().status == 200);
        CHECK(client.read_answer().status == 408);
        CHECK(client.ended());
    }
    SECTION("half a body after a request that came in one piece") {
        client.send(post("hello"));
        CHECK(client.read_answer().status == 200);
        client.send("POST /in HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n\r\nhel");
        CHECK(client.read_answer().status == 408);
        CHECK(client.ended());
    }
}

TEST_CASE("answers that do not fit between server and client wait until they are fetched", "[server]") {
    constexpr int requests = 20;
    const std::string large(1U << 20, 'x');
    running_server running({}, [&](http_server& server) {
        server.route("GET", "/in", [&](bot::server::request, responder reply) { reply({.body = large}); });
    });
    auto client = connect_to(running.port());
    client.send(many(get, requests));
    for (int i = 0; i < requests; ++i)
        REQUIRE(client.read_answer().body == large);
    client.send("GET /elsewhere HTTP/1.1\r\nHost: here\r\n\r\n");
    CHECK(client.read_answer().status == 404);
}

TEST_CASE("answers that come together each reach their own client", "[server]") {
    constexpr int clients = 20;
    std::vector<std::pair<std::string, responder>> waiting;
    std::promise<void> all;
    running_server running({}, [&](http_server& server) {
        server.route("POST", "/in", [&](bot::server::request asked, responder reply) {
            waiting.emplace_back(std::move(asked.body), std::move(reply));
            if (waiting.size() == clients) all.set_value();
        });
    });
    std::vector<tests::net::raw_socket> connected;
    for (int i = 0; i < clients; ++i) {
        connected.push_back(connect_to(running.port()));
        connected.back().send(post(std::to_string(i)));
    }
    all.get_future().wait();
    std::jthread([&] {
        for (auto& [body, reply] : waiting)
            reply({.body = "got " + body});
    }).join();
    for (int i = 0; i < clients; ++i)
        CHECK(connected[static_cast<std::size_t>(i)].read_answer().body == "got " + std::to_string(i));
}

TEST_CASE("a client that does not fetch its answer is let go", "[server]") {
    bot::server::settings how;
    how.body_timeout = 200ms;
    const std::size_t size = 64U << 20; // more than all buffers on the way
    running_server running(how, [&](http_server& server) {
        server.route("GET", "/in",
                     [&](bot::server::request, responder reply) { reply({.body = std::string(size, 'x')}); });
    });
    auto client = connect_to(running.port());
    client.send(get);
    REQUIRE(client.readable_within(5s));
    std::promise<void> finished;
    running.server().drain(10s, [&] { finished.set_value(); });
    REQUIRE(finished.get_future().wait_for(5s) == std::future_status::ready);
    CHECK(client.read_to_the_end().size() < size);
}

TEST_CASE("a handler that takes too long", "[server]") {
    bot::server::settings how;
    how.handler_timeout = 100ms;
    std::optional<responder> kept;
    running_server running(how, [&](http_server& server) {
        server.route("GET", "/in", [&](bot::server::request, responder reply) { kept.emplace(std::move(reply)); });
    });
    auto client = connect_to(running.port());
    client.send(get);
    CHECK(client.read_answer().status == 503);
    CHECK(client.ended());
    running.on_loop([&] { (*kept)({.body = "too late"}); });
}

TEST_CASE("a handler that fails to answer", "[server]") {
    std::atomic<int> warnings = 0;
    bot::server::settings how;
    how.warn = [&](std::string_view) { ++warnings; };
    running_server running(how, [](http_server& server) {
        server.route("GET", "/drop", [](bot::server::request, responder) {});
        server.route("GET", "/throw", [](bot::server::request, responder) { throw std::runtime_error("broken"); });
        server.route("GET", "/answer-and-throw", [](bot::server::request, responder reply) {
            reply({.body = "answered"});
            throw std::runtime_error("broken");
        });
        server.route("GET", "/twice", [](bot::server::request, responder reply) {
            reply({.body = "first"});
            reply({.body = "second"});
        });
        server.route("GET", "/later-dropped", [](bot::server::request, responder reply) {
            std::thread([reply = std::move(reply)] {}).detach();
        });
    });
    auto [path, status, body, warned] = GENERATE(table<std::string, int, std::string, int>({
        {"/drop", 500, "something went wrong here\n", 0},
        {"/later-dropped", 500, "something went wrong here\n", 0},
        {"/throw", 500, "something went wrong here\n", 1},
        {"/answer-and-throw", 200, "answered", 1},
        {"/twice", 200, "first", 0},
    }));
    INFO(path);
    auto client = connect_to(running.port());
    for (int i = 0; i < 2; ++i) {
        client.send("GET " + path + " HTTP/1.1\r\nHost: here\r\n\r\n");
        const auto answer = client.read_answer();
        CHECK(answer.status == status);
        CHECK(answer.body == body);
    }
    CHECK(warnings == 2 * warned);
}

TEST_CASE("a responder may outlive the server and its loop", "[server]") {
    std::optional<responder> used;
    std::optional<responder> dropped;
    {
        std::promise<void> asked;
        running_server running({}, [&](http_server& server) {
            server.route("GET", "/in", [&](bot::server::request, responder reply) {
                if (!used) {
                    used.emplace(std::move(reply));
                    return;
                }
                dropped.emplace(std::move(reply));
                asked.set_value();
            });
        });
        auto one = connect_to(running.port());
        one.send(get);
        auto two = connect_to(running.port());
        two.send(get);
        asked.get_future().wait();
    }
    (*used)({.body = "nobody listens"});
    dropped.reset();
    SUCCEED();
}

TEST_CASE("beyond the limit connections wait until one ends", "[server]") {
    std::atomic<int> served = 0;
    bot::server::settings how;
    how.connection_limit = 2;
    running_server running(how, [&](http_server& server) {
        server.route("GET", "/in", [&](bot::server::request, responder reply) {
            ++served;
            reply({});
        });
    });
    auto first = connect_to(running.port());
    auto second = connect_to(running.port());
    auto third = connect_to(running.port());
    for (auto* one : {&first, &second}) {
        one->send(get);
        CHECK(one->read_answer().status == 200);
    }
    third.send(get);
    for (auto* one : {&first, &second}) {
        one->send(get);
        CHECK(one->read_answer().status == 200);
    }
    CHECK(served == 4);
    first.close();
    CHECK(third.read_answer().status == 200);
}

TEST_CASE("where a server listens", "[server]") {
    SECTION("IPv6, written with or without brackets") {
        bot::server::settings how;
        how.address = GENERATE("::1", "[::1]", "::");
        running_server running(how, echo_routes);
        auto client = connect_to(running.port(), "::1");
        client.send(get);
        CHECK(client.read_answer().status == 200);
    }
    SECTION(":: is IPv4 as well") {
        bot::server::settings how;
        how.address = "::";
        running_server running(how, [](http_server& server) {
            server.route("GET", "/in",
                         [](bot::server::request asked, responder reply) { reply({.body = asked.remote}); });
        });
        CHECK(ask(running.port(), get).body == "127.0.0.1");
    }
    SECTION("a port in use") {
        running_server running({}, echo_routes);
        bot::server::settings how;
        how.port = running.port();
        adapters::net::event_loop loop;
        http_server second(loop, how);
        const std::string where = "127.0.0.1 port " + std::to_string(how.port);
        CHECK_THROWS_AS(second.start(), std::system_error);
        CHECK_THROWS_WITH(second.start(), Catch::Contains(where) && Catch::Contains("Address already in use"));
    }
    SECTION("an address that is none") {
        bot::server::settings how;
        how.address = "localhost:80";
        adapters::net::event_loop loop;
        http_server server(loop, how);
        CHECK_THROWS_WITH(server.start(), Catch::Contains("localhost:80"));
    }
}
