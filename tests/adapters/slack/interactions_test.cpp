#include "adapters/slack/commands.hpp"
#include "adapters/slack/fields.hpp"
#include "adapters/slack/interactions.hpp"
#include "tests/adapters/decoded.hpp"
#include "tests/adapters/slack/clock.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace adapters;
using nlohmann::json;
using tests::changed;
using tests::held;
using tests::now;

namespace {

constexpr auto hooks = "https://hooks.slack.com/actions/T0HOME/1/x";

json pressed() {
    return {
        {"type", "block_actions"},
        {"team", {{"id", "T0HOME"}, {"domain", "home"}}},
        {"user", {{"id", "U0ALICE"}, {"name", "alice"}, {"team_id", "T0HOME"}}},
        {"enterprise", nullptr},
        {"trigger_id", "1.2.abc"},
        {"container",
         {{"type", "message"},
          {"message_ts", "1706785430.000100"},
          {"channel_id", "C0HELP"},
          {"thread_ts", "1706785424.099119"},
          {"is_ephemeral", false}}},
        {"channel", {{"id", "C0HELP"}, {"name", "help"}}},
        {"response_url", hooks},
        {"actions",
         {{{"type", "button"}, {"action_id", "helpful"}, {"block_id", "b"}, {"value", "q1a"}, {"action_ts", "1"}}}}};
}

json shortcut(std::string callback) {
    json out = pressed();
    out["type"] = "message_action";
    out["callback_id"] = std::move(callback);
    out.erase("actions");
    out.erase("container");
    out["message"] = {{"type", "message"},
                      {"user", "U0MONA"},
                      {"text", "Use *make*, see <https://x.org|docs> &amp; <@U0BOB|bob>"},
                      {"ts", "1706785440.000200"},
                      {"thread_ts", "1706785424.099119"}};
    return out;
}

slack::interaction decode_interaction(const json& from) {
    return slack::decode_interaction(from.dump(), now);
}

const slack::form_labels labels{"A title that is longer than 24 characters",
                                "Keep",
                                "Cancel",
                                "Question",
                                "Answer",
                                "Phrasings",
                                "One a line",
                                "Tags",
                                "With commas",
                                "Collection",
                                "Where"};

// The form as Slack gives it back, filled in.
json submission(const chat::mark& first, const json& values) {
    json out = pressed();
    out["type"] = "view_submission";
    out.erase("actions");
    out.erase("container");
    out.erase("response_url");
    json view = json::parse(slack::mark_view(first, labels));
    view["id"] = "V0FORM";
    view["app_installed_team_id"] = "T0HOME";
    for (const json& block : view["blocks"]) {
        const std::string name = block["block_id"];
        json value = block["element"].value("initial_value", json());
        if (values.contains(name)) value = values[name];
        view["state"]["values"][name]["value"] = {{"type", "plain_text_input"}, {"value", value}};
    }
    out["view"] = view;
    return out;
}

} // namespace

TEST_CASE("a pressed button is read", "[slack]") {
    const auto found = decode_interaction(pressed());
    const auto& press = held<chat::press>(found);
    CHECK(press.delivery_id == "action-1.2.abc");
    CHECK(press.where.workspace == "T0HOME");
    CHECK(press.where.group == "C0HELP");
    CHECK(press.where.thread == "1706785424.099119");
    CHECK_FALSE(press.where.direct);
    CHECK(press.who == chat::person{.id = "U0ALICE", .name = "alice"});
    CHECK(press.message_id == "1706785430.000100");
    CHECK(press.what == chat::action::helpful);
    CHECK(press.value == "q1a");
    CHECK(press.reply.url == hooks);
    CHECK(press.reply.expires_at == now + std::chrono::minutes(29));
    CHECK_FALSE(press.private_reply);
}

TEST_CASE("a button under what only one member sees belongs to him alone", "[slack]") {
    const auto found =
        decode_interaction(changed(changed(pressed(), "/container/is_ephemeral", true), "/container/thread_ts", {}));
    const auto& press = held<chat::press>(found);
    CHECK(press.private_reply);
    CHECK(press.where.direct);
    CHECK(press.where.group == "U0ALICE");
    CHECK(press.asked_in == "C0HELP");
}

TEST_CASE("the button that asks for an answer opens a form about what it is about", "[slack]") {
    auto wants = pressed();
    wants["actions"][0]["action_id"] = "answer";
    wants["actions"][0]["value"] = "q1a.2b";
    const auto found = decode_interaction(wants);
    const auto& wanted = held<slack::mark_wanted>(found);
    CHECK(wanted.trigger_id == "1.2.abc");
    CHECK(wanted.mark.about == "q1a.2b");
    CHECK(wanted.mark.where.group == "C0HELP");
    CHECK(wanted.mark.who.id == "U0ALICE");
    CHECK(wanted.mark.question_id.empty());
}

