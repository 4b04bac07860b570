#include "adapters/slack/message_look_up.hpp"

#include <catch2/catch.hpp>

using adapters::slack::answer_in;
using adapters::slack::last_said;
using adapters::slack::read_thread;
using adapters::slack::thread_message;

namespace {

constexpr auto thread = R"({"ok":true,"messages":[
    {"ts":"170.1","user":"U0ALICE","text":"when do you open?"},
    {"ts":"170.2","user":"U0BOT","bot_id":"B1","text":"Logged as #1"},
    {"ts":"170.3","user":"U0BOB","text":"at nine, I think"},
    {"ts":"170.4","user":"U0ALICE","text":"thanks"},
    {"ts":"170.5","user":"U0MONA","text":"<@U0BOT> canonical"},
    {"ts":"170.6","user":"U0MONA","text":"said later"}],"has_more":false})";

const thread_message* chosen(const std::vector<thread_message>& all, const std::vector<std::string>& trusted) {
    return answer_in(all, trusted, "U0BOT");
}

} // namespace

TEST_CASE("a reply is found, also behind the first message of its thread", "[slack]") {
    const auto call = adapters::slack::look_up("C0HELP", "1706785424.000200");
    const auto given = [&](std::string_view name) { return adapters::net::value_of(call.fields, name); };
    CHECK(given("oldest") == "1706785424.000200");
    CHECK(given("latest") == "1706785424.000200");
    CHECK(given("limit") == "2");
    constexpr auto both = R"({"ok":true,"messages":[
        {"ts":"1706785400.000100","thread_ts":"1706785400.000100","user":"U0ALICE","text":"when do you open?"},
        {"ts":"1706785424.000200","thread_ts":"1706785400.000100","user":"U0BOB","text":"at nine"}]})";
    const auto found = adapters::slack::read_looked_up(both, "1706785424.000200");
    REQUIRE(found);
    CHECK(found->text == "at nine");
    CHECK(found->thread == "1706785400.000100");
    CHECK(adapters::slack::read_looked_up(both, "1706785400.000100")->thread.empty());
    CHECK_FALSE(adapters::slack::read_looked_up(both, "1706785499.000300"));
}

TEST_CASE("a thread is read up to the message that asks for it", "[slack]") {
    const auto all = read_thread(thread, "170.5");
    REQUIRE(all.size() == 4);
    CHECK(all.front().text == "when do you open?");
    CHECK(all[1].by_a_bot);
    CHECK(read_thread("nonsense", "170.5").empty());
    CHECK(read_thread(R"({"ok":true})", "170.5").empty());
}

TEST_CASE("of a thread that is longer than one call gives only the beginning is read", "[slack]") {
    std::string longer = thread;
    longer.replace(longer.find("false"), 5, "true");
    const auto all = read_thread(longer, "170.5");
    REQUIRE(all.size() == 1);
    CHECK(all.front().text == "when do you open?");
    CHECK(adapters::slack::look_up_thread("C1", "170.1", "170.5", 200).fields.back().second == "200");
}

TEST_CASE("what people said last in a thread", "[slack]") {
    const auto all = read_thread(thread, "170.9"); // with what was said to the bot, and later
    const auto texts = [&](std::size_t most) {
        std::vector<std::string> found;
        for (const auto& one : last_said(all, "U0BOT", most))
            found.push_back(one.text);
        return found;
    };
    CHECK(texts(5) == std::vector<std::string>{"said later", "thanks", "at nine, I think"});
    CHECK(texts(2) == std::vector<std::string>{"said later", "thanks"});
    CHECK(last_said({}, "U0BOT", 5).empty());
}

TEST_CASE("the answer of a thread is a trusted person's, else anybody's but who asked", "[slack]") {
    const auto all = read_thread(thread, "170.5");
    REQUIRE(chosen(all, {}) != nullptr);
    CHECK(chosen(all, {})->text == "at nine, I think");
    auto with_mona = all;
    with_mona.insert(with_mona.begin() + 2, {.ts = "170.25", .user = "U0MONA", .text = "at ten", .by_a_bot = false});
    CHECK(chosen(with_mona, {"U0MONA"})->text == "at ten"); // although Bob spoke later
    CHECK(chosen({all[0], all[1], all[3]}, {})->text == "thanks");
    CHECK(chosen({all[0], all[1]}, {}) == nullptr);
    CHECK(chosen({}, {}) == nullptr);
    CHECK(chosen({all[0], {.ts = "170.3", .user = "U0MONA", .text = "<@U0BOT> open", .by_a_bot = false}}, {"U0MONA"}) ==
          nullptr);
}
