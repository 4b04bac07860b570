// Going away in good order, and going on when the system runs out of something.
#include "tests/bot/server/running_server.hpp"
#include "tests/support/raw_client.hpp"

#include <catch2/catch.hpp>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <future>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

using bot::server::http_server;
using bot::server::responder;
using tests::net::connect_to;
using tests::server::get;
using tests::server::running_server;
using namespace std::chrono_literals;

namespace {

// A server whose handler keeps what it is given until the test answers.
struct held_server {
    std::promise<void> asked;
    std::optional<responder> reply;
    std::atomic<int> finished = 0;
    std::promise<void> first_finished;
    running_server running{{}, [this](http_server& server) {
                               server.route("GET", "/in", [this](bot::server::request, responder given) {
                                   reply.emplace(std::move(given));
                                   asked.set_value();
                               });
                               server.route("GET", "/quick", [](bot::server::request, responder given) { given({}); });
                           }};

    void drain(std::chrono::milliseconds deadline) {
        running.server().drain(deadline, [this] {
            if (finished++ == 0) first_finished.set_value();
        });
    }
    bool is_finished() { return first_finished.get_future().wait_for(5s) == std::future_status::ready; }
    // Lets the loop do everything that is ready.
    void settle() {
        for (int i = 0; i < 3; ++i)
            running.on_loop([] {});
    }
};

// Every file descriptor this process may have, until it goes.
class all_descriptors {
  public:
    all_descriptors() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        rlimit small = before_;
        small.rlim_cur = 200;
        ::setrlimit(RLIMIT_NOFILE, &small);
        for (int one = ::dup(0); one >= 0; one = ::dup(0))
            held_.push_back(one);
    }
    ~all_descriptors() {
        for (const int one : held_)
            ::close(one);
        ::setrlimit(RLIMIT_NOFILE, &before_);
    }
    all_descriptors(const all_descriptors&) = delete;
    all_descriptors& operator=(const all_descriptors&) = delete;

    void give_one_back() {
        ::close(held_.back());
        held_.pop_back();
    }

  private:
    rlimit before_{};
    std::vector<int> held_;
};

} // namespace

TEST_CASE("draining with nobody there is done at once", "[server]") {
    held_server held;
    held.drain(10s);
    CHECK(held.is_finished());
    held.settle();
    CHECK(held.finished == 1);
    CHECK_THROWS_AS(connect_to(held.running.port()), std::system_error);
}

TEST_CASE("draining closes connections that wait for a request at once", "[server]") {
    held_server held;
    auto fresh = connect_to(held.running.port());
    auto used = connect_to(held.running.port());
    used.send("GET /quick HTTP/1.1\r\nHost: here\r\n\r\n");
    CHECK(used.read_answer().status == 200);
    held.drain(10s);
    CHECK(fresh.ended());
    CHECK(used.ended());
    CHECK(held.is_finished());
}

TEST_CASE("draining lets a request under way finish", "[server]") {
    held_server held;
    auto client = connect_to(held.running.port());
    client.send(get + get); // the second one has not begun
    held.asked.get_future().wait();
    held.drain(10s);
    held.settle();
    CHECK(held.finished == 0);
    (*held.reply)({.body = "done"});
    const auto answer = client.read_answer();
    CHECK(answer.body == "done");
    CHECK(answer.headers.at("connection") == "close");
    CHECK(client.ended());
    client.close();
    CHECK(held.is_finished());
}

TEST_CASE("draining lets a request that is still being sent finish", "[server]") {
    held_server held;
    auto client = connect_to(held.running.port());
    client.send("GET /quick HTTP/1.1\r\n");
    held.settle();
    held.settle();
    held.drain(10s);
    client.send("Host: here\r\n\r\n");
    // Whether the first bytes had arrived before the drain is the network's business; both ends are in order.
    const auto answer = client.read_answer();
    CHECK((answer.status == 200 || answer.status == 0));
    CHECK(client.ended());
    client.close();
    CHECK(held.is_finished());
}

TEST_CASE("draining closes what is still at work at the deadline", "[server]") {
    held_server held;
    auto client = connect_to(held.running.port());
    client.send(get);
    held.asked.get_future().wait();
    held.drain(100ms);
    CHECK(client.read_to_the_end() == "");
    CHECK(held.is_finished());
    (*held.reply)({.body = "too late"});
    held.settle();
    CHECK(held.finished == 1);
}

TEST_CASE("draining twice finishes both", "[server]") {
    held_server held;
    held.drain(10s);
    held.drain(10s);
    CHECK(held.is_finished());
    held.settle();
    CHECK(held.finished == 2);
}

TEST_CASE("a server that was never started drains", "[server]") {
    adapters::net::event_loop loop;
    http_server server(loop, {});
    bool finished = false;
    server.drain(1s, [&] {
        finished = true;
        loop.stop();
    });
    loop.run();
    CHECK(finished);
}

TEST_CASE("out of file descriptors, the server waits and goes on", "[server]") {
    std::atomic<int> warnings = 0;
    std::promise<void> warned_twice;
    bot::server::settings how;
    how.warn = [&](std::string_view) {
        if (++warnings == 2) warned_twice.set_value();
    };
    running_server running(how, [](http_server& server) {
        server.route("GET", "/in", [](bot::server::request, responder reply) { reply({}); });
    });

    auto hoard = std::make_optional<all_descriptors>();
    const auto start = std::chrono::steady_clock::now();
    hoard->give_one_back();
    auto client = connect_to(running.port());
    client.send(get);
    warned_twice.get_future().wait();
    const auto waited = std::chrono::steady_clock::now() - start;
    hoard.reset();          // before any assertion: the sanitizers that look at it need descriptors, too
    CHECK(waited >= 100ms); // it does not spin
    CHECK(client.read_answer().status == 200);
}
