#include "adapters/dingtalk/message.hpp"
#include "tests/adapters/decoded.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace adapters;
using nlohmann::json;
using tests::changed;
using tests::held;

namespace {

const dingtalk::pins message_pins{"ding02", "ding01", "HelpBot"};

json text_message() {
    return {{"conversationId", "cidAAAA=="},
            {"atUsers", {{{"dingtalkId", "$:LWCP_v1:$bot"}}}},
            {"chatbotCorpId", "ding01"},
            {"chatbotUserId", "$:LWCP_v1:$bot"},
            {"msgId", "msgBBBB=="},
            {"senderNick", "小 爱"},
            {"isAdmin", false},
            {"senderStaffId", "0123"},
            {"sessionWebhookExpiredTime", 1790000000000},
            {"createAt", 1789994600000},
            {"senderCorpId", "ding01"},
            {"conversationType", "2"},
            {"senderId", "$:LWCP_v1:$alice"},
            {"conversationTitle", "support"},
            {"isInAtList", true},
            {"sessionWebhook", "https://oapi.dingtalk.com/robot/sendBySession?session=0f0f"},
            {"text", {{"content", " 采样率怎么设置"}}},
            {"robotCode", "ding02"},
            {"msgtype", "text"}};
}

json of_type(const char* type, json content) {
    json out = text_message();
    out.erase("text");
    out["msgtype"] = type;
    out["content"] = std::move(content);
    return out;
}

json rich(json parts) {
    return of_type("richText", {{"richText", std::move(parts)}});
}

dingtalk::event decode_message(const json& from, const dingtalk::pins& with = message_pins) {
    return dingtalk::decode(from.dump(), with);
}

std::string words(const json& from) {
    return held<dingtalk::message>(decode_message(from)).incoming.text;
}

} // namespace

TEST_CASE("a text message of a group is read", "[dingtalk]") {
    const dingtalk::event found = decode_message(text_message());
    const chat::incoming expected{
        .delivery_id = "msgBBBB==",
        .message_id = "msgBBBB==",
        .where = {.on = chat::platform::dingtalk,
                  .workspace = "ding01",
                  .group = "cidAAAA==",
                  .group_title = "support",
                  .thread = "",
                  .direct = false},
        .who = {.id = "0123", .name = "小 爱"},
        .text = "采样率怎么设置",
        .quoted_text = "",
        .sent_at = chat::timestamp(std::chrono::milliseconds(1789994600000)),
        .reply = {.url = "https://oapi.dingtalk.com/robot/sendBySession?session=0f0f",
                  .expires_at = chat::timestamp(std::chrono::milliseconds(1790000000000))},
    };
    CHECK(held<dingtalk::message>(found).incoming == expected);
    CHECK_FALSE(held<dingtalk::message>(found).outsider);
}

TEST_CASE("the words of a message are found wherever they are", "[dingtalk]") {
    struct row {
        const char* what;
        json from;
        const char* expected;
    };
    const json picture = {{"type", "picture"}, {"downloadCode", "x"}, {"pictureDownloadCode", "y"}};
    const auto text = [](const char* content) { return changed(text_message(), "/text/content", content); };
    const row rows[] = {
        {"text with the blank that the mention left", text(" hello"), "hello"},
        {"text with the mention at its end", text("hello"), "hello"},
        {"text that still has the mention", text("@HelpBot hello"), "hello"},
        {"text with a no-break space behind it", text("@HelpBot\u00a0hello"), "hello"},
        {"text that is only the mention", text(" "), ""},
        {"text that is only the mention, kept", text("@HelpBot "), ""},
        {"text with another's mention", text("@Bob hello @HelpBot"), "@Bob hello"},
        {"text as a plain content", changed(changed(text_message(), "/text", nullptr), "/content", " hi"), "hi"},
        {"no text at all", changed(text_message(), "/text", nullptr), ""},
        {"text without content", changed(text_message(), "/text", json::object()), ""},
        {"rich text", rich({{{"text", "@HelpBot "}}, {{"text", "rich"}}, {{"text", " words"}}}), "rich words"},
        {"rich text glued to the mention", rich({{{"text", "@HelpBot采样率"}}}), "采样率"},
        {"rich text with a picture", rich({{{"text", "what is this"}}, picture}), "what is this"},
        {"rich text with empty parts", rich({{{"text", ""}}, {{"text", "x"}}, json::object()}), "x"},
        {"rich text with mentions as parts",
         rich({{{"type", "at"}, {"atName", "HelpBot"}}, {{"type", "at"}, {"atName", "Bob"}}, {{"text", " hello"}}}),
         "@Bob hello"},
        {"rich text that is only the mention", rich({{{"text", "@HelpBot "}}, {{"text", ""}}}), ""},
        {"what was recognised in a voice message", of_type("audio", {{"downloadCode", "x"}, {"recognition", "你好"}}),
         "你好"},
    };
    for (const row& one : rows) {
        INFO(one.what);
        CHECK(words(one.from) == one.expected);
    }
}

