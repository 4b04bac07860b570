#include "bot/delivery/pace.hpp"

#include <catch2/catch.hpp>

using namespace bot::delivery;
using knowledge::timestamp;
using std::chrono::milliseconds;

namespace {

// How many messages leave in the first minute when one always waits as long as it must.
int sent_in_a_minute(pace_limit limit) {
    pace one(limit);
    int count = 0;
    for (timestamp now{}; now < timestamp(std::chrono::minutes(1)); ++count) {
        one.sent("lane", now);
        now = std::max(now, one.ready_at("lane", now));
    }
    return count;
}

} // namespace

TEST_CASE("a lane may burst, then goes at its pace", "[delivery]") {
    pace one({.burst = 2, .every = milliseconds(1000)});
    const timestamp start{milliseconds(5000)};
    CHECK(one.ready_at("a", start) <= start);
    one.sent("a", start);
    CHECK(one.ready_at("a", start) <= start);
    one.sent("a", start);
    CHECK(one.ready_at("a", start) == start + milliseconds(1000));
    CHECK(one.ready_at("b", start) <= start); // lanes do not slow each other down
    one.sent("a", start + milliseconds(1000));
    CHECK(one.ready_at("a", start + milliseconds(1000)) == start + milliseconds(2000));
}

TEST_CASE("DingTalk's limit of 20 a minute is never met", "[delivery]") {
    CHECK(sent_in_a_minute(dingtalk_pace) <= 20);
    CHECK(sent_in_a_minute(slack_pace) <= 62);
}

TEST_CASE("lanes that have rested are forgotten, and no pace remembers nothing", "[delivery]") {
    pace one({.burst = 1, .every = milliseconds(10)});
    one.sent("a", timestamp{});
    one.sent("b", timestamp{milliseconds(10)});
    CHECK(one.remembered() == 1);
    pace free({});
    free.sent("a", timestamp{});
    CHECK(free.remembered() == 0);
}
