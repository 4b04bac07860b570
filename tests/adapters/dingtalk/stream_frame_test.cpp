#include "adapters/dingtalk/message.hpp"
#include "adapters/dingtalk/stream_frame.hpp"
#include "adapters/dingtalk/stream_invitation.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace adapters;
using nlohmann::json;

namespace {

json stream_frame(const std::string& type, const std::string& topic, const json& data) {
    return {{"specVersion", "1.0"},
            {"type", type},
            {"headers",
             {{"messageId", "213d841d_972"}, {"contentType", "application/json"}, {"topic", topic}, {"time", "179"}}},
            {"data", data}};
}

json answer_to(const json& from) {
    const auto got = dingtalk::decode_stream_frame(from.dump());
    REQUIRE(std::holds_alternative<dingtalk::stream_answer>(got));
    return json::parse(std::get<dingtalk::stream_answer>(got).text);
}

const json said = {{"msgId", "msgBBBB=="},        {"conversationId", "cidAAAA=="}, {"conversationType", "2"},
                   {"chatbotCorpId", "ding01"},   {"senderStaffId", "0123"},       {"msgtype", "text"},
                   {"text", {{"content", " hi"}}}};

} // namespace

TEST_CASE("what a frame is", "[dingtalk][stream]") {
    auto [what, text, expected] = GENERATE(table<const char*, std::string, dingtalk::stream_frame>({
        {"a message", stream_frame("CALLBACK", "/v1.0/im/bot/messages/get", R"({"a":1})").dump(),
         dingtalk::stream_message{"213d841d_972", R"({"a":1})"}},
        {"a message whose data is an object", stream_frame("CALLBACK", "/v1.0/im/bot/messages/get", {{"a", 1}}).dump(),
         dingtalk::stream_message{"213d841d_972", R"({"a":1})"}},
        {"a press", stream_frame("CALLBACK", "/v1.0/card/instances/callback", "{}").dump(),
         dingtalk::stream_card{"213d841d_972", "{}"}},
        {"the end", stream_frame("SYSTEM", "disconnect", R"({"reason":"upgrade"})").dump(),
         dingtalk::stream_farewell{"upgrade"}},
        {"the end, as documented: no messageId", R"({"type":"SYSTEM","headers":{"topic":"disconnect"},"data":"{}"})",
         dingtalk::stream_farewell{""}},
        {"the end without data", R"({"type":"SYSTEM","headers":{"topic":"disconnect"}})",
         dingtalk::stream_farewell{""}},
        {"a sign of life", stream_frame("SYSTEM", "KEEPALIVE", nullptr).dump(), dingtalk::stream_nothing{}},
        {"connected", R"({"type":"SYSTEM","headers":{"topic":"CONNECTED"}})", dingtalk::stream_nothing{}},
        {"no headers", R"({"type":"CALLBACK","data":"{}"})", dingtalk::not_a_frame{"headers: missing"}},
        {"no messageId", R"({"type":"CALLBACK","headers":{"topic":"x"}})",
         dingtalk::not_a_frame{"headers.messageId: of the wrong type"}},
        {"not JSON", "hello", dingtalk::not_a_frame{"not JSON"}},
        {"nothing", "", dingtalk::not_a_frame{"not JSON"}},
    }));
    INFO(what);
    CHECK(dingtalk::decode_stream_frame(text) == expected);
}

TEST_CASE("what is answered at once", "[dingtalk][stream]") {
    const auto ping = answer_to(stream_frame("SYSTEM", "ping", R"({"opaque":"0f"})"));
    CHECK(ping["code"] == 200);
    CHECK(ping["headers"]["messageId"] == "213d841d_972");
    CHECK(ping["headers"]["contentType"] == "application/json");
    CHECK(ping["data"] == R"({"opaque":"0f"})");
    CHECK(answer_to(stream_frame("SYSTEM", "ping", {{"opaque", "0f"}}))["data"] == R"({"opaque":"0f"})");

    CHECK(json::parse(answer_to(stream_frame("EVENT", "*", "{}"))["data"].get<std::string>())["status"] == "SUCCESS");
    CHECK(answer_to(stream_frame("CALLBACK", "/v1.0/graph/api/invoke", "{}"))["code"] == 404);
    CHECK(answer_to(stream_frame("NEWS", "", "{}"))["code"] == 404);
}

