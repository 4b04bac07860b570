#include "bot/cli/start_up_memory.hpp"

#include <catch2/catch.hpp>

#include <fstream>

namespace {

// Pages of files that count as this program's.
long pages_of_files() {
    long all = 0, resident = 0, shared = 0;
    std::ifstream("/proc/self/statm") >> all >> resident >> shared;
    return shared;
}

} // namespace

TEST_CASE("pages that only the start needed are not ours any more, and the program goes on", "[cli]") {
    const auto before = pages_of_files();
    bot::cli::give_back_start_up_memory();
    CHECK(pages_of_files() < before);
}
