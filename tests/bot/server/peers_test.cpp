#include "bot/server/peers.hpp"
#include "tests/bot/server/running_server.hpp"
#include "tests/support/raw_client.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <string_view>

using bot::server::peer_of;
using bot::server::peers;

TEST_CASE("a peer is an IPv4 address or an IPv6 network", "[server]") {
    auto [address, expected] = GENERATE(table<const char*, const char*>({
        {"192.0.2.1", "192.0.2.1"},
        {"::ffff:192.0.2.1", "192.0.2.1"},
        {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
        {"2001:db8:1:2::9", "2001:db8:1:2::/64"},
        {"fe80::1%eth0", "fe80::/64"},
        {"::1", "::/64"},
        {"", ""},
    }));
    CHECK(peer_of(address) == expected);
}

TEST_CASE("a peer holds so many connections and others are not concerned", "[server]") {
    peers all(2);
    CHECK(all.enter("a"));
    CHECK(all.enter("a"));
    CHECK_FALSE(all.enter("a"));
    CHECK(all.enter("b"));
    all.leave("a");
    CHECK(all.enter("a"));
    all.leave("a");
    all.leave("a");
    all.leave("b");
    CHECK(all.known() == 0);
}

TEST_CASE("without a limit nothing is counted", "[server]") {
    peers all(0);
    for (int i = 0; i < 1000; ++i)
        CHECK(all.enter("a"));
    all.leave("a");
    CHECK(all.known() == 0);
}

TEST_CASE("a connection too many is closed at once, and its peer is served again when one has ended", "[server]") {
    std::atomic<int> warnings{0};
    tests::server::running_server running(
        {.peer_limit = 2, .warn = [&](std::string_view) { ++warnings; }},
        [](bot::server::http_server& server) { server.route("GET", "/", tests::server::echo); });
    const auto served = [](auto& client) {
        client.send("GET / HTTP/1.1\r\nHost: here\r\n\r\n");
        return client.read_answer().status == 200;
    };
    auto first = tests::net::connect_to(running.port());
    auto second = tests::net::connect_to(running.port());
    CHECK(served(first));
    CHECK(served(second));
    CHECK(tests::net::connect_to(running.port()).ended());
    CHECK(tests::net::connect_to(running.port()).ended());
    CHECK(tests::net::connect_to(running.port()).ended());
    running.on_loop([] {});
    CHECK(warnings == 2); // told ever more rarely: the first and the second

    first.close();
    bool again = false;
    for (int i = 0; i < 100 && !again; ++i) { // its end has to be noticed first
        auto fresh = tests::net::connect_to(running.port());
        again = served(fresh);
    }
    CHECK(again);
}
