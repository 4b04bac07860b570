#include "adapters/chat/text.hpp"
#include "adapters/slack/blocks.hpp"
#include "adapters/slack/mrkdwn.hpp"
#include "adapters/slack/render.hpp"
#include "tests/adapters/chat/rendered.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <set>

using namespace adapters;
using nlohmann::json;

namespace {

chat::outgoing answer_on_slack() {
    chat::outgoing out;
    out.id = "77";
    out.where.on = chat::platform::slack;
    out.mention.id = "U0ALICE";
    out.markdown = "Run `make`.";
    out.footer = "Source: [docs](https://x.org)";
    out.status = "helpful 1";
    out.buttons = {{chat::action::helpful, "q1", "Helpful", ""}, {chat::action::unhelpful, "q1", "Not helpful", ""}};
    return out;
}

json blocks(const chat::outgoing& message) {
    const auto text = slack::blocks_of(message);
    return text.empty() ? json::array() : json::parse(text);
}

std::size_t characters(const json& text) {
    return chat::count_characters(text.get<std::string>());
}

// What Slack checks, as far as we use it.
void within_limits(const json& all) {
    CHECK(all.size() <= 50);
    std::size_t sum = 0;
    std::set<std::string> names;
    for (const json& block : all) {
        const std::string type = block["type"];
        if (type == "section") {
            CHECK(characters(block["text"]["text"]) <= 3000);
            CHECK(characters(block["text"]["text"]) > 0);
            sum += characters(block["text"]["text"]);
        } else if (type == "context") {
            CHECK(characters(block["elements"][0]["text"]) <= 2000);
            sum += characters(block["elements"][0]["text"]);
        } else {
            REQUIRE(type == "actions");
            CHECK(block["elements"].size() <= 25);
            for (const json& one : block["elements"]) {
                CHECK(names.insert(one["action_id"]).second);
                CHECK(characters(one["text"]["text"]) <= 75);
                CHECK(characters(one["text"]["text"]) > 0);
                sum += characters(one["text"]["text"]);
            }
        }
    }
    CHECK(sum <= 13'000);
}

} // namespace

TEST_CASE("a message has a section, its footer, its status and its buttons", "[slack]") {
    const json all = blocks(answer_on_slack());
    REQUIRE(all.size() == 4);
    CHECK(all[0]["text"]["text"] == "<@U0ALICE> Run `make`.");
    CHECK(all[1]["elements"][0]["text"] == "Source: <https://x.org|docs>");
    CHECK(all[2]["elements"][0]["text"] == "helpful 1");
    CHECK(all[3]["block_id"] == "actions-77");
    CHECK(all[3]["elements"][0] == json{{"type", "button"},
                                        {"action_id", "helpful"},
                                        {"text", {{"type", "plain_text"}, {"text", "Helpful"}}},
                                        {"value", "q1"}});
    CHECK(slack::text_of(answer_on_slack(), 3900) ==
          "<@U0ALICE> Run `make`.\n\nSource: <https://x.org|docs>\n\nhelpful 1");
}

TEST_CASE("a short message alone needs no blocks, unless it replaces one that had them", "[slack]") {
    chat::outgoing message = answer_on_slack();
    message.footer.clear();
    message.status.clear();
    message.buttons.clear();
    CHECK(slack::blocks_of(message).empty());
    message.what = chat::act::replace;
    CHECK(blocks(message).size() == 1);
}

TEST_CASE("a message that names members and channels shows them by their names, and no other message does", "[slack]") {
    auto card = answer_on_slack();
    card.markdown = "by [U0BOB](member:U0BOB) in **[C0HELP](group:C0HELP)**";
    card.status = "[U0MONA](member:T0HOME:U0MONA) is on it";
    CHECK(blocks(card)[0]["text"]["text"].get<std::string>().find("<@U0BOB>") == std::string::npos);
    card.names_members = true;
    CHECK(blocks(card)[0]["text"]["text"] == "<@U0ALICE> by <@U0BOB> in *<#C0HELP>*");
    CHECK(blocks(card)[2]["elements"][0]["text"] == "<@U0MONA> is on it");
    CHECK(slack::text_of(card, 1000).find("<#C0HELP>") != std::string::npos);
    CHECK(chat::outgoing_from_json(to_json(card)) == card);
    for (const char* nobody : {"member:!here", "group:!channel", "group:C 1", "member:"}) {
        INFO(nobody);
        card.markdown = "[x](<" + std::string(nobody) + ">)";
        const auto shown = blocks(card)[0]["text"]["text"].get<std::string>();
        CHECK(tests::pings_nobody_on_slack(shown.substr(shown.find(' '))));
    }
}

TEST_CASE("buttons that ask for the same are told apart", "[slack]") {
    chat::outgoing message = answer_on_slack();
    message.buttons = {{chat::action::pick, "q1:1", std::string(200, 'x'), ""},
                       {chat::action::pick, "q1:2", "二", ""},
                       {chat::action::pick, "q1:3", "  ", ""},
                       {chat::action::ask_moderator, "q1", "None", ""},
                       {chat::action::ask_moderator, "q1", "Again", ""},
                       {chat::action::helpful, "q1", "Yes", ""},
                       {chat::action::link, "q1.1", "Six", ""},
                       {chat::action::link, "q1.2", "Seven", ""},
                       {chat::action::ignore, "q1", "Eight", ""},
                       {chat::action::assign, "q1", "Nine", ""},
                       {chat::action::helpful, "q1", "Ten", ""}};
    const json all = blocks(message);
    within_limits(all);
    std::vector<std::string> names;
    for (const json& one : all.back()["elements"])
        names.push_back(one["action_id"]);
    CHECK(names == std::vector<std::string>{"pick_1", "pick_2", "pick_3", "ask_moderator", "ask_moderator_2", "helpful",
                                            "link", "link_2", "ignore", "assign", "helpful_2"});
}

TEST_CASE("a card of many questions shows as many buttons as Slack takes", "[slack]") {
    chat::outgoing message = answer_on_slack();
    message.buttons.clear();
    for (const auto what : {chat::action::answer, chat::action::ignore})
        for (int i = 0; i < 15; ++i)
            message.buttons.push_back({what, "q1", std::string(200, 'x'), ""});
    message.markdown = std::string(20'000, 'y');
    const json all = blocks(message);
    within_limits(all);
    REQUIRE(all.back()["elements"].size() == 25);
    CHECK(all.back()["elements"][14]["action_id"] == "answer_15");
    CHECK(all.back()["elements"][24]["action_id"] == "ignore_10");
}

TEST_CASE("a long answer is spread over sections, and shortened only beyond what Slack takes", "[slack]") {
    std::string lines, list, code = "```\n", quote;
    for (int i = 0; i < 400; ++i) {
        lines += "Paragraph " + std::to_string(i) + " with 采样率 & <tags>.\n\n";
        list += "- item " + std::to_string(i) + " with some words\n";
        code += "line " + std::to_string(i) + "   of code\n";
        quote += "> quoted " + std::to_string(i) + "\n";
    }
    code += "```";
    struct row {
        const char* what;
        std::string markdown;
    };
    const row rows[] = {
        {"paragraphs", lines},
        {"a list", list},
        {"code", code},
        {"a quote", quote},
        {"one paragraph without an end", std::string(9000, 'x')},
        {"one bold paragraph", "**" + std::string(9000, 'x') + "**"},
        {"Chinese without blanks",
         [] {
             std::string text;
             for (int i = 0; i < 8000; ++i)
                 text += "采";
             return text;
         }()},
        {"more than Slack takes", lines + lines + lines},
        {"code beyond it", code + "\n\n" + code + "\n\n" + code},
        {"a link to an address that fits nowhere", "[x](https://x.org/" + std::string(5000, 'a') + ") and more"},
    };
    for (const row& one : rows) {
        INFO(one.what);
        chat::outgoing message = answer_on_slack();
        message.markdown = one.markdown;
        const json all = blocks(message);
        within_limits(all);
        REQUIRE(all.size() >= 4);
        CHECK(all[all.size() - 3]["elements"][0]["text"] == "Source: <https://x.org|docs>");
        CHECK(all[all.size() - 2]["elements"][0]["text"] == "helpful 1");
        for (const json& block : all) {
            if (block["type"] != "section") continue;
            std::string text = block["text"]["text"];
            if (text.starts_with("<@U0ALICE>")) text.erase(0, 10);
            CHECK(tests::pings_nobody_on_slack(text));
        }
        const auto text = slack::text_of(message, 3900);
        CHECK(chat::count_characters(text) <= 3900 + 11); // the mention
        CHECK(text.find("helpful 1") != std::string::npos);
        CHECK(text.find("<https://x.org|docs>") != std::string::npos);
    }
}

TEST_CASE("pieces hold the whole text, in order", "[slack]") {
    std::string markdown;
    for (int i = 0; i < 200; ++i)
        markdown += "word" + std::to_string(i) + " ";
    std::string joined;
    for (const std::string& piece : slack::render_pieces(markdown, 100, 100'000)) {
        CHECK(chat::count_characters(piece) <= 100);
        joined += piece;
    }
    CHECK(joined == slack::render(markdown, 100'000));

    std::string list = "1. one\n2. two\n3. " + std::string(200, 'x') + "\n4. four\n";
    const auto pieces = slack::render_pieces(list, 120, 100'000);
    REQUIRE(pieces.size() >= 2);
    CHECK(pieces.front().starts_with("1. one\n2. two"));
    CHECK(pieces.back().find("4. four") != std::string::npos);
}

TEST_CASE("what people wrote in Slack becomes Markdown that means the same", "[slack]") {
    auto [what, text, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"words", "just words", "just words"},
        {"bold, italic, strike", "*a* _b_ ~c~", "**a** *b* ~~c~~"},
        {"nested", "*a _b_ c*", "**a *b* c**"},
        {"no mark inside a word", "snake_case_name 2*3*4", "snake_case_name 2\\*3\\*4"},
        {"a mark that opens nothing", "* a*", "\\* a\\*"},
        {"beside Chinese", "请用*粗体*文字", "请用**粗体**文字"},
        {"code", "run `make *all*` now", "run `make *all*` now"},
        {"entities in code", "`a &lt; b`", "`a < b`"},
        {"a block of code", "so:\n```\nif (a &lt; b)\n    c();\n```\ndone",
         "so:\n\n```\nif (a < b)\n    c();\n```\n\ndone"},
        {"a link", "<https://x.org/a?b=1&amp;c=2|the docs>", "[the docs](https://x.org/a?b=1&c=2)"},
        {"a bare link", "<https://x.org>", "<https://x.org>"},
        {"a link with parentheses", "<https://x.org/a(b)|x>", "[x](<https://x.org/a(b)>)"},
        {"another scheme is no link", "<javascript:alert(1)|x>", "\\<javascript:alert(1)\\|x\\>"},
        {"a mention mentions nobody", "ask <@U0BOB|bob> or <!here>", "ask @bob or @here"},
        {"a list", "• one\n• two", "- one\n- two"},
        {"a nested list", "• one\n    ◦ two", "- one\n    - two"},
        {"numbers", "1. one\n2. two", "1. one\n2. two"},
        {"a quote and what follows it", "&gt; said\nand then", "> said\n\nand then"},
        {"Markdown's own marks stay text", "# no heading [x](y) <b>", "\\# no heading \\[x\\](y) \\<b\\>"},
        {"entities", "a &lt;b&gt; &amp;amp;", "a \\<b\\> \\&amp;"},
        {"nothing", "", ""},
    }));
    INFO(what);
    CHECK(slack::markdown_of(text, "U0BOT") == expected);
}
