// What scripts rely on: the shapes of --json, the exit codes, and that bad input says where it is bad.
#include "tests/e2e/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <set>

using Catch::Contains;
using nlohmann::json;
using tests::run;

namespace {

struct workplace {
    tests::temporary_folder folder;
    std::string db = folder / "kb.db";

    std::string file(const std::string& name, std::string_view text) const {
        std::ofstream(folder / name, std::ios::binary) << text;
        return folder / name;
    }
    std::string knowledge() const {
        return file(
            "kb.jsonl",
            R"({"id":"k1","question":"采样率要在每个服务上配置吗？","alternates":["采样率怎么配"],"answer":"只在入口服务配置。","project":null}
{"id":"k2","question":"上报 Zipkin 也只在入口配吗？","alternates":[],"answer":"每个节点都要配置。","context":["采样率要在每个服务上配置吗？"]}
{"id":"k3","question":"How do I reset the registry cache?","alternates":[],"answer":"Run the reset command on every node."}
)");
    }
};

std::set<std::string> keys(const json& object) {
    std::set<std::string> names;
    for (const auto& [name, value] : object.items())
        names.insert(name);
    return names;
}

} // namespace

TEST_CASE("import prints one object, and a second import changes nothing", "[cli]") {
    const workplace here;
    const auto first = run({"--db", here.db, "import", "--json", here.knowledge()});
    REQUIRE(first.code == 0);
    const auto told = json::parse(first.out);
    for (const auto* name : {"files", "threads", "turns", "answered", "entries_new", "entries_changed", "repeated",
                             "unplaced", "refused"}) {
        CHECK(told.contains(name));
    }
    CHECK(told["entries_new"] == 3);
    const auto second = json::parse(run({"--db", here.db, "import", "--json", here.knowledge()}).out);
    CHECK(second["entries_new"] == 0);
    CHECK(second["entries_changed"] == 0);
}

TEST_CASE("a bad row refuses its whole file, with the line, and the exit code says so", "[cli]") {
    const workplace here;
    const auto bad = here.file("bad.jsonl", "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"x\"}\n{\"id\":\"b\"}\n");
    const auto refused = run({"--db", here.db, "import", "--json", bad});
    CHECK(refused.code == 2);
    const auto told = json::parse(refused.out);
    CHECK(told["entries_new"] == 0);
    REQUIRE(told["refused"].size() == 1);
    CHECK(told["refused"][0]["line"] == 2);
    CHECK_THAT(run({"--db", here.db, "import", bad}).out, Contains("bad.jsonl:2: refused"));
}

TEST_CASE("a dry run tells and writes nothing", "[cli]") {
    const workplace here;
    const auto told = json::parse(run({"--db", here.db, "import", "--dry-run", "--json", here.knowledge()}).out);
    CHECK(told["entries_new"] == 3);
    CHECK(json::parse(run({"--db", here.db, "import", "--json", here.knowledge()}).out)["entries_new"] == 3);
}

TEST_CASE("a batch of questions is decided in order, one object a line", "[cli]") {
    const workplace here;
    REQUIRE(run({"--db", here.db, "import", here.knowledge()}).code == 0);
    const auto answered = run({"--db", here.db, "ask", "--batch", "-", "--json"},
                              "{\"q\":\"采样率每个服务都要配置吗\"}\n{\"q\":\"那上报 zipkin "
                              "呢\",\"context\":[\"采样率每个服务都要配置吗\"]}\n"
                              "{\"q\":\"谢谢大佬\"}\n");
    REQUIRE(answered.code == 0);
    std::istringstream lines(answered.out);
    std::vector<json> told;
    for (std::string line; std::getline(lines, line);)
        told.push_back(json::parse(line));
    REQUIRE(told.size() == 3);
    for (const auto& one : told)
        CHECK(keys(one) == std::set<std::string>{"q", "decision", "confidence", "candidates"});
    CHECK(told[0]["candidates"][0]["id"] == "k1");
    CHECK(told[0]["decision"] == "answer");
    CHECK(told[1]["candidates"][0]["id"] == "k2");
    CHECK(told[2]["decision"] == "silent");
}

TEST_CASE("a bad line of a batch is named", "[cli]") {
    const workplace here;
    REQUIRE(run({"--db", here.db, "import", here.knowledge()}).code == 0);
    auto [what, input, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"not JSON", "{\"q\":\"x\"}\nhello\n", "standard input:2: not a JSON object"},
        {"no question", "{}\n", "standard input:1: q"},
        {"a context of the wrong type", "{\"q\":\"x\",\"context\":\"y\"}\n", "standard input:1: context"},
    }));
    INFO(what);
    const auto refused = run({"--db", here.db, "ask", "--batch", "-", "--json"}, input);
    CHECK(refused.code == 1);
    CHECK_THAT(refused.out, Contains(expected));
}

TEST_CASE("what is exported imports as the same", "[cli]") {
    const workplace here;
    REQUIRE(run({"--db", here.db, "import", here.knowledge()}).code == 0);
    const auto format = GENERATE(as<std::string>(), "jsonl", "csv", "faq");
    INFO(format);
    const auto file = here.folder / (format == "faq" ? "out.md" : "out." + format);
    REQUIRE(run({"--db", here.db, "export", "--format", format, "--out", file}).code == 0);
    const auto again = json::parse(run({"--db", here.db, "import", "--json", file}).out);
    CHECK(again["entries_new"] == 0);
    CHECK(again["entries_changed"] == 0);
}

TEST_CASE("the exit code says whose mistake it was", "[cli]") {
    const workplace here;
    const auto newer = here.folder / "text.db";
    std::ofstream(newer) << "this is no database, but long enough to be looked at as one. ";
    const auto config = here.file("bad.toml", "nonsense = 1\n");
    using arguments = std::vector<std::string>;
    const std::vector<std::tuple<const char*, arguments, int>> rows{

        {"version", arguments{"version"}, 0},
        {"help", arguments{"--help"}, 0},
        {"help of a verb", arguments{"import", "--help"}, 0},
        {"no verb", arguments{}, 64},
        {"an unknown verb", arguments{"sing"}, 64},
        {"an unknown option", arguments{"version", "--loud"}, 64},
        {"a file that is not there", arguments{"--db", here.db, "import", here.folder / "gone.md"}, 66},
        {"a database that is not there", arguments{"--db", here.folder / "gone.db", "ask", "x"}, 66},
        {"an evaluation folder that is not there", arguments{"eval", here.folder / "gone"}, 66},
        {"a file that is no database", arguments{"--db", newer, "ask", "x"}, 73},
        {"a folder nobody can write to", arguments{"--db", "/proc/none/kb.db", "import", here.knowledge()}, 73},
        {"a configuration with a mistake", arguments{"--config", config, "config", "check"}, 78},
        {"a configuration that is not there", arguments{"--config", here.folder / "gone.toml", "config", "check"}, 78},
    };
    for (const auto& [what, words, expected] : rows) {
        INFO(what);
        const auto how = run(words);
        INFO(how.out);
        CHECK(how.code == expected);
        CHECK_FALSE(how.out.empty());
    }
}

TEST_CASE("every verb's help shows examples", "[cli]") {
    const auto verb =
        GENERATE(as<std::string>(), "serve", "chat", "ask", "import", "export", "weekly", "eval", "config", "version");
    INFO(verb);
    const auto help = run({verb, "--help"});
    CHECK(help.code == 0);
    CHECK_THAT(help.out, Contains("Examples:") && Contains("qunda"));
}
