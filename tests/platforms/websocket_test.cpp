// Our WebSocket client against Beast's server, and against what a broken server does.
#include "adapters/net/websocket.hpp"
#include "adapters/net/websocket_upgrade.hpp"
#include "tests/bot/server/certificates.hpp"
#include "tests/bot/server/running_server.hpp"
#include "tests/platforms/websocket_server.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <mutex>

using namespace adapters::net;
using namespace std::chrono_literals;
using kind = websocket_end::kind;
using tests::net::raw_server;
using tests::net::raw_socket;
using tests::platforms::websocket_server;

namespace Catch {
template <>
struct StringMaker<kind> {
    static std::string convert(kind what) {
        static const char* const names[] = {"not_allowed", "unreachable", "refused", "lost", "closed"};
        return names[static_cast<int>(what)];
    }
};
} // namespace Catch

namespace {

// A server that keeps what it is told.
struct listening_server {
    std::mutex mutex;
    std::vector<std::string> heard;
    websocket_server server{{.admit = [](std::string_view target) { return target != "/forbidden"; },
                             .received =
                                 [this](int, std::string text) {
                                     const std::lock_guard held(mutex);
                                     heard.push_back(std::move(text));
                                 }}};

    std::string address(const std::string& target = "/") const {
        return "ws://127.0.0.1:" + std::to_string(server.port()) + target;
    }
    std::size_t count() {
        const std::lock_guard held(mutex);
        return heard.size();
    }
};

// One connection of ours and its loop, which runs while we wait.
struct caller {
    explicit caller(
        const std::string& address, websocket_settings how = {},
        std::function<bool(const url&)> allowed = [](const url&) { return true; })
        : client(loop, how) {
        websocket_handlers handlers;
        handlers.opened = [this] { opened = true; };
        handlers.received = [this](std::string_view text) {
            received.emplace_back(text);
            if (text == "drop it") line.reset();
        };
        handlers.ended = [this](websocket_end how_it_ended) {
            REQUIRE_FALSE(end.has_value());
            end = std::move(how_it_ended);
        };
        line = client.open(address, allowed, std::move(handlers));
    }
    ~caller() {
        line.reset();
        run(20ms); // what it was doing finds that out
    }

    void run(std::chrono::milliseconds time) {
        const auto enough = loop.after(time, [this] { loop.stop(); });
        loop.run();
    }
    template <class Holds>
    bool wait_for(const Holds& holds) {
        const auto until = std::chrono::steady_clock::now() + 10s;
        while (!holds() && std::chrono::steady_clock::now() < until)
            run(5ms);
        return holds();
    }
    kind ended() {
        REQUIRE(wait_for([&] { return end.has_value(); }));
        INFO(end->reason);
        return end->what;
    }

    event_loop loop;
    websocket_client client;
    std::unique_ptr<websocket> line;
    bool opened = false;
    std::vector<std::string> received;
    std::optional<websocket_end> end;
};

} // namespace