TEST_CASE("where nobody has said what the bot is called, the first mention of rich text is taken for it",
          "[dingtalk]") {
    auto [said, heard] = GENERATE(table<const char*, const char*>({
        {"@HelpBot 答 #1 一次", "答 #1 一次"},
        {"hello @HelpBot", "hello @HelpBot"},
        {"@群答怎么用", "@群答怎么用"}, // who knows where the name ends
    }));
    auto nameless = message_pins;
    nameless.bot_name.clear();
    CHECK(held<dingtalk::message>(decode_message(rich({{{"text", said}}}), nameless)).incoming.text == heard);
}

TEST_CASE("only the bot's own name is stripped, at start and end", "[dingtalk]") {
    auto [what, text, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"at the start", "@HelpBot hello", "hello"},
        {"at the end", "hello @HelpBot", "hello"},
        {"at both", "@HelpBot hello @HelpBot", "hello"},
        {"twice", "@HelpBot @HelpBot hello", "hello"},
        {"glued to Chinese", "@HelpBot你好", "你好"},
        {"behind wide blanks", "\u3000@HelpBot\u2005\u200bhello", "hello"},
        {"not in the middle", "ask @HelpBot about it", "ask @HelpBot about it"},
        {"not somebody with a longer name", "@HelpBot2 hello", "@HelpBot2 hello"},
        {"not the bare name", "HelpBot hello", "HelpBot hello"},
        {"not another's mention", "@Bob hello", "@Bob hello"},
        {"not an address that ends like it", "mail me@HelpBot.org", "mail me@HelpBot.org"},
    }));
    INFO(what);
    CHECK(dingtalk::without_mention(text, "HelpBot") == expected);
    CHECK(dingtalk::without_mention(" @Bot ", "") == "@Bot"); // text comes without the mention
    CHECK(dingtalk::without_mention("@群答怎么用", "群答") == "怎么用");
}

TEST_CASE("a message without words is told apart", "[dingtalk]") {
    struct row {
        const char* what;
        json from;
        const char* type;
    };
    const row rows[] = {
        {"a picture", of_type("picture", {{"downloadCode", "x"}}), "picture"},
        {"a file", of_type("file", {{"downloadCode", "x"}, {"fileName", "a.log"}}), "file"},
        {"a video, whose duration is text or a number", of_type("video", {{"duration", "5"}}), "video"},
        {"a voice message nobody understood", of_type("audio", {{"downloadCode", "x"}}), "audio"},
        {"what the robot cannot receive", of_type("unknownMsgType", {{"unknownMsgType", "…"}}), "unknownMsgType"},
        {"a type nobody knows yet", of_type("hologram", {{"x", 1}}), "hologram"},
        {"a type whose content is text", of_type("hologram", "text"), "hologram"},
        {"rich text of a picture only", rich({{{"type", "picture"}, {"downloadCode", "x"}}}), "richText"},
        {"rich text of the mention and a picture",
         rich({{{"text", "@HelpBot "}}, {{"type", "picture"}, {"downloadCode", "x"}}}), "richText"},
    };
    for (const row& one : rows) {
        INFO(one.what);
        const dingtalk::event found = decode_message(one.from);
        CHECK(held<dingtalk::unsupported>(found).type == one.type);
        CHECK(held<dingtalk::unsupported>(found).incoming.text.empty());
        CHECK(held<dingtalk::unsupported>(found).incoming.message_id == "msgBBBB==");
    }
}

