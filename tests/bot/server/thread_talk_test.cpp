#include "bot/server/thread_talk.hpp"

#include <catch2/catch.hpp>

using bot::server::thread_talk;
using namespace std::chrono_literals;

namespace {
const knowledge::timestamp noon{std::chrono::seconds(1'800'000'000)};
}

TEST_CASE("what a member says below his own question to the bot goes on with it, for a while", "[server]") {
    thread_talk talks;
    talks.spoke_to_us("T1:C1:1", "alice", noon); // in a thread that began otherwise
    CHECK_FALSE(talks.goes_on("T1:C1:1", "alice", noon, 10min));
    talks.began("T1:C1:2", "alice", noon);
    CHECK(talks.goes_on("T1:C1:2", "alice", noon + 10min, 10min));
    CHECK(talks.goes_on("T1:C1:2", "alice", noon + 20min, 10min)); // from the last word on
    talks.spoke_to_us("T1:C1:2", "alice", noon + 25min);
    CHECK(talks.goes_on("T1:C1:2", "alice", noon + 35min, 10min));
    CHECK_FALSE(talks.goes_on("T1:C1:3", "alice", noon + 35min, 10min));
    CHECK_FALSE(talks.goes_on("T1:C1:2", "alice", noon + 46min, 10min));
    CHECK_FALSE(talks.goes_on("T1:C1:2", "alice", noon + 46min, 10min));
}

TEST_CASE("once somebody else speaks in a thread, people talk among themselves there", "[server]") {
    thread_talk talks;
    talks.began("t", "alice", noon);
    CHECK_FALSE(talks.goes_on("t", "bob", noon + 1s, 10min));
    CHECK_FALSE(talks.goes_on("t", "alice", noon + 2s, 10min)); // she answers Bob
    talks.spoke_to_us("t", "alice", noon + 3s);
    CHECK_FALSE(talks.goes_on("t", "alice", noon + 4s, 10min)); // and it may be Bob she goes on with
    talks.began("u", "alice", noon);
    talks.spoke_to_us("u", "bob", noon + 1s);
    CHECK_FALSE(talks.goes_on("u", "alice", noon + 2s, 10min));
}

TEST_CASE("of many threads the quietest are forgotten", "[server]") {
    thread_talk talks;
    for (std::size_t i = 0; i <= thread_talk::most; ++i)
        talks.began("t" + std::to_string(i), "alice", noon + std::chrono::seconds(i));
    CHECK_FALSE(talks.goes_on("t0", "alice", noon, 10min));
    CHECK(talks.goes_on("t1", "alice", noon + 1s, 10min));
}
