#include "bot/server/header_list.hpp"

#include <catch2/catch.hpp>

#include <utility>

using bot::server::header_list;

namespace {

header_list three() {
    header_list list;
    list.add("Host", "Bot.Example");
    list.add("X-MANY", "one");
    list.add("x-many", "");
    return list;
}

} // namespace

TEST_CASE("headers keep their order and values, and their names become small", "[server]") {
    const auto list = three();
    REQUIRE(list.size() == 3);
    CHECK(list[0] == header_list::field("host", "Bot.Example"));
    CHECK(list[1] == header_list::field("x-many", "one"));
    CHECK(list[2] == header_list::field("x-many", ""));
    CHECK(list.first("x-many") == "one");
    CHECK(list.count("x-many") == 2);
    CHECK(list.first("X-Many").empty()); // it is asked for in small letters
    CHECK(list.count("absent") == 0);
    CHECK(list.count("x-man") == 0);
    const header_list none;
    CHECK(none.begin() == none.end());
}

TEST_CASE("headers can be copied and moved", "[server]") {
    auto list = three();
    const auto copy = list;
    list.add("Later", "yes");
    const auto moved = std::move(list);
    CHECK(copy.size() == 3);
    CHECK(copy.first("host") == "Bot.Example");
    CHECK(moved.first("host") == "Bot.Example");
    CHECK(moved.first("later") == "yes");
}
