#include "adapters/slack/events.hpp"
#include "tests/adapters/decoded.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <tuple>
#include <vector>

using namespace adapters;
using nlohmann::json;
using tests::changed;
using tests::held;

namespace {

json mention() {
    return {{"team_id", "T0HOME"},
            {"context_team_id", "T0HOME"},
            {"api_app_id", "A0APP"},
            {"type", "event_callback"},
            {"event_id", "Ev001"},
            {"event_time", 1706785424},
            {"authorizations", {{{"team_id", "T0HOME"}, {"user_id", "U0BOT"}, {"is_bot", true}}}},
            {"is_ext_shared_channel", false},
            {"event",
             {{"type", "app_mention"},
              {"user", "U0ALICE"},
              {"text", "<@U0BOT> how do I build it?"},
              {"ts", "1706785424.099119"},
              {"channel", "C0HELP"},
              {"event_ts", "1706785424.099119"},
              {"team", "T0HOME"}}}};
}

json direct() {
    json out = mention();
    out["event"]["type"] = "message";
    out["event"]["channel_type"] = "im";
    out["event"]["channel"] = "D0ALICE";
    out["event"]["text"] = "how do I build it?";
    return out;
}

slack::event decode_event(const json& from) {
    return slack::decode(from.dump());
}

} // namespace

TEST_CASE("a mention in a channel is read", "[slack]") {
    const slack::event found = decode_event(mention());
    const auto& message = held<slack::message>(found);
    const chat::incoming expected{
        .delivery_id = "Ev001",
        .message_id = "1706785424.099119",
        .where = {.on = chat::platform::slack,
                  .workspace = "T0HOME",
                  .group = "C0HELP",
                  .group_title = "",
                  .thread = "1706785424.099119",
                  .direct = false},
        .who = {.id = "U0ALICE", .name = ""},
        .text = "how do I build it?",
        .quoted_text = "",
        .sent_at = chat::timestamp(std::chrono::milliseconds(1706785424099)),
        .reply = {},
    };
    CHECK(message.incoming == expected);
    CHECK(message.bot_user == "U0BOT");
    CHECK_FALSE(message.shared);
    CHECK_FALSE(message.outsider);
}

TEST_CASE("the URL check is answered with its challenge", "[slack]") {
    CHECK(held<slack::url_verification>(slack::decode(R"({"token":"x","challenge":"3eZb","type":"url_verification"})"))
              .challenge == "3eZb");
    CHECK(held<slack::malformed>(slack::decode(R"({"type":"url_verification"})")).reason == "challenge: missing");
}

TEST_CASE("where an answer goes", "[slack]") {
    struct row {
        const char* what;
        json from;
        const char *workspace, *thread;
        bool direct;
    };
    const row rows[] = {
        {"a mention starts a thread", mention(), "T0HOME", "1706785424.099119", false},
        {"a mention in a thread stays there", changed(mention(), "/event/thread_ts", "1706780000.000100"), "T0HOME",
         "1706780000.000100", false},
        {"a direct message is answered beside it", direct(), "T0HOME", "", true},
        {"a direct message in a thread is answered there", changed(direct(), "/event/thread_ts", "1706780000.000100"),
         "T0HOME", "1706780000.000100", true},
        {"of a shared channel our installation counts", changed(mention(), "/team_id", "T0PARTNER"), "T0HOME",
         "1706785424.099119", false},
        {"without authorizations the context does",
         changed(changed(mention(), "/authorizations", json::array()), "/team_id", "T0PARTNER"), "T0HOME",
         "1706785424.099119", false},
        {"without either the team does",
         changed(changed(mention(), "/authorizations", nullptr), "/context_team_id", nullptr), "T0HOME",
         "1706785424.099119", false},
    };
    for (const row& one : rows) {
        INFO(one.what);
        const slack::event found = decode_event(one.from);
        const chat::place& where = held<slack::message>(found).incoming.where;
        CHECK(where.workspace == one.workspace);
        CHECK(where.thread == one.thread);
        CHECK(where.direct == one.direct);
    }
}

