#include "bot/server/gate.hpp"
#include "tests/bot/server/bad_requests.hpp"

#include <catch2/catch.hpp>

#include <string>

using bot::server::pass_gate;
using bot::server::request_head;

namespace {

std::string head_of(const std::string& raw) {
    return raw.substr(0, raw.find("\r\n\r\n") + 4);
}

request_head passed(const std::string& raw) {
    INFO(raw);
    auto verdict = pass_gate(raw);
    INFO(verdict.reason);
    REQUIRE(verdict.refused == 0);
    return verdict.head;
}

} // namespace

TEST_CASE("the gate refuses what two readers could read differently", "[server]") {
    for (const auto& [what, status, raw] : tests::server::bad_requests()) {
        DYNAMIC_SECTION(what) {
            const auto verdict = pass_gate(head_of(raw));
            CHECK(verdict.refused == status);
            CHECK_FALSE(verdict.reason.empty());
        }
    }
}

TEST_CASE("the gate passes an ordinary request with all its parts", "[server]") {
    const auto head = passed("POST /slack/events?a=%20b&c HTTP/1.1\r\nHost: bot.example:8443\r\n"
                             "X-Slack-Signature:  v0=ab \t\r\nContent-Type: application/json\r\n"
                             "Content-Length: 12\r\nX-Name: \xe7\xbe\xa4\tx\r\nX-Empty:\r\n\r\n");
    CHECK(head.method == "POST");
    CHECK(head.path == "/slack/events");
    CHECK(head.query == "a=%20b&c");
    CHECK(head.content_length == 12U);
    CHECK_FALSE(head.chunked);
    CHECK(head.keep_alive);
    CHECK_FALSE(head.expects_continue);
    REQUIRE(head.headers.size() == 6);
    CHECK(head.headers[1] == bot::server::header_list::field("x-slack-signature", "v0=ab"));
    CHECK(head.headers[4].second == "\xe7\xbe\xa4\tx");
    CHECK(head.headers[5].second.empty());
}

TEST_CASE("the gate decodes the path and leaves the query alone", "[server]") {
    auto [target, path, query] = GENERATE(table<std::string, std::string, std::string>({
        {"/", "/", ""},
        {"/?", "/", ""},
        {"/a%20b", "/a b", ""},
        {"/%E7%BE%A4", "/\xe7\xbe\xa4", ""},
        {"/a?b?c", "/a", "b?c"},
        {"/a?../%00", "/a", "../%00"},
        {"/a..b/...", "/a..b/...", ""},
        {"//a//", "//a//", ""},
        {"/a+b", "/a+b", ""},
    }));
    const auto head = passed("GET " + target + " HTTP/1.1\r\nHost: here\r\n\r\n");
    CHECK(head.path == path);
    CHECK(head.query == query);
}

TEST_CASE("the gate knows whether the connection stays", "[server]") {
    auto [what, raw, stays] = GENERATE(table<const char*, std::string, bool>({
        {"HTTP/1.1 does", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", true},
        {"unless told otherwise", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false},
        {"in any case and company", "GET / HTTP/1.1\r\nHost: a\r\nConnection: TE, , Close\r\n\r\n", false},
        {"in a second header", "GET / HTTP/1.1\r\nHost: a\r\nConnection: te\r\nConnection: close\r\n\r\n", false},
        {"as an old proxy writes it", "GET / HTTP/1.1\r\nHost: a\r\nProxy-Connection: close\r\n\r\n", false},
        {"a longer word is another word", "GET / HTTP/1.1\r\nHost: a\r\nConnection: closed\r\n\r\n", true},
        {"HTTP/1.0 does not", "GET / HTTP/1.0\r\n\r\n", false},
        {"even if it asks", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", false},
    }));
    INFO(what);
    CHECK(passed(raw).keep_alive == stays);
}

TEST_CASE("the gate sees chunked bodies and expectations", "[server]") {
    const auto head =
        passed("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\nExpect: 100-Continue\r\n\r\n");
    CHECK(head.chunked);
    CHECK_FALSE(head.content_length.has_value());
    CHECK(head.expects_continue);
    // A server ignores what an HTTP/1.0 client expects (RFC 9110, 10.1.1).
    CHECK_FALSE(passed("GET / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n").expects_continue);
}

TEST_CASE("the gate counts headers", "[server]") {
    const auto with = [](int count) {
        std::string raw = "GET / HTTP/1.1\r\nHost: a\r\n";
        for (int i = 1; i < count; ++i)
            raw += "X-" + std::to_string(i) + ": a\r\n";
        return raw + "\r\n";
    };
    CHECK(pass_gate(with(100)).refused == 0);
    CHECK(pass_gate(with(101)).refused == 400);
}

TEST_CASE("the gate wants exactly one whole head", "[server]") {
    auto [what, raw] = GENERATE(table<const char*, std::string>({
        {"nothing", ""},
        {"an empty line", "\r\n"},
        {"a request line alone", "GET / HTTP/1.1\r\n"},
        {"no empty line", "GET / HTTP/1.1\r\nHost: a\r\n"},
        {"something behind it", "GET / HTTP/1.1\r\nHost: a\r\n\r\nx"},
    }));
    INFO(what);
    CHECK(pass_gate(raw).refused == 400);
}
