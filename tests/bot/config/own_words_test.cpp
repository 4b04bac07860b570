// Texts of a community's own: what is taken, and what is said about the rest.
#include "bot/config/describe.hpp"
#include "tests/bot/config/samples.hpp"

#include <catch2/catch.hpp>

using namespace bot::config;
using samples::mistakes_in;
using samples::settings_in;

namespace {

std::string with_texts(std::string lines) {
    return "[simulator]\nenabled = true\n[[community]]\nname = \"Tea\"\nlanguage = \"en\"\n"
           "workspaces = [\"simulator:local\"]\n[community.texts]\n" +
           std::move(lines);
}

} // namespace

TEST_CASE("a community's own words are in force in all its groups", "[config]") {
    const auto all = settings_in(with_texts("logged = \"Noted, #{number}.\"\n"
                                            "open_none = { zh = \"没了\", en = \"None {{left}}\" }\n"
                                            "help_forget_me = \"lets me forget you\"\n"
                                            "[[community.group]]\nid = \"try\"\nlanguage = \"zh\"\n"));
    const auto group = all.group(adapters::chat::platform::simulator, "local", "try");
    REQUIRE(group);
    REQUIRE(group->speaks.own);
    CHECK(group->speaks.in == language::zh);
    CHECK(group->speaks.own->at("logged").en == "Noted, #{number}.");
    CHECK(group->speaks.own->at("logged").zh.empty());
    CHECK(group->speaks.own->at("open_none").zh == "没了");
    CHECK(group->speaks.own->contains("help_forget_me"));
    CHECK_THAT(describe(all), Catch::Contains("[community.texts]"));
    CHECK(mistakes_in(with_texts("open_list = \"{count} {count:waits/wait}\"")).empty());
}

TEST_CASE("a mistake in them is named with its place", "[config]") {
    auto [what, line, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"a text that does not exist", "loged = \"x\"",
         "q.toml:8:1: community.texts.loged: there is no such text; did you mean logged?"},
        {"an argument that is not known there", "logged = \"#{count}\"",
         "q.toml:8:10: community.texts.logged: {count} is not known here; this text takes {number}"},
        {"an argument where there is none", "unmuted = \"hi {name}\"",
         "q.toml:8:11: community.texts.unmuted: {name} is not known here; nothing is put into this text"},
        {"a brace alone", "logged = \"#{number\"",
         "q.toml:8:10: community.texts.logged: a brace stands alone; write {{ and }} for braces that are said, {name} "
         "for what is put in, {name:one/many} for a word that goes by a number"},
        {"a format", "logged = \"{number:>1000000}\"",
         "q.toml:8:10: community.texts.logged: a brace stands alone; write {{ and }} for braces that are said, {name} "
         "for what is put in, {name:one/many} for a word that goes by a number"},
        {"forms of what is no number", "logged = \"#{number:one/many}\"",
         "q.toml:8:10: community.texts.logged: {number} takes no forms in this text"},
        {"nothing", "logged = \"\"", "q.toml:8:10: community.texts.logged: expected a text of 1 to 2000 bytes"},
        {"a number", "logged = 1",
         "q.toml:8:10: community.texts.logged: expected a text, or { zh = \"…\", en = \"…\" }"},
        {"another language", "logged = { fr = \"Noté\" }",
         "q.toml:8:12: community.texts.logged: unknown language; expected zh or en"},
        {"a text that is read back", "says_pick = \"take {reference}\"",
         "q.toml:8:1: community.texts.says_pick: this text is read back as a command and stays as it is"},
    }));
    INFO(what);
    CHECK(mistakes_in(with_texts(line)) == std::vector<std::string>{expected});
}
