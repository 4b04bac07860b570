// The load generator: keep-alive connections over which signed posts go to one server on this machine. One thread, the
// caller's. What it sends is made and signed before the clock starts, so that a slow generator is not what is measured.
#pragma once

#include "tests/bench/webhook/made_up.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace tests::bench {

using std::chrono::microseconds;

struct load_result {
    double per_second = 0;
    std::vector<microseconds> latencies; // sorted
    std::size_t refused = 0;             // answers other than 200
    std::size_t broken = 0;              // connections that ended
    std::chrono::milliseconds own_cpu{}; // of the generator, while it measured

    [[nodiscard]] microseconds at(double share) const; // 0.5: the median; 0 when there is nothing
};

struct load_plan {
    std::uint16_t port = 0;
    std::size_t connections = 64;
    std::chrono::milliseconds warm_up{400}, measured{1500};
    std::size_t prepared = 20'000; // posts made beforehand; more are made as it goes
    // Set: that many posts a second whatever the server does, at random moments, each timed from the moment it was due.
    // Not set: each connection sends its next post when the last is answered.
    std::optional<double> rate = {};
};

// `before` and `after` run at the ends of what is measured.
load_result put_load(
    const load_plan& plan, mentions& source, const std::function<void()>& before = [] {},
    const std::function<void()>& after = [] {});

// How long after `since` a post is answered 200 for the first time; nullopt: not within half a minute.
std::optional<microseconds> first_answer(std::uint16_t port, mentions& source,
                                         std::chrono::steady_clock::time_point since);

// A port nobody listens on at the moment.
std::uint16_t free_port();

} // namespace tests::bench
