// Our client against our server: both ends of the wire are ours, so what one promises the other must be able to use.
#include "adapters/net/http_client.hpp"
#include "tests/bot/server/running_server.hpp"

#include <catch2/catch.hpp>

using adapters::net::http_answer;
using adapters::net::http_client;
using adapters::net::http_client_settings;
using adapters::net::http_request;
using adapters::net::http_trouble;
using bot::server::http_server;
using tests::server::echo;
using tests::server::running_server;

namespace {

http_answer fetch(running_server& running, http_client& client, http_request request) {
    std::promise<http_answer> promise;
    running.loop().post(
        [&] { client.send(std::move(request), [&](http_answer answer) { promise.set_value(std::move(answer)); }); });
    return promise.get_future().get();
}

} // namespace

TEST_CASE("the client gets the server's answer", "[net][server]") {
    running_server running({}, [](http_server& server) { server.route("POST", "/echo", echo); });
    auto client = std::make_unique<http_client>(running.loop(),
                                                http_client_settings{.allowed = [](auto, auto, auto) { return true; }});
    const std::string url = "http://127.0.0.1:" + std::to_string(running.port()) + "/echo";
    const auto answer = fetch(running, *client, {.url = url, .body = "hello"});
    CHECK(answer.trouble == http_trouble::none);
    CHECK(answer.reason == "");
    CHECK(answer.status == 200);
    CHECK(answer.body == "POST\n/echo\n\nhello");
    running.on_loop([&] { client.reset(); });
}