TEST_CASE("what is said in a channel's thread without the bot is a remark; whoever may answer decides on it",
          "[slack]") {
    auto said = changed(changed(mention(), "/event/type", "message"), "/event/channel_type", "channel");
    said["event"]["text"] = "Use *vinegar*, <!channel>";
    said["event"]["thread_ts"] = "1706785400.000100";
    const slack::event found = decode_event(said);
    const auto& remark = held<slack::remarked>(found).remark;
    CHECK(remark.delivery_id == "Ev001");
    CHECK(remark.message_id == "1706785424.099119");
    CHECK(remark.where.thread == "1706785400.000100");
    CHECK(remark.who.id == "U0ALICE");
    CHECK_THAT(remark.text, Catch::Contains("**vinegar**") && !Catch::Contains("<!"));
    const auto& words = held<slack::remarked>(found).said.incoming;
    CHECK(words.follows_up);
    CHECK(words.where == remark.where);
    CHECK_THAT(words.text, Catch::Contains("*vinegar*"));
    CHECK(held<slack::remarked>(found).to_somebody);
    const auto to_somebody = [&](const char* text) {
        return held<slack::remarked>(decode_event(changed(said, "/event/text", text))).to_somebody;
    };
    CHECK(to_somebody("and you, <@U0BOB>?"));
    CHECK(to_somebody("<!subteam^S1|@helpers> and at night?"));
    CHECK_FALSE(to_somebody("and at <!date^1392734382^{time}|noon>, see <https://x.org|there> or <#C1>?"));

    for (const auto& [what, pointer, value] : std::vector<std::tuple<const char*, const char*, json>>{
             {"what a thread begins with", "/event/thread_ts", "1706785424.099119"},
             {"a mention's twin", "/event/text", "<@U0BOT> use vinegar"},
             {"another bot", "/event/bot_id", "B0OTHER"},
             {"our own", "/event/user", "U0BOT"},
             {"somebody joining", "/event/subtype", "channel_join"}}) {
        INFO(what);
        const auto other = decode_event(changed(said, pointer, value));
        CHECK(std::holds_alternative<slack::ignored>(other));
    }
}

TEST_CASE("what is not a question is ignored", "[slack]") {
    struct row {
        const char* what;
        json from;
        const char* reason;
    };
    const auto said_in_channel = changed(mention(), "/event/type", "message");
    const row rows[] = {
        {"the mention's twin", changed(said_in_channel, "/event/channel_type", "channel"),
         "in a channel a mention tells us"},
        {"a message in a private channel", changed(said_in_channel, "/event/channel_type", "group"),
         "in a channel a mention tells us"},
        {"another bot's mention", changed(mention(), "/event/bot_id", "B0OTHER"), "from a bot"},
        {"a bot's message of the old kind",
         changed(changed(direct(), "/event/subtype", "bot_message"), "/event/user", nullptr), "from a bot"},
        {"our own message", changed(direct(), "/event/user", "U0BOT"), "our own"},
        {"Slackbot", changed(direct(), "/event/user", "USLACKBOT"), "from Slackbot"},
        {"a hidden one", changed(direct(), "/event/hidden", true), "hidden"},
        {"somebody joining", changed(direct(), "/event/subtype", "channel_join"), "not something said"},
        {"the assistant panel's first message", changed(direct(), "/event/subtype", "assistant_app_thread"),
         "not something said"},
        {"something pinned", changed(mention(), "/event/type", "pin_added"), "pin_added"},
        {"a channel's new name, whose channel is an object",
         changed(changed(mention(), "/event/type", "channel_rename"), "/event/channel", json::object()),
         "channel_rename"},
        {"something from the future", json{{"type", "brand_new"}}, "brand_new"},
    };
    for (const row& one : rows) {
        INFO(one.what);
        CHECK(held<slack::ignored>(decode_event(one.from)).reason == one.reason);
    }
}

