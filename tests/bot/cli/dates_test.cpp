#include "bot/cli/dates.hpp"

#include <catch2/catch.hpp>

TEST_CASE("a moment is shown to people as their clocks show it, to programs in UTC", "[cli]") {
    using namespace std::chrono_literals;
    const auto half_past_eight = knowledge::timestamp(std::chrono::sys_days(2026y / 11 / 6) + 8h + 30min);
    CHECK(bot::cli::local_moment(half_past_eight, *date::locate_zone("Asia/Shanghai")) == "2026-11-06 16:30:00");
    CHECK(bot::cli::local_moment(half_past_eight, *date::locate_zone("America/New_York")) == "2026-11-06 03:30:00");
    CHECK(bot::cli::moment(half_past_eight) == "2026-11-06T08:30:00Z");
}