TEST_CASE("the used up quota is noticed although the text is withheld", "[dingtalk]") {
    json from = changed(text_message(), "/text", nullptr);
    from["errorCode"] = 20001;
    from["errorMessage"] = "…";
    CHECK(held<dingtalk::quota_used_up>(decode_message(from)).incoming.where.group == "cidAAAA==");
    from["errorCode"] = "20001";
    CHECK(held<dingtalk::quota_used_up>(decode_message(from)).incoming.where.group == "cidAAAA==");
    from.erase("msgtype");
    CHECK(held<dingtalk::quota_used_up>(decode_message(from)).incoming.where.group == "cidAAAA==");
}

TEST_CASE("who and where, when fields are missing", "[dingtalk]") {
    const auto in = [](const json& from, const dingtalk::pins& with = message_pins) {
        return held<dingtalk::message>(decode_message(from, with));
    };
    SECTION("people outside the organisation have no id") {
        const auto found = in(changed(text_message(), "/senderStaffId", nullptr));
        CHECK(found.incoming.who == chat::person{"", "小 爱"});
        CHECK(found.outsider);
        CHECK(in(changed(text_message(), "/senderStaffId", "")).outsider);
    }
    SECTION("a one-to-one conversation is direct") {
        CHECK(in(changed(text_message(), "/conversationType", "1")).incoming.where.direct);
    }
    SECTION("the workspace is the bot's corp, else the pinned, else the sender's") {
        const json none = changed(text_message(), "/chatbotCorpId", nullptr);
        CHECK(in(none).incoming.where.workspace == "ding01");
        CHECK(in(changed(none, "/senderCorpId", "ding77"), {}).incoming.where.workspace == "ding77");
        CHECK(in(changed(text_message(), "/senderCorpId", "ding77")).incoming.where.workspace == "ding01");
    }
    SECTION("times come as numbers or as text, or not at all") {
        const json texts = changed(changed(text_message(), "/createAt", "1789994600000"), "/sessionWebhookExpiredTime",
                                   "1790000000000");
        CHECK(in(texts).incoming == in(text_message()).incoming);
        CHECK(in(changed(text_message(), "/createAt", nullptr)).incoming.sent_at == chat::timestamp{});
    }
    SECTION("without a webhook there is none") {
        CHECK(in(changed(text_message(), "/sessionWebhook", nullptr)).incoming.reply.url.empty());
    }
    SECTION("titles and names are decoration, whatever they are") {
        CHECK(in(changed(text_message(), "/conversationTitle", 5)).incoming.where.group_title.empty());
        CHECK(in(changed(text_message(), "/senderNick", json::array())).incoming.who == chat::person{"0123", ""});
    }
    SECTION("isAdmin and unknown fields are not looked at") {
        CHECK(in(changed(changed(text_message(), "/isAdmin", "maybe"), "/openThreadId", {{"x", 1}})).incoming ==
              in(text_message()).incoming);
    }
}