TEST_CASE("what mentions nobody at the top of a channel is overheard, and nothing else is", "[slack]") {
    json said = mention();
    said["event"]["type"] = "message";
    said["event"]["channel_type"] = "channel";
    said["event"]["text"] = "how do I build it?";
    const auto heard = held<slack::overheard>(decode_event(said)).said.incoming;
    CHECK(heard.overheard);
    CHECK(heard.text == "how do I build it?");
    CHECK(heard.where.thread == heard.message_id);
    struct row {
        const char* what;
        json from;
    };
    const row rows[] = {
        {"with a mention, which comes as one too", changed(said, "/event/text", "and <@U0BOT>?")},
        {"another bot", changed(said, "/event/bot_id", "B0OTHER")},
        {"ourselves", changed(said, "/event/user", "U0BOT")},
        {"a picture", changed(said, "/event/subtype", "file_share")},
        {"a group of people without a channel", changed(said, "/event/channel_type", "mpim")},
        {"nothing", changed(said, "/event/text", "")},
        {"who does not know its own name", changed(said, "/authorizations", json::array())},
    };
    for (const row& one : rows) {
        INFO(one.what);
        CHECK(std::holds_alternative<slack::ignored>(decode_event(one.from)));
    }
    // What is said in a thread may answer a question there, and is nobody's question.
    CHECK(
        std::holds_alternative<slack::remarked>(decode_event(changed(said, "/event/thread_ts", "1706780000.000100"))));
}

TEST_CASE("in a group direct message a mention is a question by either of its events", "[slack]") {
    json twin = mention();
    twin["event_id"] = "Ev002";
    twin["event"]["type"] = "message";
    twin["event"]["channel_type"] = "mpim";
    twin["event"]["channel"] = "G0THREE";
    const auto said = held<slack::message>(decode_event(twin)).incoming;
    CHECK(said.text == "how do I build it?");
    CHECK_FALSE(said.where.direct);
    CHECK(said.where.thread == said.message_id);
    const auto mentioned = held<slack::message>(decode_event(changed(mention(), "/event/channel", "G0THREE"))).incoming;
    CHECK(mentioned.where == said.where);
    CHECK(mentioned.message_id == said.message_id); // so whichever comes second is a duplicate

    twin["event"]["text"] = "what do you two think?";
    CHECK(std::holds_alternative<slack::ignored>(decode_event(twin)));
}

TEST_CASE("some kinds of messages are questions too", "[slack]") {
    const auto [what, subtype] = GENERATE(table<const char*, const char*>({
        {"a thread reply also sent to the channel", "thread_broadcast"},
        {"a message with a file", "file_share"},
        {"a /me message", "me_message"},
    }));
    INFO(what);
    const slack::event in_channel = decode_event(changed(mention(), "/event/subtype", subtype));
    CHECK(held<slack::message>(in_channel).incoming.text == "how do I build it?");
    CHECK(held<slack::message>(in_channel).broadcast == (subtype == std::string_view("thread_broadcast")));
    const slack::event alone = decode_event(changed(direct(), "/event/subtype", subtype));
    CHECK(held<slack::message>(alone).incoming.where.direct);
}

TEST_CASE("what else is worth knowing about a message", "[slack]") {
    CHECK(held<slack::message>(decode_event(changed(mention(), "/is_ext_shared_channel", true))).shared);
    CHECK(held<slack::message>(decode_event(changed(mention(), "/event/team", "T0PARTNER"))).outsider);
    CHECK(held<slack::message>(decode_event(changed(mention(), "/event/user_team", "T0PARTNER"))).outsider);
    CHECK(held<slack::message>(decode_event(changed(mention(), "/event/edited", {{"user", "U0ALICE"}, {"ts", "1.0"}})))
              .edited);
    CHECK(held<slack::message>(decode_event(changed(mention(), "/event/text", nullptr))).incoming.text.empty());
    CHECK(
        held<slack::message>(decode_event(changed(mention(), "/event/text", " <@U0BOT>\u00a0"))).incoming.text.empty());

    const slack::event known = slack::decode(changed(mention(), "/event/text", "<@U0OTHER> hi").dump(), "U0OTHER");
    CHECK(held<slack::message>(known).incoming.text == "hi");
}

