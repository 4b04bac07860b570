#include "adapters/slack/socket_invitation.hpp"
#include "tests/adapters/net/http_answers.hpp"

#include <catch2/catch.hpp>

using namespace adapters;
using namespace std::chrono_literals;
using net::http_answer;
using net::http_trouble;
using net::setback;
using tests::net::answered;
using tests::net::broken;

TEST_CASE("how Slack is asked for a connection", "[slack][socket]") {
    const auto request = slack::encode_invitation("xapp-1", "https://slack.com/api");
    CHECK(request.method == "POST");
    CHECK(request.url == "https://slack.com/api/apps.connections.open");
    CHECK(request.headers[0] == std::pair<std::string, std::string>{"Authorization", "Bearer xapp-1"});
    CHECK(request.body.empty());
}

TEST_CASE("what Slack's answer means for the link", "[slack][socket]") {
    struct row {
        const char* what;
        http_answer answer;
        std::string url;
        setback why;
        std::optional<std::chrono::milliseconds> retry_after;
    };
    const row rows[] = {
        {"yes",
         answered(200, R"({"ok":true,"url":"wss://a.slack.com/?ticket=1"})"),
         "wss://a.slack.com/?ticket=1",
         {},
         {}},
        {"yes without an address", answered(200, R"({"ok":true})"), "", setback::troubled, {}},
        {"a dead token", answered(200, R"({"ok":false,"error":"invalid_auth"})"), "", setback::refused, {}},
        {"a missing scope", answered(200, R"({"ok":false,"error":"missing_scope"})"), "", setback::refused, {}},
        {"Slack's own trouble", answered(200, R"({"ok":false,"error":"internal_error"})"), "", setback::troubled, {}},
        {"too fast", answered(429, R"({"ok":false,"error":"ratelimited"})", "7"), "", setback::troubled, 7s},
        {"too fast, without a time", answered(200, R"({"ok":false,"error":"ratelimited"})"), "", setback::troubled,
         30s},
        {"HTTP 503", answered(503, "<html>"), "", setback::troubled, {}},
        {"a page", answered(200, "<html>"), "", setback::troubled, {}},
        {"nobody there", broken(http_trouble::not_sent), "", setback::unreachable, {}},
        {"no answer", broken(http_trouble::no_answer), "", setback::unreachable, {}},
        {"not allowed", broken(http_trouble::not_allowed), "", setback::refused, {}},
    };
    for (const row& one : rows) {
        INFO(one.what);
        const auto got = slack::read_invitation(one.answer);
        CHECK(got.url == one.url);
        CHECK(got.retry_after == one.retry_after);
        if (one.url.empty()) {
            CHECK(got.why == one.why);
            CHECK_FALSE(got.reason.empty());
        }
    }
}
