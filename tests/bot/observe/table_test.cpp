#include "bot/observe/table.hpp"
#include "bot/observe/terminal.hpp"

#include <catch2/catch.hpp>

#include <sstream>
#include <stdexcept>

using bot::observe::align;
using bot::observe::display_width;

TEST_CASE("columns line up with Chinese and English mixed", "[observe]") {
    bot::observe::table sample({{"file 文件"}, {"turns", align::right}, {"note"}});
    sample.add({"2020-05-22.md", "12", "好"});
    sample.add({"周刊.md", "3"});
    CHECK(sample.to_string() == "file 文件      turns  note\n"
                                "-------------  -----  ----\n"
                                "2020-05-22.md     12  好\n"
                                "周刊.md            3\n");
}

TEST_CASE("a table wider than the terminal gives up width where it may", "[observe]") {
    bot::observe::table sample({{"id"}, {"question", align::left, true}, {"n", align::right}});
    sample.add({"#1", "采样率在运行的时候怎么修改，需要重启吗", "7"});
    const auto text = sample.to_string(24);
    CHECK(text == "id  question           n\n"
                  "--  -----------------  -\n"
                  "#1  采样率在运行的时…  7\n");
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        CHECK(display_width(line) <= 24);
}

TEST_CASE("a table keeps what may not shrink", "[observe]") {
    bot::observe::table sample({{"identifier"}, {"question", align::left, true}});
    sample.add({"0123456789", "four words are here"});
    CHECK(sample.to_string(4) == "identifier  question\n"
                                 "----------  --------\n"
                                 "0123456789  four wo…\n");
}

TEST_CASE("a cell from outside stays in its cell", "[observe]") {
    bot::observe::table sample({{"text"}});
    sample.add({"a\nb\x1b[2J"});
    CHECK(sample.to_string() == "text\n-------\na b [2J\n");
    CHECK_THROWS_AS(sample.add({"1", "2"}), std::invalid_argument);
}