TEST_CASE("both forms of a mention have the same identity", "[slack]") {
    // Nobody serves both today; who ever does dedups by workspace, group and message id.
    json twin = changed(mention(), "/event/type", "message");
    twin["event"]["channel_type"] = "im";
    twin["event_id"] = "Ev002";
    const chat::incoming first = held<slack::message>(decode_event(mention())).incoming;
    const chat::incoming second = held<slack::message>(decode_event(twin)).incoming;
    CHECK(first.where.workspace == second.where.workspace);
    CHECK(first.where.group == second.where.group);
    CHECK(first.message_id == second.message_id);
    CHECK(first.delivery_id != second.delivery_id);
}

TEST_CASE("what Slack would not send is refused, with the field's name", "[slack]") {
    struct row {
        const char* what;
        std::string body;
        const char* reason;
    };
    const auto with = [](const char* pointer, json value) {
        return changed(mention(), pointer, std::move(value)).dump();
    };
    const row rows[] = {
        {"nothing", "", "not JSON"},
        {"a form", "payload=%7B%7D", "not JSON"},
        {"a list", "[]", "not a JSON object"},
        {"an empty object", "{}", "type: missing"},
        {"not UTF-8", "{\"type\":\"\xff\"}", "not UTF-8"},
        {"more than 256 KiB", with("/event/text", std::string(262144, 'x')), "too large"},
        {"33 levels",
         [] {
             std::string deep = "{\"type\":\"x\",\"a\":";
             for (int level = 0; level < 32; ++level)
                 deep += "[";
             deep += "1";
             for (int level = 0; level < 32; ++level)
                 deep += "]";
             return deep + "}";
         }(),
         "nested too deeply"},
        {"a number for the type", with("/type", 5), "type: of the wrong type"},
        {"no event", with("/event", nullptr), "event: missing"},
        {"text for the event", with("/event", "x"), "event: of the wrong type"},
        {"no inner type", with("/event/type", nullptr), "event.type: missing"},
        {"no event id", with("/event_id", nullptr), "event_id: missing"},
        {"a number for the event id", with("/event_id", 5), "event_id: of the wrong type"},
        {"an event id with a line feed", with("/event_id", "Ev\n1"), "event_id: of the wrong type"},
        {"an endless event id", with("/event_id", std::string(129, 'E')), "event_id: of the wrong type"},
        {"an object for authorizations", with("/authorizations", json::object()), "authorizations: of the wrong type"},
        {"words in authorizations", with("/authorizations", {"x"}), "authorizations[0]: of the wrong type"},
        {"a number for the team", with("/authorizations/0/team_id", 5), "authorizations[0].team_id: of the wrong type"},
        {"no team anywhere",
         changed(changed(changed(mention(), "/authorizations", nullptr), "/context_team_id", nullptr), "/team_id",
                 nullptr)
             .dump(),
         "team_id: of the wrong type"},
        {"no channel", with("/event/channel", nullptr), "event.channel: missing"},
        {"an object for the channel", with("/event/channel", json::object()), "event.channel: of the wrong type"},
        {"a channel that is a mention", with("/event/channel", "C1><!channel"), "event.channel: of the wrong type"},
        {"no user", with("/event/user", nullptr), "event.user: missing"},
        {"a user that is no id", with("/event/user", "U1> <!here"), "event.user: of the wrong type"},
        {"a number for the text", with("/event/text", 5), "event.text: of the wrong type"},
        {"no ts", with("/event/ts", nullptr), "event.ts: missing"},
        {"a number for the ts", with("/event/ts", 1706785424.099119), "event.ts: of the wrong type"},
        {"a ts without a dot", with("/event/ts", "1706785424"), "event.ts: of the wrong type"},
        {"a ts with letters", with("/event/ts", "17067854ab.099119"), "event.ts: of the wrong type"},
        {"a negative ts", with("/event/ts", "-170678542.099119"), "event.ts: of the wrong type"},
        {"a ts of endless digits", with("/event/ts", std::string(40, '1') + ".099119"), "event.ts: of the wrong type"},
        {"a number for the thread", with("/event/thread_ts", 5), "event.thread_ts: of the wrong type"},
        {"a thread that is no ts", with("/event/thread_ts", "x"), "event.thread_ts: of the wrong type"},
        {"text for hidden", with("/event/hidden", "yes"), "event.hidden: of the wrong type"},
        {"a number for the subtype", with("/event/subtype", 1), "event.subtype: of the wrong type"},
        {"a number for the bot id", with("/event/bot_id", 1), "event.bot_id: of the wrong type"},
        {"text for the shared flag", with("/is_ext_shared_channel", "no"), "is_ext_shared_channel: of the wrong type"},
    };
    for (const row& one : rows) {
        INFO(one.what);
        CHECK(held<slack::malformed>(slack::decode(one.body)).reason == one.reason);
    }
}

