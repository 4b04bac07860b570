#include "bot/cli/setup.hpp"
#include "bot/cli/time_zones.hpp"

#include <catch2/catch.hpp>

TEST_CASE("a time zone that the system does not know is found out at the start", "[cli]") {
    bot::config::settings settings;
    CHECK_NOTHROW(bot::cli::read_time_zones(settings));

    settings.communities.push_back({.name = "tea", .timezone = "Tea/Garden"});
    try {
        bot::cli::read_time_zones(settings);
        FAIL("nobody was told");
    } catch (const bot::cli::stop& why) {
        CHECK(why.code() == bot::cli::bad_config);
        CHECK_THAT(why.what(), Catch::StartsWith("timezone \"Tea/Garden\": expected an IANA time zone"));
    }
}
