#include "bot/config/values.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <optional>

using namespace bot::config;
using namespace std::chrono_literals;
using adapters::chat::platform;

TEST_CASE("durations are a whole number and a unit", "[config]") {
    auto [text, expected] = GENERATE(table<const char*, std::optional<std::chrono::seconds>>({
        {"0s", 0s},
        {"8s", 8s},
        {"10m", 600s},
        {"1h", 3600s},
        {"2d", 172800s},
        {"", std::nullopt},
        {"8", std::nullopt},
        {"s", std::nullopt},
        {"-8s", std::nullopt},
        {"+8s", std::nullopt},
        {" 8s", std::nullopt},
        {"8 s", std::nullopt},
        {"1.5h", std::nullopt},
        {"1h30m", std::nullopt},
        {"8ms", std::nullopt},
        {"8S", std::nullopt},
        {"99999999999999999999s", std::nullopt},
        {"9223372036854775807d", std::nullopt},
    }));
    CAPTURE(text);
    CHECK(parse_duration(text) == expected);
}

TEST_CASE("a printed duration reads back as the same", "[config]") {
    for (const auto value : {0s, 1s, 59s, 60s, 90s, 3600s, 3660s, 86400s, 90000s}) {
        CAPTURE(value.count());
        CHECK(parse_duration(to_text(value)) == value);
    }
    CHECK(to_text(600s) == "10m");
}

TEST_CASE("an API address is https with a host, or http on loopback", "[config]") {
    auto [text, fine] = GENERATE(table<const char*, bool>({
        {"https://slack.com/api/", true},
        {"https://api.dingtalk.com", true},
        {"https://host:8443/x", true},
        {"http://127.0.0.1:45451/api/", true},
        {"http://localhost/api/", true},
        {"http://[::1]:80/", true},
        {"http://slack.com/api/", false},
        {"http://127.0.0.1.evil.example/", false},
        {"http://127.evil/", false},
        {"http://localhost@evil.example/", false},
        {"https://user:word@slack.com/", false},
        {"https://slack.com/api/?a=b", false},
        {"https://slack.com/#x", false},
        {"https:///api", false},
        {"https://host:0/", false},
        {"https://host:99999/", false},
        {"https://host:/", false},
        {"https://ho st/", false},
        {"https://h/\r\nX: y", false},
        {"ftp://slack.com/", false},
        {"slack.com", false},
        {"", false},
    }));
    CAPTURE(text);
    CHECK(api_url(text).empty() == fine);
}

TEST_CASE("a host of a list is a host, or everything below a domain", "[config]") {
    auto [text, fine] = GENERATE(table<const char*, bool>({
        {"wss-primary.slack.com", true},
        {"*.slack.com", true},
        {"127.0.0.1", true},
        {"localhost", true},
        {"*", false},
        {"*.", false},
        {"*.com", false},
        {"*.*.com", false},
        {"a.*.com", false},
        {".slack.com", false},
        {"Slack.com", false},
        {"slack.com:443", false},
        {"https://slack.com", false},
        {"", false},
    }));
    CAPTURE(text);
    CHECK(host_pattern(text).empty() == fine);
}

TEST_CASE("a workspace is a platform and an id", "[config]") {
    CHECK(parse_workspace("slack:T024BE7LD") == workspace_name{platform::slack, "T024BE7LD"});
    CHECK(parse_workspace("dingtalk:ding0a1b") == workspace_name{platform::dingtalk, "ding0a1b"});
    CHECK(parse_workspace("simulator:local") == workspace_name{platform::simulator, "local"});
    for (const auto* wrong : {"", "slack", "slack:", ":T1", "Slack:T1", "slack:my team", "irc:x", "dingtalk:a/b"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_workspace(wrong));
    }
}

TEST_CASE("time zones are those the system knows", "[config]") {
    CHECK(time_zone("Asia/Shanghai").empty());
    CHECK(time_zone("UTC").empty());
    CHECK_THAT(time_zone("asia/shanghai"), Catch::Contains("did you mean \"Asia/Shanghai\"?"));
    for (const auto* wrong : {"", "Beijing time", "+08:00", "../../etc/passwd", "/etc/localtime"}) {
        CAPTURE(wrong);
        CHECK_FALSE(time_zone(wrong).empty());
    }
}

TEST_CASE("hours are two times of a day", "[config]") {
    using std::chrono::minutes;
    CHECK(parse_hours("22:00-08:30") == hours{minutes(1320), minutes(510)});
    CHECK(hours_or_nothing("").empty());
    for (const auto* wrong : {"22-8", "22:00-24:00", "22:60-08:00", "08:00-08:00", "22:00 - 08:00", "aa:bb-cc:dd"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_hours(wrong));
        CHECK_THAT(hours_or_nothing(wrong), Catch::Contains("22:00-08:00"));
    }
}
