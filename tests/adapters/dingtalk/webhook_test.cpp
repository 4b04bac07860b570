#include "adapters/dingtalk/webhook.hpp"
#include "tests/adapters/chat/rendered.hpp"
#include "tests/adapters/net/http_answers.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace adapters;
using namespace std::chrono_literals;
using chat::verdict;
using net::http_trouble;
using nlohmann::json;
using tests::net::answered;
using tests::net::broken;

namespace {

const std::vector<std::string> hosts{"oapi.dingtalk.com", "proxy.example:8443", "http://127.0.0.1:4000"};

chat::outgoing session_reply() {
    chat::outgoing out;
    out.id = "ob-7";
    out.where.on = chat::platform::dingtalk;
    out.where.group = "cidAAAA==";
    out.mention = {.id = "0123", .name = "小爱"};
    out.title = "采样率";
    out.markdown = "**在入口服务**设置一次。";
    out.reply.url = "https://oapi.dingtalk.com/robot/sendBySession?session=0f0f";
    return out;
}

net::http_answer errcode(int code) {
    return answered(200, json{{"errcode", code}, {"errmsg", "what it says"}}.dump());
}

} // namespace

TEST_CASE("a message for several people mentions them all", "[dingtalk]") {
    auto message = session_reply();
    message.also = {{.id = "0124", .name = "小红"}, {.id = "", .name = "路人"}, {.id = "bad id", .name = "坏"}};
    const auto body = json::parse(dingtalk::encode(message, dingtalk::commands::tapped).body);
    CHECK(body["at"]["atUserIds"] == json{"0123", "0124"});
    CHECK_THAT(body["markdown"]["text"].get<std::string>(), Catch::StartsWith("@0123 @0124 @\u200b路人 @\u200b坏\n\n"));
}

TEST_CASE("a sessionWebhook is called only where it may point", "[dingtalk]") {
    auto [what, url, allowed] = GENERATE(table<const char*, std::string, bool>({
        {"the platform's host", "https://oapi.dingtalk.com/robot/sendBySession?session=0f0f", true},
        {"without a query", "https://oapi.dingtalk.com/robot/sendBySession", true},
        {"with its usual port", "https://oapi.dingtalk.com:443/robot/sendBySession?session=1", true},
        {"in capitals", "HTTPS://OAPI.DingTalk.com/robot/sendBySession?session=1", true},
        {"another configured host and port", "https://proxy.example:8443/robot/sendBySession?session=1", true},
        {"a test's plain address", "http://127.0.0.1:4000/robot/sendBySession?session=1", true},
        {"nothing", "", false},
        {"plain HTTP", "http://oapi.dingtalk.com/robot/sendBySession?session=1", false},
        {"a test's address by TLS", "https://127.0.0.1:4000/robot/sendBySession?session=1", false},
        {"another port", "https://oapi.dingtalk.com:8443/robot/sendBySession?session=1", false},
        {"a configured host without its port", "https://proxy.example/robot/sendBySession?session=1", false},
        {"localhost", "https://localhost/robot/sendBySession?session=1", false},
        {"the machine itself", "http://127.0.0.1/robot/sendBySession?session=1", false},
        {"the machine itself as a number", "http://2130706433:4000/robot/sendBySession?session=1", false},
        {"the machine itself in octal", "http://0177.0.0.1:4000/robot/sendBySession?session=1", false},
        {"the machine itself, shortened", "http://127.1:4000/robot/sendBySession?session=1", false},
        {"IPv6", "http://[::1]:4000/robot/sendBySession?session=1", false},
        {"a cloud's metadata", "http://169.254.169.254/robot/sendBySession", false},
        {"another host", "https://evil.example/robot/sendBySession?session=1", false},
        {"a host that begins like it", "https://oapi.dingtalk.com.evil.example/robot/sendBySession", false},
        {"a host that ends like it", "https://evil-oapi.dingtalk.com/robot/sendBySession", false},
        {"a dot at the end", "https://oapi.dingtalk.com./robot/sendBySession", false},
        {"user info", "https://oapi.dingtalk.com@evil.example/robot/sendBySession", false},
        {"user info before the host", "https://x:y@oapi.dingtalk.com/robot/sendBySession", false},
        {"an encoded at", "https://oapi.dingtalk.com%40evil.example/robot/sendBySession", false},
        {"a backslash", "https://oapi.dingtalk.com\\@evil.example/robot/sendBySession", false},
        {"a fragment for a path", "https://oapi.dingtalk.com#/robot/sendBySession", false},
        {"a query for a path", "https://oapi.dingtalk.com?/robot/sendBySession", false},
        {"a fragment", "https://oapi.dingtalk.com/robot/sendBySession?session=1#x", false},
        {"another path", "https://oapi.dingtalk.com/robot/send?access_token=1", false},
        {"a path that goes on", "https://oapi.dingtalk.com/robot/sendBySession/../send", false},
        {"a path that begins like it", "https://oapi.dingtalk.com/robot/sendBySessions", false},
        {"a path with two slashes", "https://oapi.dingtalk.com//robot/sendBySession", false},
        {"another scheme", "ftp://oapi.dingtalk.com/robot/sendBySession", false},
        {"no scheme", "//oapi.dingtalk.com/robot/sendBySession", false},
        {"a blank", "https://oapi.dingtalk.com/robot/sendBySession?session=1 x", false},
        {"a line feed", "https://oapi.dingtalk.com/robot/sendBySession?session=1\r\nHost: evil", false},
        {"a tab in the host", "https://oapi.dingtalk\t.com/robot/sendBySession", false},
        {"full-width letters", "https://oapi.dingtalk\uff0ecom/robot/sendBySession", false},
        {"an empty port", "https://oapi.dingtalk.com:/robot/sendBySession", false},
        {"two ports", "https://oapi.dingtalk.com:443:443/robot/sendBySession", false},
        {"an endless one", "https://oapi.dingtalk.com/robot/sendBySession?session=" + std::string(3000, '1'), false},
    }));
    INFO(what);
    CHECK(dingtalk::allowed_webhook(url, hosts) == allowed);
    CHECK_FALSE(dingtalk::allowed_webhook(url, {}));
}