TEST_CASE("Slack's text becomes plain text", "[slack]") {
    auto [what, text, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"the bot's mention goes", "<@U0BOT> hello", "hello"},
        {"wherever it stands", "hello <@U0BOT|helpbot> there <@U0BOT>", "hello there"},
        {"with what people put behind it", "<@U0BOT>: hello", "hello"},
        {"with a full-width colon", "<@U0BOT>\uff1a你好", "你好"},
        {"glued to Chinese", "<@U0BOT>采样率怎么设置", "采样率怎么设置"},
        {"with wide blanks around", "\u3000<@U0BOT>\u00a0hello\u2005", "hello"},
        {"another's mention stays readable", "<@U0BOT> ask <@U0BOB|bob> or <@U0EVE>", "ask @bob or @U0EVE"},
        {"a channel", "see <#C1|general> and <#C2> and <#C3|>", "see #general and #C2 and #C3"},
        {"a group", "<!subteam^S1|@helpers> and <!subteam^S2>", "@helpers and @S2"},
        {"everybody", "<!here> <!channel> <!everyone>", "@here @channel @everyone"},
        {"a time", "at <!date^1392734382^{date}|18 Feb>", "at 18 Feb"},
        {"a link", "<https://x.org/a?b=1&amp;c=2>", "https://x.org/a?b=1&c=2"},
        {"a link with a label", "<https://x.org|the docs>", "the docs (https://x.org)"},
        {"a link Slack made of a name", "<http://sofa.org|sofa.org>", "sofa.org"},
        {"a mail address", "<mailto:a@x.org|a@x.org>", "a@x.org"},
        {"entities", "a &lt;b&gt; &amp;amp; &amp;lt; &quot;", "a <b> &amp; &lt; &quot;"},
        {"a typed tag", "List&lt;String&gt;", "List<String>"},
        {"a raw bracket, which Slack never sends", "a < b", "a < b"},
        {"a raw tag likewise", "how do I <b> it", "how do I <b> it"},
        {"empty brackets", "a <> b <|> c", "a <> b <|> c"},
        {"line breaks stay", "<@U0BOT>\nline one\nline two", "line one\nline two"},
        {"controls go", "a\x01\x1b[1mb", "a[1mb"},
    }));
    INFO(what);
    CHECK(slack::plain_text(text, "U0BOT") == expected);
}

