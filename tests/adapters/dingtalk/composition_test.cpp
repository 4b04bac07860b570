#include "adapters/dingtalk/composition.hpp"
#include "adapters/dingtalk/openapi.hpp"
#include "adapters/dingtalk/webhook.hpp"
#include "tests/adapters/chat/rendered.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace adapters;
using Catch::Contains;
using nlohmann::json;

namespace {

chat::button make_button(chat::action what, std::string label, std::string says) {
    return {.what = what, .value = "q1", .label = std::move(label), .says = std::move(says)};
}

chat::outgoing answer_with_buttons() {
    chat::outgoing out;
    out.mention = {.id = "0123", .name = "小爱"};
    out.title = "采样率";
    out.markdown = "**在入口**";
    out.footer = "来源：[文档](https://example.org/a)";
    out.status = "有用 1";
    out.buttons = {make_button(chat::action::helpful, "Helpful", "helpful q1"),
                   make_button(chat::action::unhelpful, "Not helpful", "not helpful q1"),
                   make_button(chat::action::ask_moderator, "找管理员", "找管理员 q1")};
    return out;
}

json webhook_body(const chat::outgoing& message, dingtalk::commands form = dingtalk::commands::tapped) {
    return json::parse(dingtalk::encode(message, form).body);
}

json group_body(const chat::outgoing& message, dingtalk::commands form = dingtalk::commands::tapped) {
    return json::parse(dingtalk::encode_to_group(message, form, {"https://api.dingtalk.com", "token"}, "robot").body);
}

json param_of(const json& body) {
    return json::parse(body.at("msgParam").get<std::string>());
}

} // namespace

TEST_CASE("an answer with buttons is an actionCard whose buttons speak", "[dingtalk]") {
    const json body = webhook_body(answer_with_buttons());
    CHECK(body["msgtype"] == "actionCard");
    const json& card = body["actionCard"];
    CHECK(card["text"] == "@0123\n\n**在入口**\n\n来源：[文档](https://example.org/a)\n\n有用 1");
    CHECK(card["btnOrientation"] == "1");
    REQUIRE(card["btns"].size() == 3);
    CHECK(card["btns"][1]["title"] == "Not helpful");
    CHECK(card["btns"][1]["actionURL"] == "dtmd://dingtalkclient/sendMessage?content=not%20helpful%20q1");
    CHECK(body["at"] == json{{"isAtAll", false}, {"atUserIds", {"0123"}}});
}

TEST_CASE("a list to pick from is vertical, one button is single, and five are the most", "[dingtalk]") {
    chat::outgoing message = answer_with_buttons();
    message.buttons.assign(7, make_button(chat::action::pick, "怎么设置", "选 q1:1"));
    CHECK(webhook_body(message)["actionCard"]["btnOrientation"] == "0");
    CHECK(webhook_body(message)["actionCard"]["btns"].size() == 5);
    message.buttons.resize(1);
    CHECK(webhook_body(message)["actionCard"]["singleTitle"] == "怎么设置");
    CHECK_FALSE(webhook_body(message)["actionCard"].contains("btns"));
    message.buttons[0].says.clear(); // could do nothing
    CHECK(webhook_body(message)["msgtype"] == "markdown");
}

TEST_CASE("OpenAPI has a template for each number of buttons", "[dingtalk]") {
    auto [count, what, key, title] = GENERATE(table<std::size_t, chat::action, const char*, const char*>({
        {0, chat::action::helpful, "sampleMarkdown", "title"},
        {1, chat::action::helpful, "sampleActionCard", "singleTitle"},
        {2, chat::action::helpful, "sampleActionCard6", "buttonTitle2"},
        {2, chat::action::pick, "sampleActionCard2", "actionTitle2"},
        {3, chat::action::helpful, "sampleActionCard3", "actionTitle3"},
        {4, chat::action::pick, "sampleActionCard4", "actionTitle4"},
        {5, chat::action::pick, "sampleActionCard5", "actionURL5"},
    }));
    INFO(key);
    chat::outgoing message = answer_with_buttons();
    message.buttons.assign(count, make_button(what, "怎么设置", "选 q1:1"));
    const json body = group_body(message);
    CHECK(body["msgKey"] == key);
    CHECK(body["robotCode"] == "robot");
    CHECK(param_of(body).contains(title));
    CHECK_THAT(param_of(body)["text"].get<std::string>(), Contains("@\u200b小爱\n\n"));
}

TEST_CASE("commands are written out where buttons are refused", "[dingtalk]") {
    const json body = webhook_body(answer_with_buttons(), dingtalk::commands::written);
    CHECK(body["msgtype"] == "markdown");
    const std::string text = body["markdown"]["text"];
    CHECK_THAT(text, Contains("- Helpful: `helpful q1`\n- Not helpful: `not helpful q1`"));
    CHECK(text.ends_with("有用 1"));
}

TEST_CASE("who has no id is named, and a name mentions nobody and marks nothing up", "[dingtalk]") {
    auto [what, name, expected] = GENERATE(table<const char*, std::string, const char*>({
        {"a name", "Guest", "@\u200bGuest\n\n"},
        {"everybody", "all", "@\u200ball\n\n"},
        {"marks", "**<b>**", "@\u200b\\*\\*&lt;b>\\*\\*\n\n"},
        {"a line break", "a\nb", "@\u200ba b\n\n"},
        {"nothing", "", ""},
    }));
    INFO(what);
    chat::outgoing message = answer_with_buttons();
    message.mention = {.id = {}, .name = name};
    const json body = webhook_body(message);
    const std::string text = body["actionCard"]["text"];
    CHECK(text.starts_with(std::string(expected) + "**在入口**"));
    CHECK_FALSE(body["at"].contains("atUserIds"));
    CHECK(tests::harmless_on_dingtalk(text));
}

TEST_CASE("a long body is shortened, what stands below it is not", "[dingtalk]") {
    const std::string part =
        GENERATE(as<std::string>{}, "字", "\"", "**粗** [链](https://x.org/a(b)) ", "- x\n", "\xff");
    chat::outgoing message = answer_with_buttons();
    message.markdown.clear();
    while (message.markdown.size() < 60000)
        message.markdown += part;
    const std::string below = "来源：[文档](https://example.org/a)\n\n有用 1";

    const net::http_request posted = dingtalk::encode(message);
    CHECK(posted.body.size() <= dingtalk::body_limit_bytes);
    CHECK(posted.body.size() > dingtalk::body_limit_bytes / 2);
    const std::string text = json::parse(posted.body)["actionCard"]["text"];
    CHECK(text.ends_with("…\n\n" + below));
    CHECK(json::parse(posted.body)["actionCard"]["btns"].size() == 3);

    const std::string param = group_body(message).at("msgParam");
    CHECK(param.size() <= dingtalk::msg_param_limit_bytes);
    CHECK(param.size() > dingtalk::msg_param_limit_bytes / 2);
    CHECK(json::parse(param)["text"].get<std::string>().ends_with("…\n\n" + below));
}

TEST_CASE("a footer that alone is too long is shortened like everything", "[dingtalk]") {
    chat::outgoing message = answer_with_buttons();
    message.footer.assign(60000, 'x');
    CHECK(dingtalk::encode(message).body.size() <= dingtalk::body_limit_bytes);
}
