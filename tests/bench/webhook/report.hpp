// What the benchmark found, as tables.
#pragma once

#include "tests/bench/webhook/load.hpp"
#include "tests/bench/webhook/spans.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace tests::bench {

// Of one server, a value a round.
struct scores {
    std::string name;
    std::string absent; // why there are none
    std::vector<double> per_second, p50_ms, p99_ms, first_ms, idle_mb, loaded_mb;
    std::vector<double> loop_us, writer_us, generator_us; // CPU a request
    std::vector<double> replies;                          // a second
    std::size_t refused = 0, broken = 0;
};

struct findings {
    scores nginx, bolt, qunda, one_by_one, intake_only, intake_one_by_one;
    std::optional<load_result> open_loop; // of qunda
    double open_rate = 0;
    spans steps;
};

[[nodiscard]] double milliseconds(microseconds time);
[[nodiscard]] std::string where_time_goes(const spans& steps);
[[nodiscard]] std::string compare(const std::vector<scores>& builds); // of the same server
[[nodiscard]] std::string report(const findings& all);

} // namespace tests::bench
