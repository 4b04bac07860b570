#include "bot/delivery/lane_schedule.hpp"

#include <catch2/catch.hpp>

using bot::delivery::lane_schedule;
using lanes = std::vector<std::string>;

namespace {

knowledge::timestamp at(int milliseconds) {
    return knowledge::timestamp(std::chrono::milliseconds(milliseconds));
}

} // namespace

TEST_CASE("lanes are given when their time has come, the longest waiting first", "[delivery]") {
    lane_schedule schedule;
    CHECK(schedule.take(at(100), 9).empty());
    CHECK_FALSE(schedule.next());
    schedule.look_at("b", at(20));
    schedule.look_at("a", at(30));
    schedule.look_at("c", at(10));
    CHECK(schedule.next() == at(10));
    CHECK(schedule.take(at(9), 9).empty());
    CHECK(schedule.take(at(20), 1) == lanes{"c"});
    CHECK(schedule.take(at(20), 9) == lanes{"b"});
    CHECK(schedule.next() == at(30));
    CHECK(schedule.take(at(99), 9) == lanes{"a"});
    CHECK_FALSE(schedule.next());
}

TEST_CASE("of two times for a lane the sooner one holds, and it is given once", "[delivery]") {
    lane_schedule schedule;
    schedule.look_at("a", at(20));
    schedule.look_at("a", at(30));
    CHECK(schedule.next() == at(20));
    schedule.look_at("a", at(10));
    CHECK(schedule.next() == at(10));
    CHECK(schedule.take(at(99), 9) == lanes{"a"});
    CHECK(schedule.take(at(99), 9).empty());
    schedule.look_at("a", at(40)); // and can be put on the schedule again
    CHECK(schedule.take(at(40), 9) == lanes{"a"});
}