TEST_CASE("a message over the connection is the message that HTTP brings", "[dingtalk][stream]") {
    for (const json& data : {json(said.dump()), said}) {
        const auto got =
            dingtalk::decode_stream_frame(stream_frame("CALLBACK", "/v1.0/im/bot/messages/get", data).dump());
        REQUIRE(std::holds_alternative<dingtalk::stream_message>(got));
        CHECK(dingtalk::decode(std::get<dingtalk::stream_message>(got).data, {}) == dingtalk::decode(said.dump(), {}));
    }
}

TEST_CASE("acknowledgements carry their data as JSON in a string", "[dingtalk][stream]") {
    const auto card = json::parse(dingtalk::card_acknowledgement("m1", R"({"cardData":{}})"));
    CHECK(card["data"] == R"({"response":{"cardData":{}}})");
    CHECK(json::parse(dingtalk::card_acknowledgement("m1", ""))["data"] == R"({"response":null})");
    CHECK(json::parse(dingtalk::stream_acknowledgement("m1", 500, "{}"))["code"] == 500);
}

TEST_CASE("how DingTalk is asked for a connection", "[dingtalk][stream]") {
    const auto request = dingtalk::encode_invitation("ding02", "s3cret", "https://api.dingtalk.io/");
    CHECK(request.url == "https://api.dingtalk.io/v1.0/gateway/connections/open");
    CHECK(request.headers[1] == std::pair<std::string, std::string>{"Accept", "application/json"});
    const auto body = json::parse(request.body);
    CHECK(body["clientId"] == "ding02");
    CHECK(body["clientSecret"] == "s3cret");
    CHECK(body["subscriptions"].size() == 2);
}

TEST_CASE("what the gateway's answer means for the link", "[dingtalk][stream]") {
    using net::setback;
    auto [what, status, body, url, why] = GENERATE(table<const char*, int, const char*, const char*, setback>({
        {"yes",
         200,
         R"({"endpoint":"wss://w.dingtalk.com:443/connect","ticket":"a+b/c="})",
         "wss://w.dingtalk.com:443/connect?ticket=a%2Bb%2Fc%3D",
         {}},
        {"yes, with a query",
         200,
         R"({"endpoint":"wss://w.dingtalk.com/connect?x=1","ticket":"t"})",
         "wss://w.dingtalk.com/connect?x=1&ticket=t",
         {}},
        {"yes without a ticket", 200, R"({"endpoint":"wss://w.dingtalk.com/connect"})", "", setback::troubled},
        {"XML", 200, "<a/>", "", setback::troubled},
        {"wrong credentials", 401, R"({"code":"authFailed","message":"x"})", "", setback::refused},
        {"no right to it", 403, R"({"code":"Forbidden.AccessDenied.AccessTokenPermissionDenied"})", "",
         setback::refused},
        {"too fast", 403, R"({"code":"Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"})", "", setback::troubled},
        {"a parameter", 400, R"({"code":"invalidParameter.clientId"})", "", setback::refused},
        {"busy", 400, R"({"code":"system.busy"})", "", setback::troubled},
        {"under load, a page", 400, "<html>", "", setback::troubled},
        {"under load", 503, "", "", setback::troubled},
    }));
    INFO(what);
    net::http_answer answer;
    answer.status = status;
    answer.body = body;
    const auto got = dingtalk::read_invitation(answer);
    CHECK(got.url == url);
    if (got.url.empty()) CHECK(got.why == why);
    answer.trouble = net::http_trouble::no_answer;
    CHECK(dingtalk::read_invitation(answer).why == setback::unreachable);
}
