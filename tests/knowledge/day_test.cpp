#include "knowledge/day.hpp"

#include <catch2/catch.hpp>

using knowledge::day_from;

TEST_CASE("only days that exist are days", "[rules]") {
    const auto leap = day_from("2028-02-29");
    REQUIRE(leap);
    CHECK(knowledge::to_string(*leap) == "2028-02-29");
    CHECK(std::chrono::sys_days(*leap) + std::chrono::days(1) == std::chrono::sys_days(*day_from("2028-03-01")));
    for (const auto* wrong : {"2027-02-29", "2027-2-9", "2027-13-01", "20270101", "2027-01-01 ", "", "2027-01-0x",
                              "-027-01-01", "2027-01-00"})
        CHECK_FALSE(day_from(wrong));
}
