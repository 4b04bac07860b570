// The plan by itself: the clock is a number we move, and chance is always the same.
#include "adapters/net/link_plan.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace adapters::net;
using namespace std::chrono_literals;
using end_of = link_plan::end_of;

namespace {

struct world {
    explicit world(double chance = 0.5) : plan({}, [chance] { return chance; }) {}

    link_plan plan;
    link_plan::time_point now{};
    link_plan::line made = 0;

    link_plan::steps step() { return plan.next(now); }
    // Moves the clock to where the plan wants to look again, and says how far that was.
    std::chrono::milliseconds wait() {
        const auto todo = step();
        REQUIRE_FALSE(todo.ask);
        REQUIRE(todo.look_again.has_value());
        const auto far = *todo.look_again - now;
        now = *todo.look_again;
        return std::chrono::duration_cast<std::chrono::milliseconds>(far);
    }
    link_plan::line invite() {
        REQUIRE(step().ask);
        plan.invited(++made, now);
        return made;
    }
    link_plan::line connect() {
        const auto line = invite();
        plan.news(line, link_news::ready, now);
        REQUIRE(plan.connected());
        return line;
    }
    void refuse(setback why, std::optional<std::chrono::milliseconds> retry_after = {}) {
        REQUIRE(step().ask);
        plan.not_invited(why, retry_after, now);
    }
};

} // namespace

TEST_CASE("a start asks once, and nothing is asked while an attempt is under way", "[link]") {
    world here;
    CHECK_FALSE(here.step().ask);
    here.plan.start(here.now);
    REQUIRE(here.step().ask);
    CHECK_FALSE(here.step().ask); // asking
    here.plan.start(here.now);
    CHECK_FALSE(here.step().ask);
    here.plan.invited(1, here.now);
    CHECK_FALSE(here.step().ask); // opening
    here.plan.news(1, link_news::ready, here.now);
    const auto todo = here.step();
    CHECK_FALSE(todo.ask); // connected
    CHECK_FALSE(todo.look_again.has_value());
}

TEST_CASE("how long it waits after a failure", "[link]") {
    struct row {
        const char* what;
        setback why;
        std::optional<std::chrono::milliseconds> retry_after;
        int times;
        std::chrono::milliseconds expected; // after the last one, with chance in the middle
    };
    const row rows[] = {
        {"nobody there, once", setback::unreachable, {}, 1, 500ms},
        {"nobody there, twice", setback::unreachable, {}, 2, 1000ms},
        {"nobody there for a long time: still soon there again", setback::unreachable, {}, 40, 2000ms},
        {"errors, once", setback::troubled, {}, 1, 500ms},
        {"errors, often", setback::troubled, {}, 40, 15s},
        {"errors, with a time to come back", setback::troubled, 20s, 1, 20500ms},
        {"a time that is no time", setback::troubled, 0s, 1, 1500ms},
        {"a time far too long", setback::troubled, 24h, 1, 300500ms},
        {"credentials refused", setback::refused, {}, 1, 180s},
        {"credentials refused, again and again", setback::refused, {}, 40, 180s},
    };
    for (const row& one : rows) {
        INFO(one.what);
        world here;
        here.plan.start(here.now);
        std::chrono::milliseconds waited{};
        for (int i = 0; i < one.times; ++i) {
            here.refuse(one.why, one.retry_after);
            waited = here.wait();
        }
        CHECK(waited == one.expected);
        CHECK(here.step().ask); // no last try
    }
}

TEST_CASE("how soon it is back after a cut", "[link]") {
    auto [what, lasted, carried, most] =
        GENERATE(table<const char*, std::chrono::milliseconds, bool, std::chrono::milliseconds>({
            {"it was good for long", 1h, false, 250ms},
            {"it was short, but brought a message", 1ms, true, 250ms},
            {"it was short and brought nothing", 1ms, false, 1000ms},
        }));
    INFO(what);
    for (const double chance : {0.0, 0.5, 0.999}) {
        world here(chance);
        here.plan.start(here.now);
        const auto line = here.connect();
        if (carried) here.plan.carried(line);
        here.now += lasted;
        CHECK(here.plan.ended(line, setback::unreachable, here.now) == end_of::link);
        CHECK_FALSE(here.plan.connected());
        if (chance > 0)
            CHECK(here.wait() ==
                  std::chrono::milliseconds(static_cast<int>(chance * static_cast<double>(most.count()))));
        CHECK(here.step().ask);
    }
}

TEST_CASE("failures are forgotten once there is a connection", "[link]") {
    world here;
    here.plan.start(here.now);
    for (int i = 0; i < 9; ++i) {
        here.refuse(setback::unreachable);
        (void)here.wait();
    }
    const auto line = here.connect();
    here.plan.ended(line, setback::unreachable, here.now);
    (void)here.wait();
    here.refuse(setback::unreachable);
    CHECK(here.wait() == 500ms);
}

