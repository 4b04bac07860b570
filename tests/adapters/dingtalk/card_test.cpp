// Cards: what they are filled with, and what their presses say.
#include "adapters/dingtalk/card.hpp"
#include "adapters/dingtalk/card_callback.hpp"
#include "adapters/net/base64.hpp"
#include "adapters/net/hmac.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace adapters;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

const dingtalk::pins card_pins{"robot", "ding01", "HelpBot"};

chat::outgoing card_with_answer() {
    chat::outgoing out;
    out.id = "4711";
    out.where = {.on = chat::platform::dingtalk, .workspace = "ding01", .group = "cidAAAA=="};
    out.mention = {.id = "0123", .name = "小爱"};
    out.title = "采样率";
    out.markdown = "**在入口**";
    out.footer = "来源";
    out.status = "有用 1";
    out.buttons = {{chat::action::helpful, "q1", "有用", "有用 q1"}};
    return out;
}

json card_of(const chat::outgoing& message, std::string route_key = {}) {
    return json::parse(
        dingtalk::encode_card(message, {"x.schema", "robot", std::move(route_key)}, {"https://api.dingtalk.com", "t"})
            .body);
}

json callback(const json& content) {
    return {{"type", "actionCallback"}, {"outTrackId", "4711"}, {"corpId", "ding01"},     {"userId", "0123"},
            {"userIdType", 1},          {"spaceType", "IM"},    {"spaceId", "cidAAAA=="}, {"content", content.dump()}};
}

json pressed_content(const char* action, const char* value) {
    return {{"cardPrivateData", {{"actionIds", {"1"}}, {"params", {{"action", action}, {"value", value}}}}}};
}

dingtalk::card_event decode_card(const json& from) {
    return dingtalk::decode_card_callback(from.dump(), card_pins, "n1");
}

} // namespace

TEST_CASE("a card for several people mentions them all", "[dingtalk]") {
    auto message = card_with_answer();
    message.also = {{.id = "0124", .name = "小红"}, {.id = "", .name = "路人"}};
    const json card = card_of(message);
    CHECK(card["imGroupOpenDeliverModel"]["atUserIds"] == json{{"0123", "小爱"}, {"0124", "小红"}});
    CHECK(card["cardAtUserIds"] == json{"0123", "0124"});
    CHECK(card["cardData"]["cardParamMap"]["markdown"] ==
          "<a atId=0123>小爱</a> <a atId=0124>小红</a> @\u200b路人\n\n**在入口**");
}

TEST_CASE("a name in a card's mention stays a name", "[dingtalk]") {
    auto message = card_with_answer();
    const auto shown = [&message](const char* id, const char* name) {
        message.mention = {.id = id, .name = name};
        const std::string text = card_of(message)["cardData"]["cardParamMap"]["markdown"];
        return text.substr(0, text.find('\n'));
    };
    CHECK(shown("0123", "</a><a atId=0124>Bob") == "<a atId=0123>&lt;/a>&lt;a atId=0124>Bob</a>");
    CHECK(shown("0123", "[x](dtmd://y) @all") == "<a atId=0123>[x]\u200b(dtmd://y) @\u200ball</a>");
    CHECK(shown("0123", "") == "<a atId=0123>0123</a>");
    CHECK(shown("0123 onclick=x", "Li") == "@\u200bLi");
}

TEST_CASE("a card is filled with texts only, and says where its presses go", "[dingtalk]") {
    const json card = card_of(card_with_answer());
    CHECK(card["outTrackId"] == "4711");
    CHECK(card["callbackType"] == "STREAM");
    CHECK(card["openSpaceId"] == "dtv1.card//IM_GROUP.cidAAAA==");
    CHECK(card["imGroupOpenDeliverModel"] == json{{"robotCode", "robot"}, {"atUserIds", {{"0123", "小爱"}}}});
    const json& variables = card["cardData"]["cardParamMap"];
    CHECK(card["cardAtUserIds"] == json{"0123"});
    CHECK(variables["markdown"] == "<a atId=0123>小爱</a>\n\n**在入口**");
    CHECK(variables["footer"] == "来源");
    CHECK(variables["status"] == "有用 1");
    CHECK(variables["label1"] == "有用");
    CHECK(variables["action1"] == "helpful");
    CHECK(variables["value1"] == "q1");
    CHECK(variables["label5"] == "");
    for (const json& one : variables)
        CHECK(one.is_string());
    CHECK(card_of(card_with_answer(), "key")["callbackType"] == "HTTP");
    CHECK(card_of(card_with_answer(), "key")["callbackRouteKey"] == "key");
}