TEST_CASE("a reply mentions its asker so that it shows", "[dingtalk]") {
    const net::http_request request = dingtalk::encode(session_reply());
    CHECK(request.method == "POST");
    CHECK(request.url == session_reply().reply.url);
    CHECK(request.headers == decltype(request.headers){{"Content-Type", "application/json; charset=utf-8"}});
    CHECK(json::parse(request.body) ==
          json{{"msgtype", "markdown"},
               {"markdown", {{"title", "采样率"}, {"text", "@0123\n\n**在入口服务**设置一次。"}}},
               {"at", {{"atUserIds", {"0123"}}, {"isAtAll", false}}}});
}

TEST_CASE("a reply to nobody in particular mentions nobody", "[dingtalk]") {
    const std::string id = GENERATE(as<std::string>{}, "", "0123 @all", "01\n23", "所有人", std::string(65, '1'));
    chat::outgoing message = session_reply();
    message.mention = {.id = id};
    message.title.clear();
    message.markdown = "@0123 @all";
    CHECK(json::parse(dingtalk::encode(message).body) ==
          json{{"msgtype", "markdown"},
               {"markdown", {{"title", "…"}, {"text", "@\u200b0123 @\u200ball"}}},
               {"at", {{"isAtAll", false}}}});
}

TEST_CASE("a reply stays within DingTalk's bytes and stays whole", "[dingtalk]") {
    const std::string part =
        GENERATE(as<std::string>{}, "字", "\"", "\\", "**粗** [链](https://x.org/a) ", "`<b>` ", "- x\n", "\xff");
    chat::outgoing message = session_reply();
    while (message.markdown.size() < 60000)
        message.markdown += part;
    const std::string body = dingtalk::encode(message).body;
    CHECK(body.size() <= dingtalk::body_limit_bytes);
    CHECK(body.size() > dingtalk::body_limit_bytes / 2);
    const std::string text = json::parse(body)["markdown"]["text"];
    CHECK(text.find("…") != std::string::npos);
    CHECK(tests::harmless_on_dingtalk(text.substr(text.find('\n'))));
}

