// The guides of members and moderators say the same in both languages, and leave out no command.
#include "bot/conversation/commands.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using bot::conversation::audience;
using bot::conversation::commands;
using Catch::Contains;

namespace {

std::string guide(const std::string& name) {
    std::ifstream file("docs/" + name); // tests run in the root of the repository
    std::ostringstream all;
    all << file.rdbuf();
    return all.str();
}

// What each paragraph begins with, which is all that two languages have in common.
std::vector<std::string> shape(const std::string& text) {
    std::vector<std::string> beginnings;
    std::istringstream lines(text);
    std::string before;
    for (std::string line; std::getline(lines, line); before = line) {
        const bool first = before.empty() && !line.empty();
        const std::string kind = line.starts_with("# ")   ? "title"
                                 : line.starts_with("|")  ? "row"
                                 : line.starts_with("- ") ? "point"
                                 : line.starts_with("> ") ? "example"
                                 : !first                 ? ""
                                 : line.starts_with("**") ? "topic"
                                                          : "paragraph";
        if (!kind.empty()) beginnings.push_back(kind);
    }
    return beginnings;
}

} // namespace

TEST_CASE("a guide is there in both languages, with the same paragraphs and rows", "[guides]") {
    const std::string name = GENERATE("members", "moderators");
    const auto english = guide(name + ".md"), chinese = guide(name + ".zh.md");
    REQUIRE(english.size() > 1000);
    CHECK(shape(english) == shape(chinese));
    CHECK_THAT(english, Contains("(" + name + ".zh.md)"));
    CHECK_THAT(chinese, Contains("(" + name + ".md)"));
    CHECK_THAT(guide("../README.md"), Contains("docs/" + name + ".md") && Contains("docs/" + name + ".zh.md"));
}

TEST_CASE("each command is in the guide of who may use it, in both languages", "[guides]") {
    for (const auto& one : commands()) {
        if (one.help.en.empty()) continue; // said by buttons only
        const std::string name = one.who == audience::moderators ? "moderators" : "members";
        INFO(one.names.en.front() << " in " << name);
        for (const auto* file : {".md", ".zh.md"}) {
            CHECK_THAT(guide(name + file), Contains(std::string(one.names.zh.front())));
            CHECK_THAT(guide(name + file), Contains(std::string(one.names.en.front())));
        }
    }
}