TEST_CASE("a connection that does not become ready is given up and counts as a failure", "[link]") {
    world here;
    here.plan.start(here.now);
    const auto line = here.invite();
    CHECK(here.wait() == 10s);
    CHECK(here.step().close == std::vector{line});
    CHECK(here.step().close.empty()); // once
    CHECK(here.plan.ended(line, setback::unreachable, here.now) == end_of::attempt);
    CHECK(here.wait() == 500ms);
}

TEST_CASE("renewed, the new connection comes first and the old one stays until it is closed", "[link]") {
    world here;
    here.plan.start(here.now);
    const auto old = here.connect();
    here.now += 1h;
    here.plan.news(old, link_news::renew, here.now);
    here.plan.news(old, link_news::renew, here.now); // said twice
    const auto fresh = here.invite();
    CHECK(here.step().close.empty());
    here.plan.news(fresh, link_news::ready, here.now);
    CHECK(here.plan.lines() == 2);
    CHECK_FALSE(here.step().ask);
    SECTION("the platform closes it") {
        CHECK(here.plan.ended(old, setback::unreachable, here.now + 10s) == end_of::neither);
    }
    SECTION("the platform forgets it") {
        CHECK(here.wait() == 20s);
        CHECK(here.step().close == std::vector{old});
        CHECK(here.plan.ended(old, setback::unreachable, here.now) == end_of::neither);
    }
    CHECK(here.plan.connected());
    CHECK_FALSE(here.step().ask);
    CHECK(here.plan.lines() == 1);
}

TEST_CASE("renewed again while the old one is there: it goes before a third is opened", "[link]") {
    world here;
    here.plan.start(here.now);
    const auto first = here.connect();
    here.plan.carried(first);
    here.plan.news(first, link_news::renew, here.now);
    const auto second = here.connect();
    here.plan.carried(second);
    here.plan.news(second, link_news::renew, here.now);
    const auto todo = here.step();
    CHECK_FALSE(todo.ask);
    CHECK(todo.close == std::vector{first});
    here.plan.ended(first, setback::unreachable, here.now);
    CHECK(here.step().ask);
}

TEST_CASE("what the platform says about its own state decides when to come back", "[link]") {
    auto [what, news, was_ready, expected] = GENERATE(table<const char*, link_news, bool, std::chrono::milliseconds>({
        {"too many connections", link_news::crowded, true, 45s},
        {"too many connections, said at once", link_news::crowded, false, 45s},
        {"switched off", link_news::switched_off, true, 180s},
        {"told to go before it began", link_news::renew, false, 500ms},
        {"told to go as soon as it began", link_news::renew, true, 500ms},
    }));
    INFO(what);
    world here;
    here.plan.start(here.now);
    const auto line = was_ready ? here.connect() : here.invite();
    here.plan.news(line, news, here.now);
    here.plan.ended(line, setback::unreachable, here.now);
    CHECK(here.wait() == expected);
    CHECK(here.step().ask);
}

TEST_CASE("after a stop nothing is asked for, whatever comes", "[link]") {
    world here;
    here.plan.start(here.now);
    const auto line = here.connect();
    here.plan.stop();
    here.plan.news(line, link_news::renew, here.now);
    CHECK(here.plan.ended(line, setback::unreachable, here.now) == end_of::neither);
    CHECK_FALSE(here.step().ask);
    CHECK_FALSE(here.plan.connected());
}

TEST_CASE("whatever happens, there are at most two connections and one attempt, and always a way on", "[link]") {
    std::mt19937 chance(7);
    const auto share = [&] { return std::uniform_real_distribution<double>(0, 1)(chance); };
    link_plan plan({}, share);
    link_plan::time_point now{};
    plan.start(now);
    std::vector<link_plan::line> open;
    link_plan::line made = 0;
    bool asking = false;
    int connected = 0;
    for (int round = 0; round < 200'000; ++round) {
        const auto todo = plan.next(now);
        if (todo.ask) {
            REQUIRE_FALSE(asking);
            asking = true;
        }
        for (const auto one : todo.close) {
            if (share() < 0.7) continue; // it takes its time
            std::erase(open, one);
            plan.ended(one, setback::unreachable, now);
        }
        // Nothing to do, nothing to wait for and no connection would be the end of it.
        if (!asking && open.empty()) REQUIRE((plan.next(now).look_again || plan.next(now).ask));
        REQUIRE(open.size() <= 2);
        const double dice = share();
        if (asking && dice < 0.5) {
            asking = false;
            if (dice < 0.3)
                plan.invited(open.emplace_back(++made), now);
            else
                plan.not_invited(dice < 0.4 ? setback::unreachable : setback::troubled, {}, now);
        } else if (!open.empty() && dice < 0.9) {
            const auto one = open[static_cast<std::size_t>(share() * static_cast<double>(open.size()))];
            if (dice < 0.6) {
                plan.news(one, link_news::ready, now);
            } else if (dice < 0.7) {
                plan.news(one, dice < 0.69 ? link_news::renew : link_news::crowded, now);
            } else if (dice < 0.8) {
                std::erase(open, one);
                plan.ended(one, setback::unreachable, now);
            }
        }
        connected += plan.connected() ? 1 : 0;
        now += std::chrono::milliseconds(static_cast<int>(share() * 2000));
    }
    CHECK(connected > 50'000);
}
