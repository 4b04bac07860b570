#include "bot/cli/certificate_watch.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using bot::cli::about_the_end;

TEST_CASE("the end of a certificate is told a fortnight before", "[cli]") {
    constexpr std::chrono::sys_seconds now = std::chrono::sys_days{std::chrono::year{2026} / 1 / 31} + 9h;
    CHECK(about_the_end(now + 14 * 24h + 1s, now).empty());
    CHECK(about_the_end(now + 14 * 24h, now) ==
          "the TLS certificate ends 2026-02-14T09:00:00Z; renew it and send SIGHUP");
    CHECK(about_the_end(now, now) == "the TLS certificate has ended, platforms do not accept it since "
                                     "2026-01-31T09:00:00Z; renew it and send SIGHUP");
}
