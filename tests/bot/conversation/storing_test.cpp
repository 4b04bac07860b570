#include "bot/conversation/storing.hpp"
#include "bot/observe/log.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace std::chrono_literals;
using bot::conversation::storing;
using Catch::Contains;

namespace {

const storing::moment start{1h};

} // namespace

TEST_CASE("that nothing can be stored is told until it can, or for half a minute", "[conversation]") {
    storing it;
    CHECK(it.trouble(start).empty());
    it.failed("slack", "no room in /var/lib/x", "disk full", start);
    CHECK(it.trouble(start + 29s) == "disk full");
    CHECK(it.trouble(start + 30s).empty()); // somebody has to try again

    it.failed("slack", "no room in /var/lib/x", "disk full", start + 60s);
    it.worked();
    CHECK(it.trouble(start + 60s).empty());
}

TEST_CASE("what fails alone says nothing about the others", "[conversation]") {
    storing it;
    it.failed("slack", "no such column", "", start);
    CHECK(it.trouble(start).empty());
}

TEST_CASE("trouble that goes on is told ever more rarely, and its end once", "[conversation]") {
    std::vector<std::string> lines;
    bot::observe::log::set_up({.write = [&lines](std::string_view line) { lines.emplace_back(line); }});
    storing it;
    for (int i = 0; i < 100; ++i)
        it.failed("slack", "no room in /var/lib/x", "disk full", start);
    CHECK(lines.size() == 7); // 1, 2, 4, 8, 16, 32, 64
    CHECK_THAT(lines.front(), Contains("error a message of slack was not stored: no room in /var/lib/x"));
    CHECK_THAT(
        lines.back(),
        Contains("error 64 tries in a row to store a message failed; the last, of slack: no room in /var/lib/x"));
    it.worked();
    it.worked();
    REQUIRE(lines.size() == 8);
    CHECK_THAT(lines.back(), Contains("info messages are stored again, after 100 tries that failed"));
    bot::observe::log::set_up({});
}