namespace {

// As Slack tells that a message was changed.
json edited(std::string from, std::string to) {
    json out = direct();
    json& event = out["event"];
    const json now = {
        {"type", "message"}, {"user", "U0ALICE"}, {"text", to}, {"ts", "1706785424.099119"}, {"team", "T0HOME"}};
    event = {{"type", "message"},       {"subtype", "message_changed"}, {"message", now},
             {"previous_message", now}, {"channel", "C0HELP"},          {"channel_type", "channel"},
             {"hidden", true},          {"ts", "1706785500.000100"},    {"event_ts", "1706785500.000100"}};
    event["previous_message"]["text"] = std::move(from);
    return out;
}

json deleted(std::string text) {
    json out = edited(std::move(text), "");
    out["event"]["subtype"] = "message_deleted";
    out["event"]["deleted_ts"] = "1706785424.099119";
    out["event"].erase("message");
    return out;
}

json reacted(std::string emoji) {
    json out = direct();
    out["event"] = {{"type", "reaction_added"},
                    {"user", "U0MONA"},
                    {"reaction", std::move(emoji)},
                    {"item", {{"type", "message"}, {"channel", "C0HELP"}, {"ts", "1706785424.099119"}}},
                    {"item_user", "U0BOT"},
                    {"event_ts", "1706785500.000100"}};
    return out;
}

json about_the_app(json event) {
    json out = direct();
    out["event"] = std::move(event);
    return out;
}

} // namespace

TEST_CASE("an edit of a message for the bot is told", "[slack]") {
    const auto found = decode_event(edited("<@U0BOT> old", "<@U0BOT> new &amp; better"));
    const auto& edit = held<slack::changed>(found).edit;
    CHECK(edit.delivery_id == "Ev001");
    CHECK(edit.message_id == "1706785424.099119");
    CHECK(edit.where.group == "C0HELP");
    CHECK(edit.where.thread == "1706785424.099119");
    CHECK(edit.who.id == "U0ALICE");
    CHECK(edit.text == "new & better");
    // The mention may come with it, and who takes it out takes the question back.
    CHECK(held<slack::changed>(decode_event(edited("old", "<@U0BOT> new"))).edit.text == "new");
    CHECK(held<slack::gone>(decode_event(edited("<@U0BOT> old", "never mind"))).deletion ==
          held<slack::gone>(decode_event(deleted("<@U0BOT> old"))).deletion);
    const auto direct_one = changed(edited("old", "new"), "/event/channel_type", "im");
    CHECK(held<slack::changed>(decode_event(direct_one)).edit.where.direct);
    CHECK(held<slack::changed>(decode_event(direct_one)).edit.where.thread.empty());
}

TEST_CASE("an edit or deletion that mentions nobody of us says so", "[slack]") {
    const auto unmentioned = [](const json& from) { return held<slack::changed>(decode_event(from)).unmentioned; };
    CHECK(unmentioned(edited("old", "new")));
    CHECK(unmentioned(edited("<@U0BOTTLE> old", "<@U0BOTTLE|bottle> new"))); // begins like ours
    CHECK_FALSE(unmentioned(edited("old", "<@U0BOT> new")));
    CHECK_FALSE(unmentioned(changed(edited("old", "new"), "/event/channel_type", "im")));
    const auto edit = held<slack::changed>(decode_event(edited("old", "*new*"))).edit;
    CHECK(edit.text == "*new*");
    CHECK(edit.markdown == "**new**");
    CHECK(held<slack::gone>(decode_event(deleted("among people"))).unmentioned);
    CHECK_FALSE(held<slack::gone>(decode_event(deleted("<@U0BOT> old"))).unmentioned);
    CHECK_FALSE(held<slack::gone>(decode_event(changed(deleted("x"), "/event/channel_type", "im"))).unmentioned);
}