TEST_CASE("action ids are read back", "[slack]") {
    CHECK(slack::action_id(chat::action::pick, 2) == "pick_2");
    CHECK(slack::action_id(chat::action::ask_moderator, 0) == "ask_moderator");
    for (const auto what :
         {chat::action::helpful, chat::action::unhelpful, chat::action::ask_moderator, chat::action::pick}) {
        for (const std::size_t number : {0U, 1U, 12U})
            CHECK(slack::action_of(slack::action_id(what, number)) == what);
    }
    for (const char* other : {"", "pick_", "pick_x", "_1", "claim", "helpful_1_2x", "value"})
        CHECK_FALSE(slack::action_of(other));
}

TEST_CASE("somebody from another workspace is never a moderator's equal", "[slack]") {
    const auto found = decode_interaction(changed(pressed(), "/user/team_id", "T0PARTNER"));
    CHECK(held<chat::press>(found).who.id == "T0PARTNER:U0ALICE");
    CHECK(slack::is_outsider("T0PARTNER:U0ALICE"));
    CHECK_FALSE(slack::is_outsider("U0ALICE"));
    CHECK(slack::user_of("T0PARTNER:U0ALICE") == "U0ALICE");
    CHECK(slack::user_of("U0ALICE") == "U0ALICE");
    for (const char* none : {"", ":", "T1:", ":U1", "T1:U1:U2", "U1> <!channel", "T<:U1"})
        CHECK(slack::user_of(none).empty());
}

TEST_CASE("where it is installed for a whole organisation, the workspace is where somebody pressed", "[slack]") {
    auto in_all = pressed();
    in_all["enterprise"] = {{"id", "E0ORG"}, {"name", "Org"}};
    in_all["is_enterprise_install"] = true;
    const auto press = [](const json& from) { return held<chat::press>(decode_interaction(from)); };
    CHECK(press(in_all).where.workspace == "T0HOME");
    CHECK(press(changed(in_all, "/team", nullptr)).where.workspace == "T0HOME"); // the user's own
    in_all["user"]["team_id"] = "E0ORG";
    CHECK(press(in_all).who.id == "U0ALICE");
    in_all["view"] = {{"app_installed_team_id", "E0ORG"}};
    CHECK(press(in_all).where.workspace == "T0HOME");
    CHECK(press(changed(in_all, "/team", nullptr)).where.workspace == "E0ORG"); // nothing else is told
}

TEST_CASE("interactions that are not ours, or not Slack's", "[slack]") {
    struct row {
        const char* what;
        json from;
        const char* ignored;
        const char* malformed;
    };
    const row rows[] = {
        {"another app's button", changed(pressed(), "/actions/0/action_id", "claim"), "no button of ours", ""},
        {"a button in a form", changed(pressed(), "/container/type", "view"), "no button of ours", ""},
        {"no action at all", changed(pressed(), "/actions", json::array()), "no action", ""},
        {"another shortcut", shortcut("other"), "no shortcut of ours", ""},
        {"a global shortcut", changed(pressed(), "/type", "shortcut"), "shortcut", ""},
        {"a closed form", changed(pressed(), "/type", "view_closed"), "view_closed", ""},
        {"a kind nobody knows", changed(pressed(), "/type", "brand_new"), "brand_new", ""},
        {"no type", changed(pressed(), "/type", nullptr), "", "type: missing"},
        {"no user", changed(pressed(), "/user", nullptr), "", "user: missing"},
        {"a user that is no id", changed(pressed(), "/user/id", "<!channel>"), "", "user.id: of the wrong type"},
        {"a channel that is no id", changed(pressed(), "/container/channel_id", "../x"), "",
         "container.channel_id: of the wrong type"},
        {"a message that is no ts", changed(pressed(), "/container/message_ts", "now"), "",
         "container.message_ts: of the wrong type"},
        {"nothing that tells it from another", changed(pressed(), "/trigger_id", nullptr), "",
         "trigger_id: of the wrong type"},
        {"a value longer than ours", changed(pressed(), "/actions/0/value", std::string(101, 'q')), "",
         "actions[0].value: of the wrong type"},
        {"no team anywhere", changed(changed(pressed(), "/team", nullptr), "/user/team_id", nullptr), "",
         "team: of the wrong type"},
    };
    for (const row& one : rows) {
        INFO(one.what);
        const auto found = decode_interaction(one.from);
        if (*one.malformed != '\0')
            CHECK(held<slack::malformed>(found).reason == one.malformed);
        else
            CHECK(held<slack::ignored>(found).reason == one.ignored);
    }
    CHECK(std::holds_alternative<slack::malformed>(slack::decode_interaction("", now)));
    CHECK(std::holds_alternative<slack::malformed>(slack::decode_interaction("[]", now)));
}

