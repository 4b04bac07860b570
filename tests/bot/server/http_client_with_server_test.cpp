// Our client against our server: both ends of the wire are ours, so what one promises the other must be able to use.
#include "tests/bot/server/guest.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using adapters::net::http_answer;
using adapters::net::http_request;
using adapters::net::http_trouble;
using tests::server::echo_route;
using tests::server::guest;
using tests::server::running_server;

TEST_CASE("the client gets the server's answer", "[net][server]") {
    running_server running({}, echo_route);
    guest us(running);
    for (const std::size_t size : {0U, 1U, 1000U, 64U * 1024U}) {
        const std::string body(size, 'x');
        const auto answer = us.call("http://127.0.0.1", body);
        CHECK(answer.trouble == http_trouble::none);
        CHECK(answer.status == 200);
        CHECK(answer.body == "POST\n/echo\n\n" + body);
    }
    CHECK(us.call("http://127.0.0.1", std::string(64 * 1024 + 1, 'x')).status == 413);
}

TEST_CASE("a great many requests at once all get their own answer", "[net][server]") {
    running_server running({}, echo_route);
    guest us(running);
    constexpr int rounds = 20;
    constexpr int at_once = 250;
    for (int round = 0; round < rounds; ++round) {
        std::set<std::string> bodies;
        std::promise<void> all;
        int answers = 0;
        running.loop().post([&] {
            for (int i = 0; i < at_once; ++i) {
                http_request request{.url = "http://127.0.0.1:" + std::to_string(running.port()) + "/echo",
                                     .body = std::to_string(i)};
                us.client().send(std::move(request), [&](http_answer answer) {
                    if (answer.status == 200) bodies.insert(answer.body);
                    if (++answers == at_once) all.set_value();
                });
            }
        });
        all.get_future().wait();
        CHECK(bodies.size() == at_once);
    }
}