TEST_CASE("edits that are none of ours", "[slack]") {
    const auto good = edited("<@U0BOT> old", "<@U0BOT> new");
    struct row {
        const char* what;
        json from;
        const char* reason;
    };
    const row rows[] = {
        {"a link preview", edited("<@U0BOT> same", "<@U0BOT> same"), "its text is the same"},
        {"our own message", changed(good, "/event/message/user", "U0BOT"), "our own"},
        {"among people, of nobody", changed(edited("old", "new"), "/event/message/user", nullptr), "nobody's"},
        {"another bot's", changed(good, "/event/message/bot_id", "B1"), "from a bot"},
        {"a bot's without a user",
         changed(changed(good, "/event/message/bot_id", "B1"), "/event/message/user", nullptr), "from a bot"},
    };
    for (const row& one : rows) {
        INFO(one.what);
        CHECK(held<slack::ignored>(decode_event(one.from)).reason == one.reason);
    }
    CHECK(held<slack::malformed>(decode_event(changed(good, "/event/message", nullptr))).reason ==
          "event.message: missing");
    CHECK(held<slack::malformed>(decode_event(changed(good, "/event/message/ts", "x"))).reason ==
          "event.message.ts: of the wrong type");
}

TEST_CASE("a deletion is told, a thread's first message turned to stone too", "[slack]") {
    const auto gone = decode_event(deleted("<@U0BOT> old"));
    CHECK(held<slack::gone>(gone).deletion.message_id == "1706785424.099119");
    CHECK(held<slack::gone>(gone).deletion.where.group == "C0HELP");
    auto stone = edited("<@U0BOT> old", "This message was deleted.");
    stone["event"]["message"]["subtype"] = "tombstone";
    stone["event"]["message"]["user"] = "USLACKBOT";
    stone["event"]["message"]["hidden"] = true;
    CHECK(held<slack::gone>(decode_event(stone)).deletion.message_id == "1706785424.099119");
    CHECK(std::holds_alternative<slack::gone>(decode_event(changed(deleted("x"), "/event/previous_message", nullptr))));
    CHECK(held<slack::ignored>(decode_event(changed(deleted("<@U0BOT>"), "/event/previous_message/bot_id", "B1")))
              .reason == "a bot's message is gone");
}

TEST_CASE("a reaction names the message, and whether it is ours", "[slack]") {
    const auto found = decode_event(reacted("white_check_mark"));
    const auto& reaction = held<slack::reaction>(found);
    CHECK(reaction.emoji == "white_check_mark");
    CHECK(reaction.who.id == "U0MONA");
    CHECK(reaction.where.group == "C0HELP");
    CHECK(reaction.message_id == "1706785424.099119");
    CHECK(reaction.ours);
    CHECK_FALSE(reaction.taken_away);
    CHECK(held<slack::reaction>(decode_event(changed(reacted("x"), "/event/type", "reaction_removed"))).taken_away);
    CHECK(held<slack::reaction>(decode_event(reacted("+1::skin-tone-2"))).emoji == "+1");
    CHECK_FALSE(held<slack::reaction>(decode_event(changed(reacted("x"), "/event/item_user", "U0BOB"))).ours);
    CHECK(held<slack::ignored>(decode_event(changed(reacted("x"), "/event/item/type", "file"))).reason ==
          "a reaction to no message");
    CHECK(held<slack::ignored>(decode_event(changed(reacted("eyes"), "/event/user", "U0BOT"))).reason ==
          "our own reaction");
}

TEST_CASE("what happens to the app itself", "[slack]") {
    const auto gone = decode_event(about_the_app({{"type", "app_uninstalled"}}));
    CHECK(held<slack::uninstalled>(gone).workspace == "T0HOME");
    CHECK(held<slack::uninstalled>(gone).at.time_since_epoch() == std::chrono::seconds(1706785424));
    const json revoked = {{"type", "tokens_revoked"}, {"tokens", {{"oauth", {"U1"}}, {"bot", {"U0BOT"}}}}};
    CHECK(held<slack::uninstalled>(decode_event(about_the_app(revoked))).workspace == "T0HOME");
    const json other = {{"type", "tokens_revoked"}, {"tokens", {{"oauth", {"U1"}}, {"bot", json::array()}}}};
    CHECK(std::holds_alternative<slack::ignored>(decode_event(about_the_app(other))));

    const json joined = {{"type", "member_joined_channel"}, {"user", "U0BOT"}, {"channel", "C0NEW"}};
    const auto invited = decode_event(about_the_app(joined));
    CHECK(held<slack::invited>(invited).introduction.where.group == "C0NEW");
    CHECK(held<slack::invited>(invited).introduction.text.empty());
    CHECK(held<slack::ignored>(decode_event(about_the_app(changed(joined, "/user", "U0BOB")))).reason ==
          "somebody else joined");

    const json renamed = {{"type", "channel_id_changed"}, {"old_channel_id", "C1"}, {"new_channel_id", "C2"}};
    CHECK(held<slack::warning>(decode_event(about_the_app(renamed))).what.find("C1") != std::string::npos);
    const json limited = {{"type", "app_rate_limited"}, {"team_id", "T0HOME"}, {"minute_rate_limited", 1}};
    CHECK(held<slack::warning>(decode_event(limited)).what.find("T0HOME") != std::string::npos);
}

