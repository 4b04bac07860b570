#include "tests/adapters/net/raw_client.hpp"
#include "tests/bot/server/running_server.hpp"

#include <catch2/catch.hpp>

using bot::server::http_server;
using bot::server::request;
using bot::server::responder;
using bot::server::response;
using bot::server::settings;
using tests::net::ask;
using tests::net::connect_to;
using tests::server::echo;
using tests::server::running_server;

namespace {

void echo_routes(http_server& server) {
    server.route("GET", "/echo", echo);
    server.route("POST", "/echo", echo);
}

} // namespace

TEST_CASE("a request is answered", "[server]") {
    running_server running({}, echo_routes);
    const auto answer = ask(running.port(), "POST /echo?a=b HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n\r\nhello");
    CHECK(answer.status == 200);
    CHECK(answer.body == "POST\n/echo\na=b\nhello");
}