TEST_CASE("a quoted message is read as far as it is known", "[dingtalk]") {
    struct row {
        const char* what;
        json reply;
        const char* expected;
    };
    const row rows[] = {
        {"words in text", {{"msgType", "text"}, {"content", {{"text", " the words "}}}}, "the words"},
        {"words in content", {{"msgType", "text"}, {"content", {{"content", "the words"}}}}, "the words"},
        {"words as content", {{"msgType", "text"}, {"content", "the words"}}, "the words"},
        {"rich text with the quote's own names",
         {{"msgType", "richText"},
          {"content",
           {{"richText", {{{"msgType", "text"}, {"content", "the "}}, {{"msgType", "text"}, {"content", "words"}}}}}}},
         "the words"},
        {"rich text with the usual names",
         {{"msgType", "richText"}, {"content", {{"richText", {{{"text", "the words"}}}}}}},
         "the words"},
        {"a card", {{"msgType", "interactiveCard"}, {"content", {{"cardContent", {{"x", 1}}}}}}, ""},
        {"a number for content", {{"msgType", "text"}, {"content", 5}}, ""},
        {"a number for text", {{"msgType", "text"}, {"content", {{"text", 5}}}}, ""},
        {"a list for rich text", {{"content", {{"richText", {1, "x"}}}}}, ""},
        {"a text for the quote", "x", ""},
    };
    for (const row& one : rows) {
        INFO(one.what);
        const auto found = decode_message(changed(text_message(), "/text/repliedMsg", one.reply));
        CHECK(held<dingtalk::message>(found).incoming.quoted_text == one.expected);
        CHECK(held<dingtalk::message>(found).incoming.text == "采样率怎么设置");
    }
}

TEST_CASE("what is meant for others is ignored", "[dingtalk]") {
    auto [what, pointer, value, reason] = GENERATE(table<const char*, const char*, json, const char*>({
        {"another robot", "/robotCode", "ding03", "for another robot (robotCode ding03)"},
        {"no robot", "/robotCode", nullptr, "for another robot (robotCode missing)"},
        {"another organisation's bot", "/chatbotCorpId", "ding99", "for another organisation (chatbotCorpId ding99)"},
    }));
    INFO(what);
    CHECK(held<dingtalk::ignored>(decode_message(changed(text_message(), pointer, value))).reason == reason);
    CHECK(std::holds_alternative<dingtalk::message>(decode_message(changed(text_message(), pointer, value), {})));
}