TEST_CASE("somebody from another workspace is nobody's moderator, however Slack says it", "[slack]") {
    const auto id = [](const json& from) { return held<slack::message>(decode_event(from)).incoming.who.id; };
    CHECK(id(mention()) == "U0ALICE");
    CHECK(id(changed(mention(), "/event/team", "T0PARTNER")) == "T0PARTNER:U0ALICE");
    CHECK(id(changed(mention(), "/event/user_team", "T0PARTNER")) == "T0PARTNER:U0ALICE");
    CHECK(id(changed(mention(), "/event/source_team", "T0PARTNER")) == "T0PARTNER:U0ALICE");
    const auto untold = changed(mention(), "/event/team", nullptr);
    CHECK(id(untold) == "U0ALICE");
    CHECK(id(changed(untold, "/is_ext_shared_channel", true)) == "elsewhere:U0ALICE");
}

TEST_CASE("what is installed for a whole organisation speaks of its workspaces", "[slack]") {
    auto all = mention();
    all["authorizations"][0].update(
        {{"enterprise_id", "E0ORG"}, {"is_enterprise_install", true}, {"team_id", "T0HOME"}});
    const auto said = [](const json& from) { return held<slack::message>(decode_event(from)).incoming; };
    CHECK(said(all).where.workspace == "T0HOME");
    // The authorization need not name the workspace, and an author may be named by the organisation.
    CHECK(said(changed(all, "/authorizations/0/team_id", nullptr)).where.workspace == "T0HOME");
    CHECK(said(changed(all, "/event/user_team", "E0ORG")).who.id == "U0ALICE");
    CHECK(said(changed(all, "/event/user_team", "E0OTHER")).who.id == "E0OTHER:U0ALICE");
    CHECK(said(changed(mention(), "/event/user_team", "E0ORG")).who.id == "E0ORG:U0ALICE");

    auto gone = about_the_app({{"type", "app_uninstalled"}});
    gone["enterprise_id"] = "E0ORG";
    gone["authorizations"] = {{{"enterprise_id", "E0ORG"}, {"team_id", nullptr}, {"is_enterprise_install", true}}};
    for (const char* team : {"/team_id", "/context_team_id"})
        gone = changed(gone, team, nullptr);
    CHECK(held<slack::uninstalled>(decode_event(gone)).workspace == "E0ORG");
    CHECK(held<slack::uninstalled>(decode_event(changed(gone, "/team_id", "T0HOME"))).workspace == "E0ORG");
    CHECK(held<slack::uninstalled>(decode_event(changed(gone, "/authorizations", json::array()))).workspace == "E0ORG");
}

TEST_CASE("a file without a word cannot be read", "[slack]") {
    auto file = changed(direct(), "/event/files", json::array({{{"id", "F1"}}}));
    file["event"]["subtype"] = "file_share";
    CHECK_FALSE(held<slack::message>(decode_event(file)).incoming.unreadable);
    file["event"]["text"] = "";
    CHECK(held<slack::message>(decode_event(file)).incoming.unreadable);
}
