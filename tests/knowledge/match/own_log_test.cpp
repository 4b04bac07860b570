#include "knowledge/match/index.hpp"
#include "knowledge/match/own_log.hpp"
#include "small_knowledge.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace knowledge::match;

namespace {

// Questions about tea, and people who look for a lift.
std::vector<settled_message> log_of(std::size_t for_bot, std::size_t not_for_bot) {
    std::vector<settled_message> all;
    for (std::size_t i = 0; i < std::max(for_bot, not_for_bot); ++i) {
        const std::string number = std::to_string(i);
        if (i < for_bot) all.push_back({"how long does tea number " + number + " steep?", true});
        if (i < not_for_bot) all.push_back({"有人一起拼车去 " + number + " 号航站楼吗", false});
    }
    return all;
}

constexpr auto about_tea = "how long does green tea steep?";
constexpr auto a_lift = "有人一起拼车去会展中心吗";

} // namespace

TEST_CASE("nothing is learnt from too few messages of either kind", "[match][own_log]") {
    auto [for_bot, not_for_bot, learnt] = GENERATE(
        table<std::size_t, std::size_t, bool>({{0, 0, false}, {29, 300, false}, {300, 29, false}, {30, 30, true}}));
    CAPTURE(for_bot, not_for_bot);
    const own_log log(log_of(for_bot, not_for_bot));
    CHECK(log.has_learnt() == learnt);
    CHECK(log.for_bot() == for_bot);
    CHECK(log.not_for_bot() == not_for_bot);
    CHECK((log.for_us(about_tea) == 0) == !learnt);
}

TEST_CASE("a message worded like those for the bot is likelier to be one, and the other way round",
          "[match][own_log]") {
    const own_log log(log_of(60, 40));
    CHECK(log.for_us(about_tea) > 1);
    CHECK(log.for_us(a_lift) < -1);
    CHECK(log.for_us("ＨＯＷ ＬＯＮＧ does green tea steep?") == log.for_us(about_tea)); // width and case are nothing
    CHECK(std::abs(log.for_us("completely unrelated")) < std::abs(log.for_us(a_lift)));
}

TEST_CASE("on average a log says nothing, whatever share of it was for the bot", "[match][own_log]") {
    auto messages = log_of(200, 100);
    for (std::size_t i = 0; i < messages.size(); i += 3)
        messages[i].for_us = !messages[i].for_us; // so that it is sure of none
    const own_log log(messages);
    double sum = 0;
    for (const settled_message& one : messages)
        sum += log.for_us(one.text);
    CHECK(sum / static_cast<double>(messages.size()) == Approx(0).margin(1e-3));
}

TEST_CASE("the same log teaches the same, and of a long one the newest counts", "[match][own_log]") {
    const auto messages = log_of(50, 50);
    CHECK(own_log(messages).for_us(a_lift) == own_log(messages).for_us(a_lift));

    auto long_log = log_of(own_log::most_messages, own_log::most_messages);
    for (settled_message& one : long_log)
        one.for_us = !one.for_us; // how it was before
    const auto newest = log_of(own_log::most_messages / 2, own_log::most_messages / 2);
    long_log.insert(long_log.end(), newest.begin(), newest.end());
    CHECK(own_log(long_log).for_us(a_lift) == own_log(newest).for_us(a_lift));
}

TEST_CASE("what a log says is bounded, and reading a message is as well", "[match][own_log]") {
    const own_log log(log_of(2000, 2000));
    CHECK(log.for_us(a_lift) >= -5);
    std::string long_message(a_lift);
    while (long_message.size() < 4000)
        long_message += "，还差一个人";
    CHECK(log.for_us(long_message) == log.for_us(long_message + about_tea));
    CHECK(std::isfinite(log.for_us("")));
}

TEST_CASE("a message says nothing about itself, nor does another in the same words", "[match][own_log]") {
    auto messages = log_of(60, 60);
    messages.push_back({"Anybody for lunch?", false});
    messages.push_back({"anybody for lunch?", false});
    const auto before = for_us_unseen(messages);
    CHECK(before[0] > 1);
    CHECK(before[1] < -1);
    const std::size_t lunch = messages.size() - 2;
    CHECK(before[lunch] == before[lunch + 1]);
    messages[lunch].for_us = messages[lunch + 1].for_us = true;
    const auto after = for_us_unseen(messages);
    CHECK(after[lunch] == before[lunch]);
    CHECK(own_log(messages).for_us("anybody for lunch?") > before[lunch]);
}

TEST_CASE("a log makes the bot more or less sure, and neither changes the order nor anything without a log",
          "[match][own_log]") {
    const auto all = index::build({tests::entry_of(1, {"How long does green tea steep?"}, "Two minutes."),
                                   tests::entry_of(2, {"How long does black tea steep?"}, "Four minutes.")});
    query asked = tests::asking("How long must green tea steep?");
    const auto without = all->explain(asked);
    REQUIRE(without.size() > 1);
    for (const double said : {-2.0, 2.0}) {
        asked.for_us = said;
        const auto with = all->explain(asked);
        REQUIRE(with.size() == without.size());
        CHECK((with.front().what.confidence > without.front().what.confidence) == (said > 0));
        for (std::size_t i = 0; i < with.size(); ++i) {
            CHECK(with[i].what.id == without[i].what.id);
            CHECK(with[i].what.score == without[i].what.score);
        }
    }
}
