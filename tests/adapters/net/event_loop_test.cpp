#include "adapters/net/event_loop.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>
#include <thread>
#include <vector>

using adapters::net::event_loop;
using namespace std::chrono_literals;

TEST_CASE("posted jobs run in order, on the thread that runs the loop", "[net]") {
    event_loop loop;
    std::vector<int> seen;
    std::thread::id where;
    std::jthread poster([&] {
        for (int i = 0; i < 3; ++i)
            loop.post([&seen, i] { seen.push_back(i); });
        loop.post([&] { where = std::this_thread::get_id(); });
        loop.post([&] { loop.stop(); });
    });
    loop.run();
    CHECK(seen == std::vector<int>{0, 1, 2});
    CHECK(where == std::this_thread::get_id());
}

TEST_CASE("a stop that comes before run() counts, and the loop runs again after it", "[net]") {
    event_loop loop;
    int runs = 0;
    loop.post([&] { ++runs; });
    loop.stop();
    loop.run();
    CHECK(runs == 0);
    loop.post([&] { loop.stop(); });
    loop.run();
    CHECK(runs == 1);
}

TEST_CASE("an exception out of a job passes through run()", "[net]") {
    event_loop loop;
    loop.post([] { throw std::runtime_error("broken"); });
    CHECK_THROWS_WITH(loop.run(), "broken");
}

TEST_CASE("timers run in the order of their times, unless given up", "[net]") {
    event_loop loop;
    std::vector<int> seen;
    const auto third = loop.after(30ms, [&] {
        seen.push_back(3);
        loop.stop();
    });
    const auto first = loop.after(1ms, [&] { seen.push_back(1); });
    auto given_up = loop.after(2ms, [&] { seen.push_back(2); });
    given_up.reset();
    loop.run();
    CHECK(seen == std::vector<int>{1, 3});
}

TEST_CASE("a timer given up when it is already due stays silent", "[net]") {
    event_loop loop;
    bool ran = false;
    auto other = loop.after(0ms, [&] { ran = true; });
    std::unique_ptr<event_loop::timer> end;
    loop.post([&] {
        other.reset();
        end = loop.after(5ms, [&] { loop.stop(); });
    });
    loop.run();
    CHECK_FALSE(ran);
}

TEST_CASE("a timer may give itself up while it runs", "[net]") {
    event_loop loop;
    std::unique_ptr<event_loop::timer> self;
    self = loop.after(0ms, [&] {
        self.reset();
        loop.stop();
    });
    loop.run();
    CHECK_FALSE(self);
}