TEST_CASE("what became of a reply", "[dingtalk]") {
    struct row {
        const char* what;
        net::http_answer answer;
        verdict expected;
        std::optional<std::chrono::milliseconds> wait;
        const char* reason;
    };
    net::http_answer limited = answered(429, R"({"errcode":90018})");
    limited.headers = {{"retry-after", "1"}};
    const char* page = "<html><body>500</body></html>";
    const row rows[] = {
        {"it is there", errcode(0), verdict::sent, {}, ""},
        {"it is there, said as text", answered(200, R"({"errcode":"0","errmsg":"ok"})"), verdict::sent, {}, ""},
        {"nothing left", broken(http_trouble::not_sent), verdict::retry, {}, "why"},
        {"no answer came", broken(http_trouble::no_answer), verdict::uncertain, {}, "why"},
        {"a huge answer came", broken(http_trouble::answer_too_large), verdict::uncertain, {}, "why"},
        {"the host is not allowed", broken(http_trouble::not_allowed), verdict::failed, {}, "address not allowed: why"},
        {"busy", errcode(-1), verdict::retry, {}, "errcode -1: busy"},
        {"too many a minute", errcode(130101), verdict::retry, 60s, "errcode 130101: more than 20 messages a minute"},
        {"too fast", errcode(410100), verdict::retry, 60s, "errcode 410100: too many messages"},
        {"the app's limit", errcode(90018), verdict::retry, 1s, "errcode 90018: too many calls by the app"},
        {"everyone's limit", errcode(90002), verdict::retry, 1s, "errcode 90002: too many calls by everyone"},
        {"HTTP 429", limited, verdict::retry, 1s, "HTTP 429"},
        {"expired", errcode(300001), verdict::failed, {}, "errcode 300001: session expired"},
        {"the security check",
         errcode(310000),
         verdict::failed,
         {},
         "errcode 310000: refused by the robot's security settings"},
        {"an unsafe link", errcode(430101), verdict::failed, {}, "errcode 430101: unsafe link"},
        {"unsafe text", errcode(430102), verdict::failed, {}, "errcode 430102: unsafe text"},
        {"unsafe content", errcode(430104), verdict::failed, {}, "errcode 430104: unsafe content"},
        {"too large", errcode(460101), verdict::failed, {}, "errcode 460101: too large"},
        {"no quota", errcode(90020), verdict::failed, {}, "errcode 90020: the month's quota is used up"},
        {"a group that is gone", errcode(400013), verdict::failed, {}, "errcode 400013: the group was disbanded"},
        {"a code nobody knows", errcode(999), verdict::failed, {}, "errcode 999: what it says"},
        {"HTTP 500 with a page", answered(500, page), verdict::retry, {}, "HTTP 500"},
        {"HTTP 503", answered(503, ""), verdict::retry, {}, "HTTP 503"},
        {"HTTP 502", answered(502, page), verdict::uncertain, {}, "HTTP 502"},
        {"HTTP 504", answered(504, ""), verdict::uncertain, {}, "HTTP 504"},
        {"HTTP 404", answered(404, page), verdict::failed, {}, "HTTP 404"},
        {"a redirect", answered(302, ""), verdict::failed, {}, "HTTP 302"},
        {"our address is shut out, as JSON",
         answered(200, R"({"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"u"})"), verdict::retry, 300s,
         "our address is shut out for a while"},
        {"our address is shut out, as a page", answered(200, page), verdict::retry, 300s,
         "our address is shut out for a while"},
        {"our address is shut out, as a page with a status of its own", answered(403, page), verdict::retry, 300s,
         "our address is shut out for a while"},
        {"a redirect with a page", answered(302, page), verdict::failed, {}, "HTTP 302"},
        {"nothing", answered(200, ""), verdict::uncertain, {}, "HTTP 200 that says neither yes nor no"},
        {"JSON without a code", answered(200, "{}"), verdict::uncertain, {}, "HTTP 200 that says neither yes nor no"},
        {"words for a code",
         answered(200, R"({"errcode":"none"})"),
         verdict::uncertain,
         {},
         "HTTP 200 that says neither yes nor no"},
        {"a list for a code",
         answered(200, R"({"errcode":[]})"),
         verdict::uncertain,
         {},
         "HTTP 200 that says neither yes nor no"},
    };
    for (const row& one : rows) {
        INFO(one.what);
        const chat::delivery found = dingtalk::classify(one.answer).became;
        CHECK(found.what == one.expected);
        CHECK(found.retry_after == one.wait);
        CHECK(found.reason == one.reason);
    }
}
