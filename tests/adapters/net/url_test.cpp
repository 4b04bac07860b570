#include "adapters/net/url.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace adapters::net;

TEST_CASE("an address is taken apart", "[net]") {
    auto [text, expected] = GENERATE(table<const char*, url>({
        {"https://slack.com/api/chat.postMessage", {"https", "slack.com", 443, "/api/chat.postMessage"}},
        {"http://localhost:8080", {"http", "localhost", 8080, "/"}},
        {"HTTPS://OAPI.DingTalk.COM/robot/sendBySession?session=a%20b&c=d",
         {"https", "oapi.dingtalk.com", 443, "/robot/sendBySession?session=a%20b&c=d"}},
        {"http://127.0.0.1:9/x#part", {"http", "127.0.0.1", 9, "/x"}},
        {"http://[::1]:9/", {"http", "::1", 9, "/"}},
        {"http://a?b", {"http", "a", 80, "/?b"}},
        {"http://a:/", {"http", "a", 80, "/"}},
    }));
    INFO(text);
    CHECK(parse_url(text) == expected);
}

TEST_CASE("what is no address of a web server is refused", "[net]") {
    auto [what, text] = GENERATE(table<const char*, const char*>({
        {"nothing", ""},
        {"no scheme", "slack.com/api"},
        {"another scheme", "ftp://slack.com/"},
        {"no host", "http:///x"},
        {"no authority", "http:x"},
        {"a user", "http://me@slack.com/"},
        {"a user that looks like a host", "https://oapi.dingtalk.com:443@evil.example/"},
        {"a backslash", "https://evil.example\\@oapi.dingtalk.com/"},
        {"an escaped slash in the host", "https://evil.example%2foapi.dingtalk.com/"},
        {"a blank", "http://a/b c"},
        {"a line end", "http://a/b\r\nX: y"},
        {"beyond ASCII", "http://\xe7\xbe\xa4/"},
        {"a port too large", "http://a:65536/"},
        {"a port far too large", "http://a:99999/"},
        {"a port with more digits than any number", "http://a:99999999999999999999/"},
        {"port 0", "http://a:0/"},
        {"a port with letters", "http://a:8x/"},
        {"letters behind an address", "http://[::1]x/"},
        {"two ports", "http://a:80:90/"},
        {"a scoped address", "http://[fe80::1%25eth0]/"},
    }));
    INFO(what);
    CHECK_FALSE(parse_url(text).has_value());
}

TEST_CASE("percent-encoding there and back", "[net]") {
    const std::string bytes = "a-Z_0.9~ /+=&?%\xe7\xbe\xa4\r\n";
    CHECK(percent_encode(bytes) == "a-Z_0.9~%20%2F%2B%3D%26%3F%25%E7%BE%A4%0D%0A");
    CHECK(percent_decode(percent_encode(bytes)) == bytes);
    CHECK(percent_decode("a+b") == "a+b");
    CHECK_FALSE(percent_decode("%").has_value());
    CHECK_FALSE(percent_decode("%4").has_value());
    CHECK_FALSE(percent_decode("%4x").has_value());
}

TEST_CASE("name and value pairs", "[net]") {
    const auto all = parse_pairs("command=%2Fask&text=hi+there&&flag&a=b=c&text=again");
    REQUIRE(all.has_value());
    CHECK(all->size() == 5);
    CHECK(value_of(*all, "command") == "/ask");
    CHECK(value_of(*all, "text") == "hi there");
    CHECK(value_of(*all, "flag") == "");
    CHECK(value_of(*all, "a") == "b=c");
    CHECK(value_of(*all, "absent") == "");
    CHECK(parse_pairs("")->empty());
    CHECK_FALSE(parse_pairs("a=%").has_value());
    CHECK_FALSE(parse_pairs("a=1&%zz=2").has_value());
}
