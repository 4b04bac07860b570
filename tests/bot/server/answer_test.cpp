#include "bot/server/answer.hpp"

#include <catch2/catch.hpp>

using bot::server::answer_circumstances;
using bot::server::response;
using bot::server::to_wire;

namespace {

answer_circumstances ordinary() {
    return {.request_id = "id-1", .now = std::chrono::sys_seconds(std::chrono::seconds(784111777))};
}

} // namespace

TEST_CASE("an answer on the wire", "[server]") {
    const response answer{.status = 200, .content_type = "text/plain", .body = "hello"};
    CHECK(to_wire(answer, ordinary()) == "HTTP/1.1 200 OK\r\n"
                                         "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                                         "Content-Type: text/plain\r\n"
                                         "Content-Length: 5\r\n"
                                         "Cache-Control: no-store\r\n"
                                         "X-Content-Type-Options: nosniff\r\n"
                                         "X-Request-Id: id-1\r\n"
                                         "\r\n"
                                         "hello");
}

TEST_CASE("an answer to HEAD has the headers and no body", "[server]") {
    auto around = ordinary();
    around.head_only = true;
    const auto wire = to_wire({.body = "hello"}, around);
    CHECK(wire.find("Content-Length: 5\r\n") != std::string::npos);
    CHECK(wire.ends_with("\r\n\r\n"));
}

TEST_CASE("an answer without content has no length either", "[server]") {
    const auto wire = to_wire({.status = 204, .body = "ignored"}, ordinary());
    CHECK(wire.find("\r\nContent-") == std::string::npos);
    CHECK(wire.ends_with("\r\n\r\n"));
}

TEST_CASE("an answer says when the connection ends", "[server]") {
    CHECK(to_wire({}, ordinary()).find("Connection:") == std::string::npos);
    auto around = ordinary();
    around.closes_connection = true;
    CHECK(to_wire({}, around).find("Connection: close\r\n") != std::string::npos);
}

TEST_CASE("a handler's headers", "[server]") {
    auto [what, name, value, there] = GENERATE(table<const char*, const char*, const char*, bool>({
        {"go out", "Location", "/elsewhere", true},
        {"replace how long to cache", "cache-control", "max-age=60", true},
        {"cannot start another header", "Location", "/x\r\nSet-Cookie: a=b", false},
        {"cannot end the head", "Location", "/x\r\n\r\n<script>", false},
        {"need a name that is one", "Lo cation", "/x", false},
        {"cannot smuggle by their name", "A: b\r\nC", "d", false},
        {"cannot set the length", "Content-Length", "99", false},
        {"cannot set the encoding", "transfer-encoding", "chunked", false},
        {"cannot keep the connection", "Connection", "keep-alive", false},
    }));
    INFO(what);
    const auto wire = to_wire({.headers = {{name, value}}}, ordinary());
    CHECK((wire.find(std::string(name) + ": " + value + "\r\n") != std::string::npos) == there);
    const bool ours = wire.find("Cache-Control: no-store") != std::string::npos;
    CHECK(ours == (std::string(name) != "cache-control"));
}

TEST_CASE("a content type cannot end the head", "[server]") {
    const auto wire = to_wire({.content_type = "text/html\r\n\r\n<script>"}, ordinary());
    CHECK(wire.find("script") == std::string::npos);
}
