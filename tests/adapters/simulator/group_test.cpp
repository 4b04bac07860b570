#include "adapters/simulator/group.hpp"

#include <catch2/catch.hpp>

using namespace adapters;
using simulator::group;

namespace {

chat::timestamp at_ms(int ms) {
    return chat::timestamp(std::chrono::milliseconds(ms));
}

} // namespace

TEST_CASE("what a member says becomes a message for the bot and a line everybody sees", "[simulator]") {
    group here("local", "try", {"Alice", "Bob"}, [] { return at_ms(5); });
    const auto said = here.say("alice", "  how? ", "");
    REQUIRE(said);
    CHECK(said->who == chat::person{.id = "alice", .name = "Alice"});
    CHECK(said->text == "how?");
    CHECK(said->where.thread == said->message_id);

    const auto lines = here.lines_after(0);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].id == said->message_id);
    CHECK(lines[0].text == "how?");
}

TEST_CASE("a mention of the bot is no part of what is said to it", "[simulator]") {
    group here("local", "try", {"Alice"}, [] { return at_ms(5); });
    auto [said, heard] = GENERATE(table<const char*, const char*>({
        {"@bot answer #12 once", "answer #12 once"},
        {"@Qunda 采样率怎么配", "采样率怎么配"},
        {"@我 答 #12 一次", "答 #12 一次"},
        {"@群答怎么用", "怎么用"},
        {"@bot", ""},
        {"@bother me not", "@bother me not"},
        {"ask @bot", "ask @bot"},
    }));
    CHECK(here.say("Alice", said, "")->text == heard);
    CHECK(here.lines_after(0).at(0).text == said); // as everybody sees it
}

TEST_CASE("what cannot be said is refused", "[simulator]") {
    group here("local", "try", {"Alice"}, [] { return at_ms(5); });
    CHECK_FALSE(here.say("Mallory", "hi", ""));
    CHECK_FALSE(here.say("Alice", " \n", ""));
    CHECK_FALSE(here.say("Alice", "hi", "no such thread"));
    CHECK(here.lines_after(0).empty());
}

TEST_CASE("the bot's message is a line in its thread, and delivered", "[simulator]") {
    group here("local", "try", {"Alice"}, [] { return at_ms(5); });
    const auto said = here.say("Alice", "how?", "");
    chat::delivery outcome;
    here.send({.id = "1", .where = said->where, .mention = said->who, .title = "t", .markdown = "so", .reply = {}},
              [&](chat::delivery what) { outcome = std::move(what); });
    CHECK(outcome.what == chat::verdict::sent);
    const auto lines = here.lines_after(1);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].from_bot);
    CHECK(lines[0].member == "Alice");
    CHECK(lines[0].thread == said->where.thread);
    CHECK(outcome.message_id == lines[0].id);

    CHECK(here.say("Alice", "and then?", lines[0].thread)->where.thread == said->where.thread);
}

TEST_CASE("messages of two runs have different ids, and old lines go", "[simulator]") {
    group first("local", "try", {"Alice"}, [] { return at_ms(5); }),
        second(
            "local", "try", {"Alice"}, [] { return at_ms(6); }, 2);
    CHECK(first.say("Alice", "x", "")->message_id != second.say("Alice", "x", "")->message_id);
    (void)second.say("Alice", "y", "");
    (void)second.say("Alice", "z", "");
    CHECK(second.lines_after(0).size() == 2);
    CHECK(second.lines_after(2).size() == 1);
    CHECK(second.lines_after(3).empty());
    CHECK(second.lines_after(4).size() == 2); // seen before a restart
}
