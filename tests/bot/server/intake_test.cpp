#include "bot/observe/log.hpp"
#include "bot/server/intake.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace bot::server;
using adapters::chat::authenticity;
using bot::conversation::outcome;
using Catch::Contains;

TEST_CASE("the platform is told what became of a message, and 200 only for what needs no further try", "[server]") {
    auto [what, expected] = GENERATE(table<outcome, int>({
        {outcome::taken, 200},
        {outcome::duplicate, 200},
        {outcome::not_ours, 200},
        {outcome::busy, 503},
        {outcome::broken, 500},
    }));
    INFO(to_string(what));
    int answered = 0;
    const intake in = [what = what](adapters::chat::happening, std::function<void(outcome)> finished) {
        finished(what);
    };
    take(in, {}, [&](const response& answer) { answered = answer.status; });
    CHECK(answered == expected);
}

TEST_CASE("nothing is acknowledged before the conversation has finished with it", "[server]") {
    std::function<void(outcome)> kept;
    int answered = 0;
    const intake in = [&](adapters::chat::happening, std::function<void(outcome)> finished) {
        kept = std::move(finished);
    };
    take(in, {}, [&](const response& answer) { answered = answer.status; });
    CHECK(answered == 0);
    kept(outcome::taken);
    CHECK(answered == 200);
}

TEST_CASE("a refused sender is told of once a minute, with what an admin may look for", "[server]") {
    auto [found, told] = GENERATE(table<authenticity, const char*>({
        {authenticity::stale, "signature stale: signed too long ago, or a clock is wrong (1 refused"},
        {authenticity::forged, "signature forged: by somebody else, or with another secret than the configured one"},
        {authenticity::malformed, "signature malformed (1 refused"},
    }));
    std::vector<std::string> lines;
    bot::observe::log::set_up({.write = [&lines](std::string_view line) { lines.emplace_back(line); }});
    sender_refusal refuse("dingtalk");
    int answered = 0;
    for (int i = 0; i < 3; ++i)
        refuse({}, responder([&answered](const response& answer) { answered = answer.status; }), found);
    bot::observe::log::set_up({});
    CHECK(answered == 401);
    REQUIRE(lines.size() == 1);
    CHECK_THAT(lines[0], Contains(told));
}