TEST_CASE("texts go both ways, whole and in order", "[websocket]") {
    listening_server there;
    caller here(there.address("/link?ticket=1"));
    REQUIRE(here.wait_for([&] { return here.opened; }));
    const std::string large(300'000, 'x');
    for (int i = 0; i < 100; ++i)
        here.line->send(std::to_string(i));
    here.line->send(large);
    REQUIRE(here.wait_for([&] { return there.count() == 101; }));
    CHECK(there.heard[99] == "99");
    CHECK(there.heard[100] == large);

    const auto peer = there.server.newest();
    there.server.send(peer, "hello");
    there.server.send_in_pieces(peer, "in three pieces");
    there.server.send_binary(peer, "not for us");
    there.server.send(peer, large);
    there.server.send(peer, "群");
    REQUIRE(here.wait_for([&] { return here.received.size() == 4; }));
    CHECK(here.received == std::vector<std::string>{"hello", "in three pieces", large, "群"});
}

TEST_CASE("how a connection that is not to be ends", "[websocket]") {
    listening_server there;
    const struct {
        const char* what;
        std::string address;
        kind expected;
    } rows[] = {
        {"nobody listens", "ws://127.0.0.1:" + std::to_string(tests::net::free_port()), kind::unreachable},
        {"not admitted", there.address("/forbidden"), kind::refused},
        {"no WebSocket address", "http://127.0.0.1/", kind::not_allowed},
        {"plain, and not this machine", "ws://192.0.2.1/", kind::not_allowed},
    };
    for (const auto& one : rows) {
        INFO(one.what);
        caller here(one.address);
        CHECK(here.ended() == one.expected);
        CHECK_FALSE(here.opened);
    }
}

TEST_CASE("wss checks who is there before anything is asked for", "[websocket]") {
    const tests::temporary_folder folder;
    const auto files = [&](const std::string& name, const tests::server::certificate& made) {
        return bot::server::tls_files{folder.write(name + ".pem", made.pem), folder.write(name + ".key", made.key_pem)};
    };
    const auto ours = files("ours", tests::server::make_certificate("IP:127.0.0.1"));
    const auto another = files("another", tests::server::make_certificate("DNS:wss-primary.slack.com"));
    const struct {
        const char* what;
        const bot::server::tls_files& shown;
        const bot::server::tls_files& trusted;
        kind expected;
    } rows[] = {
        {"trusted: asked, and answered that there is nothing", ours, ours, kind::refused},
        {"not trusted", ours, another, kind::unreachable},
        {"trusted, but for another name", another, another, kind::unreachable},
    };
    for (const auto& one : rows) {
        INFO(one.what);
        const tests::server::running_server there({.tls = one.shown}, [](bot::server::http_server&) {});
        caller here("wss://127.0.0.1:" + std::to_string(there.port()), {.extra_ca_file = one.trusted.certificate});
        CHECK(here.ended() == one.expected);
        CHECK(here.end->status == (one.expected == kind::refused ? 404 : 0));
    }
}

TEST_CASE("a host that is not allowed is not even looked up", "[websocket]") {
    listening_server there;
    caller here(there.address(), {}, [](const url& where) { return where.host == "wss-primary.slack.com"; });
    CHECK(here.ended() == kind::not_allowed);
    CHECK(there.server.seen().opened == 0);
}

TEST_CASE("what a server may do to a connection", "[websocket]") {
    listening_server there;
    caller here(there.address(), {.ping_every = 300ms, .message_limit_bytes = 1000});
    REQUIRE(here.wait_for([&] { return here.opened; }));
    auto& server = there.server;
    const auto peer = server.newest(1s);
    SECTION("it cuts it") {
        server.cut(peer);
        CHECK(here.ended() == kind::lost);
    }
    SECTION("it closes it in good order") {
        server.close(peer);
        CHECK(here.ended() == kind::closed);
        CHECK(here.end->reason == "closed by the peer");
    }
    SECTION("it goes silent: noticed by the missing pong") {
        here.run(700ms);
        CHECK_FALSE(here.end.has_value()); // it answers pings
        server.freeze(peer);
        CHECK(here.ended() == kind::lost);
        CHECK(here.end->reason == "no pong within 300 ms");
        CHECK(server.wait_for([&] { return server.seen().live == 0; }, 5s));
    }
    SECTION("it sends what is no frame") {
        server.send_raw(peer, "\x83\x01x");
        CHECK(here.ended() == kind::lost);
        CHECK(here.end->reason == "a frame is of no kind that is known");
    }
    SECTION("it sends too much") {
        server.send(peer, std::string(1001, 'x'));
        CHECK(here.ended() == kind::lost);
        CHECK(here.end->reason == "a message is too large");
        CHECK(here.received.empty());
    }
}

TEST_CASE("our close takes what is queued along, and does not wait for the end of TCP", "[websocket]") {
    listening_server there;
    caller here(there.address());
    REQUIRE(here.wait_for([&] { return here.opened; }));
    here.line->send("last words");
    here.line->close();
    here.line->send("too late");
    CHECK(here.ended() == kind::closed);
    CHECK(here.end->reason == "closed by us");
    CHECK(there.server.wait_for([&] { return there.server.seen().live == 0; }, 5s));
    CHECK(there.heard == std::vector<std::string>{"last words"});
}

TEST_CASE("a peer that does not say goodbye is left", "[websocket]") {
    listening_server there;
    caller here(there.address(), {.close_timeout = 50ms});
    REQUIRE(here.wait_for([&] { return here.opened; }));
    there.server.freeze(there.server.newest(1s));
    here.run(50ms);
    here.line->close();
    CHECK(here.ended() == kind::closed);
    CHECK(there.server.wait_for([&] { return there.server.seen().live == 0; }, 5s));
}

TEST_CASE("nothing follows a close frame, not even a ping", "[websocket]") {
    std::string heard; // read once the server's thread is through
    {
        raw_server silent([&heard](raw_socket& peer) {
            const std::string head = peer.read_until("\r\n\r\n");
            const std::string_view name = "Sec-WebSocket-Key: ";
            const auto key = head.find(name) + name.size();
            peer.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                      "Sec-WebSocket-Accept: " +
                      accept_value(head.substr(key, head.find('\r', key) - key)) + "\r\n\r\n");
            heard = peer.read_to_the_end();
        });
        caller here("ws://127.0.0.1:" + std::to_string(silent.port()), {.ping_every = 20ms, .close_timeout = 200ms});
        REQUIRE(here.wait_for([&] { return here.opened; }));
        here.line->close();
        CHECK(here.ended() == kind::closed);
    }
    constexpr std::size_t close_frame_bytes = 8; // two of the head, the mask, two of the code
    REQUIRE(heard.size() >= close_frame_bytes);
    CHECK(heard[heard.size() - close_frame_bytes] == '\x88');
}

TEST_CASE("a close while it is still connecting ends the attempt", "[websocket]") {
    raw_server silent([](raw_socket& peer) { (void)peer.read_to_the_end(); });
    caller here("ws://127.0.0.1:" + std::to_string(silent.port()));
    here.run(50ms);
    here.line->close();
    CHECK(here.ended() == kind::closed);
}

TEST_CASE("an upgrade that is never answered is given up", "[websocket]") {
    raw_server silent([](raw_socket& peer) { (void)peer.read_to_the_end(); });
    caller here("ws://127.0.0.1:" + std::to_string(silent.port()), {.upgrade_timeout = 50ms});
    CHECK(here.ended() == kind::unreachable);
    CHECK(here.end->reason == "no answer to the upgrade");
}

TEST_CASE("dropped, a connection is gone and says nothing any more", "[websocket]") {
    listening_server there;
    {
        caller here(there.address());
        REQUIRE(here.wait_for([&] { return here.opened; }));
        here.line.reset();
        CHECK(there.server.wait_for([&] { return there.server.seen().live == 0; }, 5s));
        CHECK_FALSE(here.end.has_value());
    }
    { const caller never_ran(there.address()); }
}

TEST_CASE("a connection may be dropped by the handler it calls", "[websocket]") {
    listening_server there;
    caller here(there.address());
    REQUIRE(here.wait_for([&] { return here.opened; }));
    there.server.send(there.server.newest(1s), "drop it");
    there.server.send(there.server.newest(1s), "unheard");
    CHECK(there.server.wait_for(
        [&] {
            here.run(5ms);
            return there.server.seen().live == 0;
        },
        5s));
    CHECK(here.received == std::vector<std::string>{"drop it"});
    CHECK_FALSE(here.end.has_value());
}