TEST_CASE("asking about a message is a question of whoever asks, seen by nobody else", "[slack]") {
    const auto found = decode_interaction(shortcut("ask_about_message"));
    const auto& asked = held<slack::asked_about>(found).asked;
    CHECK(asked.text == "Use *make*, see docs (https://x.org) & @bob");
    CHECK(asked.private_reply);
    CHECK(asked.where.direct);
    CHECK(asked.where.group == "U0ALICE");
    CHECK(asked.asked_in == "C0HELP");
    CHECK(asked.who.id == "U0ALICE");
    CHECK(asked.reply.url == hooks);
    const auto mute = decode_interaction(changed(shortcut("ask_about_message"), "/message/text", ""));
    CHECK(held<slack::asked_about>(mute).asked.unreadable);

    const auto& about = held<slack::asked_about>(found); // the message, where it is said
    CHECK(about.where.group == "C0HELP");
    CHECK(about.where.thread == "1706785424.099119");
    CHECK(about.message_id == "1706785440.000200");
    const auto alone = decode_interaction(changed(shortcut("ask_about_message"), "/message/thread_ts", ""));
    CHECK(held<slack::asked_about>(alone).where.thread.empty());
}

TEST_CASE("a message to be kept tells its answer, its thread and who wants it", "[slack]") {
    const auto found = decode_interaction(shortcut("mark_canonical"));
    const auto& wanted = held<slack::mark_wanted>(found);
    CHECK(wanted.trigger_id == "1.2.abc");
    CHECK(wanted.mark.answer == "Use **make**, see [docs](https://x.org) & @bob");
    CHECK(wanted.mark.message_id == "1706785440.000200");
    CHECK(wanted.mark.question_id == "1706785424.099119");
    CHECK(wanted.mark.where.thread == "1706785424.099119");
    CHECK(wanted.mark.who.id == "U0ALICE");
    // A thread's first message answers no question before it.
    const auto first =
        decode_interaction(changed(shortcut("mark_canonical"), "/message/thread_ts", "1706785440.000200"));
    CHECK(held<slack::mark_wanted>(first).mark.question_id.empty());
}

TEST_CASE("the form comes back with what it was opened for and what was written", "[slack]") {
    const auto opened = decode_interaction(shortcut("mark_canonical"));
    auto first = held<slack::mark_wanted>(opened).mark;
    first.question = "How do I build it?";
    const auto submitted = decode_interaction(submission(
        first,
        {{"phrasings", "build?\n\n build? \nhow to make"}, {"tags", "make， build;x"}, {"collection", " docs "}}));
    const auto& form = held<slack::mark_submitted>(submitted).form;
    CHECK(form.empty.empty());
    const chat::mark& mark = form.mark;
    CHECK(mark.delivery_id == "view-V0FORM");
    CHECK(mark.question == "How do I build it?");
    CHECK(mark.answer == first.answer);
    CHECK(mark.phrasings == std::vector<std::string>{"build?", "how to make"});
    CHECK(mark.tags == std::vector<std::string>{"make", "build", "x"});
    CHECK(mark.collection == "docs");
    CHECK(mark.where == first.where);
    CHECK(mark.message_id == first.message_id);
    CHECK(mark.question_id == first.question_id);
    CHECK(mark.reply == first.reply);
    CHECK(mark.who.id == "U0ALICE");
}

TEST_CASE("a form that edits shows what is there, and comes back with what it was opened on", "[slack]") {
    const auto opened = decode_interaction(shortcut("mark_canonical"));
    auto first = held<slack::mark_wanted>(opened).mark;
    first.question = "How do I build it?";
    first.phrasings = {"build?", "how to make"};
    first.tags = {"make", "build"};
    first.collection = "docs";
    first.based_on = "e17@3";
    const auto submitted = decode_interaction(submission(first, json::object()));
    const auto& mark = held<slack::mark_submitted>(submitted).form.mark;
    CHECK(mark.phrasings == first.phrasings);
    CHECK(mark.tags == first.tags);
    CHECK(mark.collection == first.collection);
    CHECK(mark.based_on == first.based_on);
}

