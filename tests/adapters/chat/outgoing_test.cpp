#include "adapters/chat/outgoing.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace adapters::chat;

namespace {

outgoing full_message() {
    return {.id = "ob-1",
            .where = {.on = platform::dingtalk,
                      .workspace = "corp",
                      .group = "cid==",
                      .group_title = "答疑群",
                      .thread = "170.1",
                      .direct = true},
            .mention = {.id = "0123", .name = "小明"},
            .also = {{.id = "0124", .name = "小红"}},
            .title = "回答",
            .markdown = "**是的** \"quoted\"\n",
            .reply = {.url = "https://oapi.dingtalk.com/robot/sendBySession?session=1",
                      .expires_at = timestamp(std::chrono::milliseconds(1790000000000))},
            .footer = "来源：周刊",
            .status = "有用 1",
            .what = act::replace,
            .target = "170.2",
            .takes_place_of = "41",
            .buttons = {{action::pick, "q10:2", "第二个", "选 q10:2"}},
            .answers = "170.1",
            .only_for = {.id = "0123", .name = "小明"},
            .told_as = "#12"};
}

} // namespace

TEST_CASE("an outgoing message survives the outbox", "[chat]") {
    const outgoing message = full_message();
    const auto back = outgoing_from_json(to_json(message));
    REQUIRE(back);
    CHECK(*back == message);
}

TEST_CASE("bytes that are not UTF-8 become a replacement instead of an exception", "[chat]") {
    outgoing message = full_message();
    message.title = "half a character: \xe4\xbd";
    const auto back = outgoing_from_json(to_json(message));
    REQUIRE(back);
    CHECK(back->title.starts_with("half a character: \uFFFD"));
}

TEST_CASE("a row from before there were buttons is read", "[chat]") {
    auto row = nlohmann::json::parse(to_json(full_message()));
    for (const char* newer :
         {"footer", "status", "what", "target", "takes_place_of", "buttons", "answers", "only_for", "also", "told_as"})
        row.erase(newer);
    const auto back = outgoing_from_json(row.dump());
    REQUIRE(back);
    CHECK(back->what == act::post);
    CHECK(back->markdown == full_message().markdown);
    CHECK(back->buttons.empty());
}

TEST_CASE("a row that is not ours is refused", "[chat]") {
    const auto with = [](const char* pointer, nlohmann::json value) {
        auto row = nlohmann::json::parse(to_json(full_message()));
        row[nlohmann::json::json_pointer(pointer)] = std::move(value);
        return row.dump();
    };
    auto [what, text] = GENERATE_COPY(table<const char*, std::string>({
        {"nothing", ""},
        {"not JSON", "{"},
        {"a list", "[]"},
        {"an empty object", "{}"},
        {"cut short", to_json(full_message()).substr(0, 100)},
        {"a newer format", with("/format", 2)},
        {"a format of another type", with("/format", "1")},
        {"an unknown platform", with("/where/platform", "icq")},
        {"an unknown act", with("/what", "shout")},
        {"an unknown button", with("/buttons/0/what", "explode")},
        {"a number for the group", with("/where/group", 5)},
        {"text for direct", with("/where/direct", "yes")},
        {"no place at all", with("/where", nullptr)},
        {"a number for the text", with("/markdown", 5)},
        {"a fraction for a time", with("/reply/expires_at", 1.5)},
        {"a name alone besides", with("/also", nlohmann::json::array({"小红"}))},
        {"a list for the mention", with("/mention", nlohmann::json::array())},
    }));
    INFO(what);
    CHECK_FALSE(outgoing_from_json(text));
}
