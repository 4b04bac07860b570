#include "bot/server/intake.hpp"

#include <catch2/catch.hpp>

using namespace bot::server;
using bot::conversation::outcome;

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
