#include "adapters/net/host_list.hpp"
#include "adapters/net/websocket_upgrade.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace adapters::net;

namespace {

const std::string client_key = "dGhlIHNhbXBsZSBub25jZQ=="; // the RFC's

std::string upgrade_answer(const std::string& status, const std::string& headers) {
    return "HTTP/1.1 " + status + "\r\n" + headers + "\r\n";
}

const std::string good = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                         "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";

} // namespace

TEST_CASE("a WebSocket address is taken apart", "[websocket]") {
    CHECK(parse_websocket_url("wss://wss-primary.slack.com/link/?ticket=a&app_id=b") ==
          url{"https", "wss-primary.slack.com", 443, "/link/?ticket=a&app_id=b"});
    CHECK(parse_websocket_url("WS://127.0.0.1:9") == url{"http", "127.0.0.1", 9, "/"});
    for (const auto* wrong :
         {"", "w", "ws", "https://slack.com/", "wsss://slack.com/", "ws:/slack.com", "wss://me@slack.com/"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_websocket_url(wrong).has_value());
    }
}

TEST_CASE("what is asked for", "[websocket]") {
    CHECK(upgrade_request({"https", "a.slack.com", 443, "/link?x"}, client_key) ==
          "GET /link?x HTTP/1.1\r\nHost: a.slack.com\r\nUser-Agent: qunda\r\nConnection: Upgrade\r\n"
          "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
              client_key + "\r\n\r\n");
    CHECK(upgrade_request({"http", "::1", 9, "/"}, client_key).find("Host: [::1]:9\r\n") != std::string::npos);
    CHECK(accept_value(client_key) == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST_CASE("only the right answer opens a connection", "[websocket]") {
    auto [what, head, refused, status] = GENERATE_COPY(table<const char*, std::string, std::string, int>({
        {"yes", upgrade_answer("101 Switching Protocols", good), "", 101},
        {"yes, spelled otherwise",
         upgrade_answer("101 ok", "UPGRADE: WebSocket\r\nconnection: keep-alive, upgrade\r\n" + good.substr(41)), "",
         101},
        {"no", upgrade_answer("503 Service Unavailable", "Content-Length: 9\r\n"), "HTTP 503", 503},
        {"a redirect", upgrade_answer("302 Found", "Location: wss://elsewhere/\r\n"), "HTTP 302", 302},
        {"a plain page", upgrade_answer("200 OK", ""), "HTTP 200", 200},
        {"somebody else's key", upgrade_answer("101 ok", good.substr(0, 41) + "Sec-WebSocket-Accept: x\r\n"),
         "the upgrade was answered by something else", 101},
        {"no key", upgrade_answer("101 ok", good.substr(0, 41)), "the upgrade was answered by something else", 101},
        {"an extension we did not ask for",
         upgrade_answer("101 ok", good + "Sec-WebSocket-Extensions: permessage-deflate\r\n"),
         "the server insists on an extension", 101},
        {"no HTTP", "hello\r\n\r\n", "no HTTP answer to the upgrade", 0},
    }));
    INFO(what);
    const auto verdict = check_upgrade(head, client_key);
    CHECK(verdict.refused == refused);
    CHECK(verdict.status == status);
}

TEST_CASE("frames that come with the answer are not part of its head", "[websocket]") {
    CHECK_FALSE(upgrade_head("HTTP/1.1 101 ok\r\n").has_value());
    CHECK(upgrade_head("HTTP/1.1 101 ok\r\n\r\n\x81\x01x") == "HTTP/1.1 101 ok\r\n\r\n");
}

TEST_CASE("a list of hosts lets in what it names and what is below a star", "[net]") {
    const std::vector<std::string> hosts{"*.slack.com", "127.0.0.1"};
    auto [host, expected] = GENERATE(table<const char*, bool>({
        {"wss-primary.slack.com", true},
        {"a.b.slack.com", true},
        {"127.0.0.1", true},
        {"slack.com", false},
        {".slack.com", false},
        {"evilslack.com", false},
        {"slack.com.evil.example", false},
        {"127.0.0.10", false},
        {"", false},
    }));
    INFO(host);
    CHECK(is_listed(host, hosts) == expected);
}