TEST_CASE("a card of a direct conversation goes to its person and its presses say which it is", "[dingtalk]") {
    chat::outgoing message = card_with_answer();
    message.where.direct = true;
    message.partner = std::exchange(message.mention, {});
    const json card = card_of(message);
    CHECK(card["openSpaceId"] == "dtv1.card//IM_ROBOT.0123");
    const std::string value = card["cardData"]["cardParamMap"]["value1"];
    CHECK(value == "q1 cidAAAA==");
    json told = callback(pressed_content("helpful", value.c_str()));
    told["spaceId"] = "0123";
    const auto press = std::get<chat::press>(decode_card(told));
    CHECK(press.value == "q1");
    CHECK(press.where.group == "cidAAAA==");
    CHECK(press.where.direct);
}

TEST_CASE("a press is read", "[dingtalk]") {
    const auto press = std::get<chat::press>(decode_card(callback(pressed_content("pick", "q1:2"))));
    CHECK(press.what == chat::action::pick);
    CHECK(press.value == "q1:2");
    CHECK(press.message_id == "4711");
    CHECK(press.who.id == "0123");
    CHECK(press.where == chat::place{.on = chat::platform::dingtalk, .workspace = "ding01", .group = "cidAAAA=="});
    CHECK(press.delivery_id == "card:4711:0123:pick:q1:2:n1");
}

TEST_CASE("a press is read in every shape it is told in, and nothing else is", "[dingtalk]") {
    const auto changed = [](const char* key, json to) {
        json all = callback(pressed_content("helpful", "q1"));
        all[key] = std::move(to);
        return all;
    };
    const json one_higher = {{"params", {{"action", "helpful"}, {"value", "q1"}}}};
    json as_value = changed("value", pressed_content("helpful", "q1").dump());
    as_value.erase("content");
    struct row {
        const char* what;
        json from;
        std::size_t expected; // 0 a press, 1 ignored, 2 malformed
    };
    const row rows[] = {
        {"as it is", callback(pressed_content("helpful", "q1")), 0},
        {"content as JSON itself", changed("content", pressed_content("helpful", "q1")), 0},
        {"params one level higher", callback(one_higher), 0},
        {"under another name", as_value, 0},
        {"the kind of id as text", changed("userIdType", "1"), 0},
        {"without the kind of id", changed("userIdType", nullptr), 0},
        {"a union id", changed("userIdType", 2), 1},
        {"another organisation", changed("corpId", "ding02"), 1},
        {"another event", changed("type", "other"), 1},
        {"an action nobody knows", callback(pressed_content("explode", "q1")), 1},
        {"a value with a blank in front", callback(pressed_content("helpful", " q1")), 1},
        {"a value that goes on", callback(pressed_content("helpful", "q1 cid\nx")), 1},
        {"no value", callback(pressed_content("helpful", "")), 1},
        {"content that is not JSON", changed("content", "{"), 1},
        {"nobody", changed("userId", ""), 2},
        {"no card", changed("outTrackId", nullptr), 2},
        {"a card that is a number", changed("outTrackId", 4711), 2},
        {"a place with a blank", changed("spaceId", "cid A"), 2},
        {"a list", json::array(), 2},
    };
    for (const row& one : rows) {
        INFO(one.what);
        CHECK(decode_card(one.from).index() == one.expected);
    }
}

TEST_CASE("a press is believed when it is signed with our secret, and in time", "[dingtalk]") {
    const std::vector<std::string> secrets{"new", "old"};
    const chat::timestamp now(1'790'000'000'000ms);
    const auto check = [&](std::string_view time, const std::string& secret) {
        const auto sign = net::to_base64(net::hmac_sha256(dingtalk::card_api_secret(secret), time));
        return dingtalk::check_card_signature({time, sign}, secrets, now, 300s);
    };
    CHECK(check("1790000000000", "new") == chat::authenticity::genuine);
    CHECK(check("1790000000000", "old") == chat::authenticity::genuine);
    CHECK(check("1790000000000", "another") == chat::authenticity::forged);
    CHECK(check("1789999699999", "new") == chat::authenticity::stale);
    CHECK(check("soon", "new") == chat::authenticity::malformed);
    CHECK(dingtalk::check_card_signature({}, secrets, now, 300s) == chat::authenticity::malformed);
    CHECK(dingtalk::card_api_secret("new") != dingtalk::card_api_secret("old"));
}
