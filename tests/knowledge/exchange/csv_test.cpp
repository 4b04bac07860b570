#include "knowledge/exchange/csv.hpp"
#include "tests/knowledge/exchange/nasty.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace knowledge::exchange;

namespace {

std::vector<csv_record> cells(const std::string& text) {
    const auto read = read_csv_cells(text, "t.csv");
    REQUIRE(std::holds_alternative<std::vector<csv_record>>(read));
    return std::get<std::vector<csv_record>>(read);
}

} // namespace

TEST_CASE("CSV cells as RFC 4180 has them", "[exchange]") {
    const auto [what, text, expected] = GENERATE(table<const char*, const char*, std::vector<csv_record>>({
        {"LF, no line end at the end", "a,b\nc,d", {{1, {"a", "b"}}, {2, {"c", "d"}}}},
        {"CRLF", "a,b\r\nc,d\r\n", {{1, {"a", "b"}}, {2, {"c", "d"}}}},
        {"a byte order mark", "\xef\xbb\xbf\"a\",b\n", {{1, {"a", "b"}}}},
        {"quotes, commas and lines in a cell", "\"a\"\"b,\n c\",d\ne,f", {{1, {"a\"b,\n c", "d"}}, {3, {"e", "f"}}}},
        {"empty cells", ",\n\"\",\n", {{1, {"", ""}}, {2, {"", ""}}}},
        {"empty lines are no records", "a\n\n\r\nb\n", {{1, {"a"}}, {4, {"b"}}}},
        {"a lone empty cell", "\"\"\n", {{1, {""}}}},
        {"an apostrophe before a formula goes",
         "'=1+1,'-5,'@x,'+1,''=x,'a,'",
         {{1, {"=1+1", "-5", "@x", "+1", "'=x", "'a", "'"}}}},
    }));
    INFO(what);
    CHECK(cells(text) == expected);
}

TEST_CASE("no exported cell is a formula", "[exchange]") {
    for (const std::string cell : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"}) {
        const std::string written = write_csv_cells({{1, {cell, "b"}}});
        const std::size_t start = written.front() == '"' ? 1 : 0;
        CHECK(written[start] == '\'');
    }
}

TEST_CASE("cells come back exactly as they were written", "[exchange]") {
    nasty::source random(3);
    for (int i = 0; i < 2000; ++i) {
        std::vector<csv_record> records;
        for (std::size_t row = 0; row < 3; ++row) {
            csv_record record;
            for (std::size_t n = 1 + random.below(4); n > 0; --n) {
                static const std::vector<std::string> starts{"",   "=",  "'",  "'=", "''+",          "-",  "\t",
                                                             "\r", "\n", "\"", "@",  "\xef\xbb\xbf", " =", "\r\n"};
                record.cells.push_back(starts[random.below(starts.size())] + random.text());
            }
            records.push_back(record);
        }
        const std::string written = write_csv_cells(records);
        INFO(written);
        std::vector<csv_record> read = cells(written);
        for (csv_record& record : read)
            record.line = 0;
        REQUIRE(read == records);
    }
}

TEST_CASE("columns may come in any order, and only the question is needed", "[exchange]") {
    const parsed_file parsed = read_csv("Answer,question,tags,phrasings\n甲,乙,a; b,\"丙\n乙\n\n丁\"\n", "t.csv");
    REQUIRE(parsed.rows.size() == 1);
    CHECK(parsed.rows[0].question == "乙");
    CHECK(parsed.rows[0].answer == "甲");
    CHECK(parsed.rows[0].tags == std::vector<std::string>{"a", "b"});
    CHECK(parsed.rows[0].phrasings == std::vector<std::string>{"丙", "丁"});
    CHECK(parsed.rows[0].line == 2);
    CHECK(parsed.unplaced.empty());
}

TEST_CASE("the earlier questions of a chain that is elsewhere survive", "[exchange]") {
    entry one;
    one.id.value = 1;
    one.external_id = "1";
    one.question = "And green tea?";
    one.answer = "Two minutes.";
    one.context = {"How long does tea draw?", "In\ntwo lines?"};
    const parsed_file again = read_csv(write_csv({one}), "t.csv");
    REQUIRE(again.rows.size() == 1);
    CHECK(again.rows[0].context == one.context);
}

TEST_CASE("an unknown column is reported, the rest is read", "[exchange]") {
    const parsed_file parsed = read_csv("question,colour\n一,红\n", "t.csv");
    CHECK(parsed.rows.size() == 1);
    REQUIRE(parsed.unplaced.size() == 1);
    CHECK(parsed.unplaced[0].line == 1);
}

TEST_CASE("a file of another separator is told so", "[exchange]") {
    const auto [text, expected] = GENERATE(table<const char*, const char*>({
        {"id;Question;answer\n1;\"a; b\";x\n", "the columns are separated by semicolons; expected commas"},
        {"\"id\";\"question\"\r\n", "the columns are separated by semicolons; expected commas"},
        {"id\tquestion\n1\ta\n", "the columns are separated by tabs; expected commas"},
        {"id\n1\n", "no column 'question' in the first row"},
    }));
    const parsed_file parsed = read_csv(text, "t.csv");
    REQUIRE(parsed.refused.size() == 1);
    CHECK(parsed.refused[0].line == 1);
    CHECK(parsed.refused[0].reason == expected);
    CHECK(read_csv("question,\"a;b\"\nx,y\n", "t.csv").refused.empty());
}

TEST_CASE("a bad CSV file is refused with the line, and nothing of it is read", "[exchange]") {
    const auto [what, text, line] = GENERATE(table<const char*, const char*, int>({
        {"nothing in it", "", 1},
        {"no question column", "id,answer\n1,a\n", 1},
        {"a column twice", "question,question\na,b\n", 1},
        {"too few cells", "id,question\n1,a\n2\n", 3},
        {"too many cells", "id,question\n1,a\n2,b,c\n", 3},
        {"no question", "id,question\n1,\" \"\n", 2},
        {"a quote that is not closed", "id,question\n1,a\n2,\"b\n3,c\n", 3},
        {"a quote inside a plain cell", "id,question\n1,a\"b\n", 2},
        {"text behind a closing quote", "id,question\n1,\"a\"b\n", 2},
        {"an id twice", "id,question\n1,a\n2,b\n1,c\n", 4},
        {"an unknown state", "question,state\na,maybe\n", 2},
        {"canonical without an answer", "question,answer,state\na, ,canonical\n", 2},
        {"a previous row that does not exist", "id,question,previous\n1,a,9\n", 2},
        {"a bad row behind lines in a cell", "id,question\n1,\"a\nb\nc\"\n2\n", 5},
    }));
    INFO(what);
    const parsed_file parsed = read_csv(text, "t.csv");
    CHECK(parsed.rows.empty());
    REQUIRE(parsed.refused.size() == 1);
    CHECK(parsed.refused[0].file == "t.csv");
    CHECK(parsed.refused[0].line == line);
}
