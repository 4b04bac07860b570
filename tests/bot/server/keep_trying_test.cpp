#include "bot/server/keep_trying.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <vector>

using namespace bot::server;
using bot::conversation::outcome;
namespace chat = adapters::chat;

namespace {

// A conversation that is busy a number of times before it takes something.
struct busy_house {
    adapters::net::event_loop loop;
    int busy = 0;
    outcome then = outcome::taken;
    std::vector<std::string> asked; // by message id, each time
    std::vector<outcome> told;      // the platform
    intake in;

    explicit busy_house(persistence how = {.first = std::chrono::milliseconds(1), .tries = 5}) {
        in = keep_trying(
            loop,
            [this](const chat::happening& what, const std::function<void(outcome)>& finished) {
                asked.push_back(std::get<chat::incoming>(what).message_id);
                finished(busy-- > 0 ? outcome::busy : then);
            },
            how);
    }

    void say(std::string message_id) {
        chat::incoming said;
        said.message_id = std::move(message_id);
        in(said, [this](outcome what) { told.push_back(what); });
    }

    // Until nothing more is tried for a while: waits are a few milliseconds each.
    void run() {
        std::unique_ptr<adapters::net::event_loop::timer> timer;
        std::size_t seen = 0;
        std::function<void()> check = [&] {
            if (asked.size() == seen) return loop.stop();
            seen = asked.size();
            timer = loop.after(std::chrono::milliseconds(100), check);
        };
        loop.post(check);
        loop.run();
    }
};

} // namespace

TEST_CASE("what the database was too busy for is tried again until it is stored", "[server]") {
    busy_house house;
    house.busy = 2;
    house.say("m1");
    CHECK(house.told == std::vector{outcome::busy}); // at once, and never twice
    house.run();
    CHECK(house.asked == std::vector<std::string>{"m1", "m1", "m1"});
    CHECK(house.told == std::vector{outcome::busy});
}

TEST_CASE("what was taken, or never can be, is not tried again", "[server]") {
    const auto became = GENERATE(outcome::taken, outcome::duplicate, outcome::not_ours, outcome::broken);
    busy_house house;
    house.then = became;
    house.say("m1");
    house.run();
    CHECK(house.asked.size() == 1);
    CHECK(house.told == std::vector{became});
}

TEST_CASE("what cannot be stored for long is given up", "[server]") {
    busy_house house;
    house.busy = 1000;
    house.say("m1");
    house.run();
    CHECK(house.asked.size() == 5);
}

TEST_CASE("only so many messages wait", "[server]") {
    busy_house house({.first = std::chrono::milliseconds(1), .most_waiting = 1});
    house.busy = 2;
    house.say("m1");
    house.say("m2"); // told that we are busy, and left to the platform
    house.run();
    CHECK(house.asked == std::vector<std::string>{"m1", "m2", "m1"});
}

TEST_CASE("nothing is tried any more once the way in is gone", "[server]") {
    busy_house house;
    house.busy = 1000;
    house.say("m1");
    house.in = nullptr;
    house.run();
    CHECK(house.asked.size() == 1);
}