TEST_CASE("an input that must not be empty is named", "[slack]") {
    const auto opened = decode_interaction(shortcut("mark_canonical"));
    const auto& first = held<slack::mark_wanted>(opened).mark;
    const auto submitted = decode_interaction(submission(first, {{"question", " \n "}, {"answer", "\u200b"}}));
    CHECK(held<slack::mark_submitted>(submitted).form.empty == std::vector<std::string>{"question", "answer"});
    CHECK(json::parse(slack::errors_of({"question"}, "why \"not\"")) ==
          json{{"response_action", "errors"}, {"errors", {{"question", "why \"not\""}}}});
}

TEST_CASE("a form nobody of us made is refused", "[slack]") {
    const auto opened = decode_interaction(shortcut("mark_canonical"));
    const auto good = submission(held<slack::mark_wanted>(opened).mark, json::object());
    CHECK(held<slack::ignored>(decode_interaction(changed(good, "/view/callback_id", "x"))).reason ==
          "no form of ours");
    for (const char* metadata : {"", "x", "{}", R"({"channel":"<!here>","message":"1706785440.000200"})",
                                 R"({"channel":"C1","message":"x"})", R"({"channel":"C1"})"}) {
        INFO(metadata);
        CHECK(std::holds_alternative<slack::malformed>(
            decode_interaction(changed(good, "/view/private_metadata", metadata))));
    }
    CHECK(std::holds_alternative<slack::malformed>(decode_interaction(changed(good, "/view/state", nullptr))));
    CHECK(std::holds_alternative<slack::malformed>(decode_interaction(changed(good, "/view/id", "V 1"))));
}

TEST_CASE("an empty line where one input of the form ends stays the answer's", "[slack]") {
    chat::mark first;
    first.where.group = "C0HELP";
    first.message_id = "1706785440.000200";
    first.answer = std::string(2000, 'a') + "\n\n" + std::string(898, 'b') + "\n\n" + std::string(2000, 'c');
    const auto back = decode_interaction(submission(first, {{"question", "why?"}}));
    CHECK(held<slack::mark_submitted>(back).form.mark.answer == first.answer);
}

TEST_CASE("the form keeps within what Slack takes, and an answer of any length comes back whole", "[slack]") {
    chat::mark first;
    first.where.group = "C0HELP";
    first.message_id = "1706785440.000200";
    for (int line = 0; line < 300; ++line)
        first.answer += "第 " + std::to_string(line) + " 行，说明怎样配置采样率。\n";
    first.answer.pop_back();
    first.question = std::string(5000, 'q');
    const json view = json::parse(slack::mark_view(first, labels, 1));
    CHECK(view["title"]["text"].get<std::string>().size() <= 24 + 2); // "…" has three bytes
    CHECK(view["private_metadata"].get<std::string>().size() <= 3000);
    CHECK(view["blocks"].size() <= 100);
    for (const json& block : view["blocks"]) {
        const json value = block["element"].value("initial_value", json(""));
        CHECK(value.get<std::string>().size() <= 3 * 3000);
    }
    CHECK(view["blocks"][0]["block_id"] == "question_again");
    const auto back = decode_interaction(submission(first, json::object()));
    CHECK(held<slack::mark_submitted>(back).form.mark.answer == first.answer);
}

TEST_CASE("a slash command is a question in private", "[slack]") {
    const net::pairs fields{{"command", "/ask"},     {"text", "how do I build it, <@U0BOB|bob>?"},
                            {"team_id", "T0HOME"},   {"channel_id", "C0HELP"},
                            {"user_id", "U0ALICE"},  {"user_name", "alice"},
                            {"response_url", hooks}, {"trigger_id", "1.2.abc"}};
    const auto read = slack::decode_command(fields, now);
    const auto& asked = std::get<chat::incoming>(read);
    CHECK(asked.text == "how do I build it, @bob?");
    CHECK(asked.where.group == "U0ALICE");
    CHECK(asked.where.direct);
    CHECK(asked.private_reply);
    CHECK(asked.asked_in == "C0HELP");
    CHECK(asked.reply.url == hooks);
    CHECK(asked.delivery_id == "command-1.2.abc");

    // Socket Mode has the same fields as JSON.
    json same = json::object();
    for (const auto& [name, value] : fields)
        same[name] = value;
    CHECK(std::get<chat::incoming>(slack::decode_command_json(same.dump(), now)) == asked);

    for (const char* missing : {"team_id", "channel_id", "user_id", "trigger_id"}) {
        INFO(missing);
        auto without = fields;
        std::erase_if(without, [&](const auto& one) { return one.first == missing; });
        CHECK(std::holds_alternative<slack::malformed>(slack::decode_command(without, now)));
    }
    CHECK(std::holds_alternative<slack::malformed>(slack::decode_command_json("[]", now)));
    CHECK(slack::is_ssl_check({{"ssl_check", "1"}, {"token", "x"}}));
    CHECK_FALSE(slack::is_ssl_check(fields));
}
