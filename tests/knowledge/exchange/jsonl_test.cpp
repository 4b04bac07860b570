#include "knowledge/exchange/jsonl.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace knowledge::exchange;

TEST_CASE("JSON lines with every field", "[exchange]") {
    const parsed_file parsed = read_jsonl(
        "\xef\xbb\xbf"
        R"({"id":"a","question":"一","phrasings":["二","一","二",""],"answer":"三","tags":["t"],"state":"draft",)"
        R"("collection":"c","sources":[{"edition":"2031-02-03","thread":1,"turn":2,"asker":"林"},"https://e.org/a","文档"],"x":{}})"
        "\r\n\n"
        R"({"question":"四","alternates":["五"],"project":"seata","answer":null})",
        "kb.jsonl");
    REQUIRE(parsed.refused.empty());
    REQUIRE(parsed.rows.size() == 2);
    const row& first = parsed.rows[0];
    CHECK(first.external_id == "a");
    CHECK(first.phrasings == std::vector<std::string>{"二"});
    CHECK(first.tags == std::vector<std::string>{"t"});
    CHECK(first.state == entry_state::draft);
    CHECK(first.collection == "c");
    REQUIRE(first.sources.size() == 3);
    CHECK(first.sources[0].thread == 1);
    CHECK(first.sources[1].url == "https://e.org/a");
    CHECK(first.sources[2].label == "文档");
    const row& second = parsed.rows[1];
    CHECK(second.line == 3);
    CHECK(second.phrasings == std::vector<std::string>{"五"});
    CHECK_FALSE(second.answer);
    CHECK_FALSE(second.tags.has_value());
    REQUIRE(second.sources.size() == 1);
    CHECK(second.sources[0].label == "seata");
}

TEST_CASE("context becomes a chain where the earlier question is a row", "[exchange]") {
    const parsed_file parsed =
        read_jsonl("{\"id\":\"1\",\"question\":\"甲\"}\n"
                   "{\"id\":\"2\",\"question\":\"甲\"}\n"
                   "{\"id\":\"3\",\"question\":\"乙\",\"context\":[\"甲\"]}\n"
                   "{\"id\":\"4\",\"question\":\"丙\",\"context\":[\"甲\",\"乙\"]}\n"
                   "{\"id\":\"5\",\"question\":\"丁\",\"context\":[\"别处\"]}\n"
                   "{\"id\":\"6\",\"question\":\"戊\",\"previous\":\"1\",\"context\":[\"乙\"]}\n",
                   "kb.jsonl");
    REQUIRE(parsed.rows.size() == 6);
    CHECK(parsed.rows[2].previous == 1U); // the nearest one
    CHECK(parsed.rows[2].context.empty());
    CHECK(parsed.rows[3].previous == 2U);
    CHECK_FALSE(parsed.rows[4].previous.has_value());
    CHECK(parsed.rows[4].context == std::vector<std::string>{"别处"});
    CHECK(parsed.rows[5].previous == 0U); // said outright
}

TEST_CASE("bad JSON lines are refused with the line, and nothing of the file is read", "[exchange]") {
    const auto [what, text, line] = GENERATE(table<const char*, std::string, int>({
        {"not JSON", "{\"question\":\"a\"}\n{question}\n", 2},
        {"cut off", "{\"question\":\"a\"", 1},
        {"a list", "[1]\n", 1},
        {"no question", "{\"id\":\"1\"}\n", 1},
        {"an empty question", "{\"question\":\" \"}\n", 1},
        {"a question that is a number", "\n\n{\"question\":1}\n", 3},
        {"an id that is a number", "{\"id\":1,\"question\":\"a\"}\n", 1},
        {"phrasings that are text", "{\"question\":\"a\",\"phrasings\":\"b\"}\n", 1},
        {"a phrasing that is a list", "{\"question\":\"a\",\"alternates\":[[]]}\n", 1},
        {"a thread that is no number", "{\"question\":\"a\",\"source\":{\"thread\":-1}}\n", 1},
        {"an unknown state", "{\"question\":\"a\",\"state\":\"open\"}\n", 1},
        {"canonical without an answer", "{\"question\":\"a\",\"answer\":\"\",\"state\":\"canonical\"}\n", 1},
        {"an id twice", "{\"id\":\"1\",\"question\":\"a\"}\n{\"id\":\"1\",\"question\":\"b\"}\n", 2},
        {"a previous row that comes later",
         "{\"question\":\"a\",\"previous\":\"2\"}\n{\"id\":\"2\",\"question\":\"b\"}\n", 1},
        {"too deep", "{\"question\":\"a\",\"x\":" + std::string(40, '[') + std::string(40, ']') + "}\n", 1},
        {"a number too large", "{\"question\":\"a\",\"x\":1e999}\n", 1},
        {"a NUL", "{\"question\":\"a\\u0000\"}\n", 1},
    }));
    INFO(what);
    const parsed_file parsed = read_jsonl(text, "kb.jsonl");
    CHECK(parsed.rows.empty());
    REQUIRE_FALSE(parsed.refused.empty());
    CHECK(parsed.refused[0].line == line);
    CHECK_FALSE(parsed.refused[0].reason.empty());
}