TEST_CASE("what DingTalk would not send is refused, with the field's name", "[dingtalk]") {
    struct row {
        const char* what;
        std::string body;
        const char* reason;
    };
    const auto with = [](const char* pointer, json value) {
        return changed(text_message(), pointer, std::move(value)).dump();
    };
    const row rows[] = {
        {"nothing", "", "not JSON"},
        {"half of it", text_message().dump().substr(0, 100), "not JSON"},
        {"a list", "[]", "not a JSON object"},
        {"an object of nothing", "{}", "msgId: missing"},
        {"not UTF-8", "{\"msgId\":\"\xff\"}", "not UTF-8"},
        {"more than 64 KiB", with("/text/content", std::string(65536, 'x')), "too large"},
        {"33 levels", "{\"a\":" + std::string(32, '[') + '1' + std::string(32, ']') + '}', "nested too deeply"},
        {"no msgId", with("/msgId", nullptr), "msgId: missing"},
        {"an empty msgId", with("/msgId", ""), "msgId: of the wrong type"},
        {"a number for the msgId", with("/msgId", 5), "msgId: of the wrong type"},
        {"a msgId with a blank", with("/msgId", "a b"), "msgId: of the wrong type"},
        {"an endless msgId", with("/msgId", std::string(257, 'm')), "msgId: of the wrong type"},
        {"no conversation", with("/conversationId", nullptr), "conversationId: missing"},
        {"an object for the conversation", with("/conversationId", json::object()),
         "conversationId: of the wrong type"},
        {"no kind of conversation", with("/conversationType", nullptr), "conversationType: missing"},
        {"a number for it", with("/conversationType", 2), "conversationType: of the wrong type"},
        {"an unknown one", with("/conversationType", "3"), "conversationType: of the wrong type"},
        {"a number for the staff id", with("/senderStaffId", 123), "senderStaffId: of the wrong type"},
        {"a staff id with a line feed", with("/senderStaffId", "1\n2"), "senderStaffId: of the wrong type"},
        {"a number for the corp", with("/chatbotCorpId", 5), "chatbotCorpId: of the wrong type"},
        {"words for the time", with("/createAt", "yesterday"), "createAt: of the wrong type"},
        {"a fraction for the time", with("/createAt", 1.5), "createAt: of the wrong type"},
        {"a negative time", with("/createAt", -1), "createAt: of the wrong type"},
        {"a time beyond all", with("/createAt", 9000000000000000000), "createAt: of the wrong type"},
        {"a list for the end of the session", with("/sessionWebhookExpiredTime", json::array()),
         "sessionWebhookExpiredTime: of the wrong type"},
        {"a number for the webhook", with("/sessionWebhook", 5), "sessionWebhook: of the wrong type"},
        {"no type", with("/msgtype", nullptr), "msgtype: missing"},
        {"a number for the type", with("/msgtype", 5), "msgtype: of the wrong type"},
        {"a string for the text", with("/text", "x"), "text: of the wrong type"},
        {"a number for the words", with("/text/content", 5), "text.content: of the wrong type"},
        {"a number for the error", with("/errorCode", 1.5), "errorCode: of the wrong type"},
        {"rich text without content", changed(rich(json::array()), "/content", nullptr).dump(), "content: missing"},
        {"rich text that is text", of_type("richText", {{"richText", "x"}}).dump(),
         "content.richText: of the wrong type"},
        {"rich text of words", rich({"x"}).dump(), "content.richText[0]: of the wrong type"},
    };
    for (const row& one : rows) {
        INFO(one.what);
        const dingtalk::event found = dingtalk::decode(one.body, {"", "", "HelpBot"});
        CHECK(held<dingtalk::malformed>(found).reason == one.reason);
    }
    const json homeless = changed(changed(text_message(), "/chatbotCorpId", nullptr), "/senderCorpId", nullptr);
    CHECK(held<dingtalk::malformed>(decode_message(homeless, {})).reason == "senderCorpId: missing");
}

TEST_CASE("a quoted card is read, where the platform tells what is on it", "[dingtalk]") {
    const json tree = {{"elementType", "ROOT"},
                       {"children",
                        {{{"elementType", "TEXT"}, {"value", "采样率"}},
                         {{"elementType", "BOX"}, {"children", {{{"elementType", "TEXT"}, {"value", "在入口设置"}}}}},
                         {{"elementType", "IMAGE"}, {"value", "https://example.org/p.png"}}}}};
    const json ours = {{"cardParamMap", {{"title", "采样率"}, {"markdown", "**在入口**"}, {"label1", "有用"}}}};
    struct row {
        const char* what;
        json content;
        const char* expected;
    };
    const row rows[] = {
        {"as a tree", {{"cardContent", tree}}, "采样率\n在入口设置"},
        {"as its variables", {{"cardData", ours}}, "**在入口**"},
        {"as its variables in a text", {{"cardData", ours.dump()}}, "**在入口**"},
        {"with mentions",
         {{"cardData", {{"cardParamMap", {{"markdown", "<a atId=0123>Li</a> <a atId=7>Wu</a>\n\n> x <a atId=8>y"}}}}}},
         "@Li @Wu\n\n> x <a atId=8>y"},
        {"somebody else's card", {{"cardData", {{"cardParamMap", {{"content", "x"}}}}}}, "x"},
        {"an actionCard of which only the title is told", {{"title", "采样率"}}, "采样率"},
        {"only an id", nullptr, ""},
        {"something new", {{"cardContent", 7}, {"cardData", {7}}}, ""},
    };
    for (const row& one : rows) {
        INFO(one.what);
        json from = text_message();
        from["text"]["repliedMsg"] = {{"msgType", "interactiveCard"}, {"msgId", "m"}, {"content", one.content}};
        CHECK(held<dingtalk::message>(decode_message(from)).incoming.quoted_text == one.expected);
    }
}
