#include "adapters/chat/together.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace adapters::chat;

namespace {

outgoing telling(const std::string& number, const std::string& who) {
    outgoing message;
    message.id = "row " + number;
    message.where = {.on = platform::dingtalk, .workspace = "corp", .group = "cid=="};
    message.mention = {.id = who, .name = "name of " + who};
    message.title = "问题 #" + number + " 有答案了";
    message.markdown = "问题 #" + number + " 有答案了：\n\n> 怎么重启？\n\n重启 #1 号机。";
    message.footer = "来源";
    message.buttons = {{action::helpful, "q" + number, "有用", "有用 q" + number}};
    message.reply = {.url = "https://session/" + number, .expires_at = {}};
    message.told_as = "#" + number;
    return message;
}

} // namespace

TEST_CASE("what says the same to several people becomes one message that names each", "[chat]") {
    auto third = telling("15", "li");
    third.reply.expires_at = timestamp(std::chrono::seconds(9));
    const auto two = together(telling("12", "wang"), telling("1", "zhao"));
    REQUIRE(two);
    const auto all = together(*two, third);
    REQUIRE(all);
    CHECK(all->title == "问题 #12, #1, #15 有答案了");
    CHECK(all->markdown == "问题 #12, #1, #15 有答案了：\n\n> 怎么重启？\n\n重启 #1 号机。");
    CHECK(all->mention.id == "wang");
    REQUIRE(all->also.size() == 2);
    CHECK(all->also[0].id == "zhao");
    CHECK(all->also[1].id == "li");
    CHECK(all->id == "row 12");
    CHECK(all->buttons == telling("12", "wang").buttons);
    CHECK(all->reply.url == "https://session/15"); // which is good for longer
    CHECK(outgoing_from_json(to_json(*all)) == all);
}

TEST_CASE("nobody is mentioned twice, and who was forgotten is not", "[chat]") {
    auto forgotten = telling("14", "");
    forgotten.mention = {};
    const auto twice = together(telling("12", "wang"), telling("13", "wang"));
    REQUIRE(twice);
    CHECK(twice->also.empty());
    const auto after = together(forgotten, *twice);
    REQUIRE(after);
    CHECK(after->mention.id == "wang");
    CHECK(after->also.empty());
}

TEST_CASE("what is not the same, or is for one alone, leaves by itself", "[chat]") {
    using change = std::function<void(outgoing&)>;
    const auto& [what, make] = GENERATE(values<std::pair<const char*, change>>({
        {"another answer", [](outgoing& m) { m.markdown += " 再等等。"; }},
        {"another title", [](outgoing& m) { m.title += "！"; }},
        {"another footer", [](outgoing& m) { m.footer += "二"; }},
        {"other buttons", [](outgoing& m) { m.buttons.clear(); }},
        {"another group", [](outgoing& m) { m.where.group = "other"; }},
        {"another thread", [](outgoing& m) { m.where.thread = "170.1"; }},
        {"another workspace", [](outgoing& m) { m.where.workspace = "other"; }},
        {"said in private", [](outgoing& m) { m.where.direct = true; }},
        {"only for one", [](outgoing& m) { m.only_for = m.mention; }},
        {"a change of a message", [](outgoing& m) { m.what = act::replace; }},
        {"in the place of another", [](outgoing& m) { m.takes_place_of = "7"; }},
        {"not to be put together", [](outgoing& m) { m.told_as.clear(); }},
    }));
    INFO(what);
    auto other = telling("13", "li");
    make(other);
    CHECK_FALSE(together(telling("12", "wang"), other));
    CHECK_FALSE(together(other, telling("12", "wang")));
}

TEST_CASE("one message is for a bounded number of people", "[chat]") {
    std::optional<outgoing> all = telling("1", "who1");
    for (std::size_t i = 2; i <= most_addressed; ++i) {
        all = together(*all, telling(std::to_string(i), "who" + std::to_string(i)));
        REQUIRE(all);
    }
    CHECK(all->also.size() == most_addressed - 1);
    CHECK_FALSE(together(*all, telling("99", "who99")));
}
