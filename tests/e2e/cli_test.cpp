// What scripts rely on: the shapes of --json, the exit codes, and that bad input says where it is bad.
#include "knowledge/store/questions.hpp"
#include "knowledge/store/store.hpp"
#include "tests/e2e/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>

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

std::string content(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

std::vector<json> objects(const std::string& lines) {
    std::istringstream in(lines);
    std::vector<json> all;
    for (std::string line; std::getline(in, line);)
        all.push_back(json::parse(line));
    return all;
}

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
    CHECK_FALSE(std::filesystem::exists(here.db));
    std::ofstream(here.db).close(); // an empty file is no database yet, and stays empty
    CHECK(run({"--db", here.db, "import", "--dry-run", here.knowledge()}).code == 0);
    CHECK(std::filesystem::file_size(here.db) == 0);
    CHECK(json::parse(run({"--db", here.db, "import", "--json", here.knowledge()}).out)["entries_new"] == 3);
    const auto again = json::parse(run({"--db", here.db, "import", "--dry-run", "--json", here.knowledge()}).out);
    CHECK(again["entries_new"] == 0);
}

TEST_CASE("a batch of questions is decided in order, one object a line", "[cli]") {
    const workplace here;
    REQUIRE(run({"--db", here.db, "import", here.knowledge()}).code == 0);
    const auto answered = run({"--db", here.db, "ask", "--batch", "-", "--json"},
                              "{\"q\":\"采样率每个服务都要配置吗\"}\n{\"q\":\"那上报 zipkin "
                              "呢\",\"context\":[\"采样率每个服务都要配置吗\"]}\n"
                              "{\"q\":\"谢谢大佬\"}\n");
    REQUIRE(answered.code == 0);
    const auto told = objects(answered.out);
    REQUIRE(told.size() == 3);
    for (const auto& one : told)
        CHECK(keys(one) == std::set<std::string>{"q", "decision", "confidence", "candidates"});
    CHECK(told[0]["candidates"][0]["id"] == "k1");
    CHECK(told[0]["decision"] == "answer");
    CHECK(told[1]["candidates"][0]["id"] == "k2");
    CHECK(told[2]["decision"] == "silent");
}

TEST_CASE("a batch is read from a file too, and each question has at most ten candidates, best first", "[cli]") {
    const workplace here;
    std::string rows;
    for (int i = 0; i < 15; ++i)
        rows += json{{"id", "r" + std::to_string(i)},
                     {"question", "How is port " + std::to_string(8000 + i) + " of the registry opened?"},
                     {"answer", "In the settings."}}
                    .dump() +
                "\n";
    REQUIRE(run({"--db", here.db, "import", here.file("ports.jsonl", rows)}).code == 0);
    const auto batch = here.file("batch.jsonl", "\xef\xbb\xbf{\"q\":\"open port 8003 of the registry\"}\r\n\n");
    const auto answered = run({"--db", here.db, "ask", "--batch", batch, "--json"});
    REQUIRE(answered.code == 0);
    const auto told = objects(answered.out);
    REQUIRE(told.size() == 1);
    const auto& candidates = told[0]["candidates"];
    REQUIRE(candidates.size() == 10);
    CHECK(candidates[0]["id"] == "r3");
    CHECK(told[0]["confidence"] == candidates[0]["confidence"]);
    for (std::size_t i = 1; i < candidates.size(); ++i)
        CHECK(candidates[i - 1]["confidence"] >= candidates[i]["confidence"]);
}

TEST_CASE("a batch that cannot be read says so", "[cli]") {
    const workplace here;
    REQUIRE(run({"--db", here.db, "import", here.knowledge()}).code == 0);
    const auto [what, file, code] = GENERATE(table<const char*, const char*, int>({
        {"a folder", "/tmp", 66},
        {"a file that is not there", "/tmp/qunda/none.jsonl", 66},
        {"a file whose reading fails", "/proc/self/mem", 74},
    }));
    INFO(what);
    const auto refused = run({"--db", here.db, "ask", "--batch", file});
    CHECK(refused.code == code);
    CHECK_THAT(refused.out, Contains(std::string(file) + ": cannot be "));
}

TEST_CASE("what is not worth suggesting is not listed", "[cli]") {
    const workplace here;
    REQUIRE(run({"--db", here.db, "import", here.knowledge()}).code == 0);
    const auto* const question = "上报在哪里看";
    const auto told = json::parse(run({"--db", here.db, "ask", "--json", question}).out);
    INFO(told.dump());
    REQUIRE(told["decision"] == "silent");
    REQUIRE_FALSE(told["candidates"].empty());
    const auto shown = run({"--db", here.db, "ask", question}).out;
    CHECK_THAT(shown, Contains("no answer") && !Contains("(k"));
}

TEST_CASE("a bad line of a batch is named, and the good ones are answered", "[cli]") {
    const workplace here;
    REQUIRE(run({"--db", here.db, "import", here.knowledge()}).code == 0);
    auto [what, input, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"not JSON", "{\"q\":\"x\"}\nhello\n", "standard input:2: not JSON"},
        {"not UTF-8", "{\"q\":\"x\"}\n\n{\"q\":\"\xff\"}\n", "standard input:3: not valid UTF-8"},
        {"no object", "[1]\n", "standard input:1: not a JSON object"},
        {"no question", "{}\n", "standard input:1: q"},
        {"a context of the wrong type", "{\"q\":\"x\",\"context\":\"y\"}\n", "standard input:1: context"},
    }));
    INFO(what);
    const auto refused = run({"--db", here.db, "ask", "--batch", "-", "--json"}, input);
    CHECK(refused.code == 1);
    CHECK_THAT(refused.out, Contains(expected));
    const auto good = std::ranges::count(std::string_view(input), '\n') > 1 ? 1 : 0;
    std::size_t answered = 0;
    for (auto at = refused.out.find("\"candidates\""); at != std::string::npos;
         at = refused.out.find("\"candidates\"", at + 1))
        ++answered;
    CHECK(answered == static_cast<std::size_t>(good));
}

TEST_CASE("of several communities the weekly's has to be named", "[cli]") {
    const workplace here;
    REQUIRE(run({"--db", here.db, "import", here.knowledge()}).code == 0);
    {
        knowledge::store::store store({.path = here.db});
        store.write([](knowledge::store::session& db) {
            for (const auto* community : {"tea", "coffee"}) {
                knowledge::store::question one;
                one.community = community;
                one.text = std::string("Where is the ") + community + "?";
                one.asked_at = knowledge::timestamp(std::chrono::hours(24 * 365 * 56));
                (void)knowledge::store::insert_question(db, one);
            }
        });
    }
    std::vector<std::string> draft{"--db", here.db, "weekly", "draft", "--from", "2025-12-01", "--to", "2026-01-31"};
    const auto refused = run(draft);
    CHECK(refused.code == 64);
    CHECK_THAT(refused.out, Contains("coffee, tea"));
    draft.insert(draft.end(), {"--community", "tea"});
    const auto drafted = run(draft);
    CHECK(drafted.code == 0);
    CHECK_THAT(drafted.out, Contains("Where is the tea") && !Contains("coffee"));
    draft.back() = "milk";
    CHECK(run(draft).code == 64);
}

TEST_CASE("what is exported imports as the same", "[cli]") {
    const workplace here;
    REQUIRE(run({"--db", here.db, "import", here.knowledge()}).code == 0);
    const auto format = GENERATE(as<std::string>(), "jsonl", "csv", "faq");
    INFO(format);
    const auto name = [&](const std::string& stem) {
        return here.folder / (stem + (format == "faq" ? ".md" : "." + format));
    };
    const auto first = name("first"), second = name("second");
    REQUIRE(run({"--db", here.db, "export", "--format", format, "--out", first}).code == 0);
    const auto again = json::parse(run({"--db", here.db, "import", "--json", first}).out);
    CHECK(again["entries_new"] == 0);
    CHECK(again["entries_changed"] == 0);
    const std::string fresh = here.folder / "fresh.db";
    const auto read = json::parse(run({"--db", fresh, "import", "--json", first}).out);
    CHECK(read["entries_new"] == 3);
    REQUIRE(run({"--db", fresh, "export", "--format", format, "--out", second}).code == 0);
    CHECK(content(first).find("k3") != std::string::npos);
    CHECK(content(first) == content(second));
}

TEST_CASE("an export takes the place of a file without changing what the file is", "[cli]") {
    const workplace here;
    REQUIRE(run({"--db", here.db, "import", here.knowledge()}).code == 0);
    const auto whole = run({"--db", here.db, "export"}).out;
    REQUIRE_THAT(whole, Contains("k1"));
    const auto file = here.file("real.jsonl", "old"), link = (here.folder / "link.jsonl").string();
    std::filesystem::create_symlink("real.jsonl", link);
    ::chmod(file.c_str(), 0640);
    // What a broken run of old left behind is not ours.
    here.file("real.jsonl.part", "somebody's");
    REQUIRE(run({"--db", here.db, "export", "--out", link}).code == 0);
    CHECK(std::filesystem::is_symlink(link));
    CHECK(content(file) == whole);
    struct stat now {};
    REQUIRE(::stat(file.c_str(), &now) == 0);
    CHECK((now.st_mode & 0777U) == 0640U);
    CHECK(content(here.folder / "real.jsonl.part") == "somebody's");

    const auto ahead = here.folder / "ahead.jsonl"; // a link to what is not there yet
    std::filesystem::create_symlink("made.jsonl", ahead);
    REQUIRE(run({"--db", here.db, "export", "--out", ahead}).code == 0);
    CHECK(content(here.folder / "made.jsonl") == whole);

    CHECK(run({"--db", here.db, "export", "--out", here.folder.path()}).code == 73);
    // By way of links: the tests may run as root, and a mistake must not take the machine's devices away.
    const auto device = [&](const std::string& name) {
        std::filesystem::create_symlink("/dev/" + name, here.folder / name);
        return here.folder / name;
    };
    CHECK(run({"--db", here.db, "export", "--out", device("stdout")}).out == whole);
    CHECK(run({"--db", here.db, "export", "--out", device("full")}).code == 74);
    CHECK(run({"--db", here.db, "export", "--out", device("null")}).code == 0);
    CHECK(std::filesystem::is_symlink(here.folder / "null"));
    for (const auto& one : std::filesystem::directory_iterator(here.folder.path()))
        CHECK((one.path().extension() != ".part" || one.path().filename() == "real.jsonl.part"));
}

TEST_CASE("eval prints the measures and nothing else", "[cli]") {
    const workplace here;
    (void)here.knowledge();
    here.file("queries.jsonl", R"({"q":"采样率每个服务都要配置吗","gold":"k1"}
{"q":"谢谢大佬","gold":null}
)");
    const std::string folder = here.folder.path();
    const auto measured = run({"eval", folder, "--json"});
    REQUIRE(measured.code == 0);
    const auto told = json::parse(measured.out);
    CHECK(keys(told) == std::set<std::string>{"n_answerable", "n_none", "hit1", "hit3", "mrr10", "threshold",
                                              "precision", "recall", "f1", "best_f1", "auroc", "cov95",
                                              "false_answers"});
    CHECK(told["n_answerable"] == 1);
    CHECK(told["n_none"] == 1);
    CHECK(told["hit1"] == 1);

    CHECK(run({"eval", folder, "--fit"}).code == 0);
    const auto other = run({"eval", folder, "--fit", "--kb", "other.jsonl"});
    CHECK(other.code == 66);
    CHECK_THAT(other.out, Contains("other.jsonl"));
    CHECK(run({"eval", folder, "--together"}).code == 64); // fitted to nothing
    CHECK(run({"eval", folder, "--fit", "--folds", "3"}).code == 64);
    CHECK_THAT(run({"eval", folder, "--own-log", "--json"}).out,
               Contains(R"("own_log":{"for_bot":1,"not_for_bot":0,"enough":false})"));
    CHECK_THAT(run({"eval", folder, "--own-log"}).out, Contains("own log: 1 message for the bot, 0 not; too few"));
    CHECK(run({"eval", folder, "--labels", "9"}).code == 64); // of no log
    CHECK(run({"eval", folder, "--fit", "--own-log"}).code == 64);
    CHECK(run({"eval", folder, "--dealing", "1"}).code == 64); // nothing is dealt
    CHECK(run({"eval", folder, "--own-log", "--dealing", "1"}).code == 0);
    here.file("queries.jsonl", "");
    const auto empty = run({"eval", folder});
    CHECK(empty.code == 66);
    CHECK_THAT(empty.out, Contains("queries.jsonl: no questions"));
}

TEST_CASE("eval measures what ask does with an export of ours", "[cli]") {
    const workplace here;
    const char* const data = std::getenv("QUNDA_DATA");
    if (data == nullptr) {
        WARN("QUNDA_DATA is not set: eval and ask are not compared");
        return;
    }
    const auto sofa = std::filesystem::path(data) / "eval" / "sofa";
    REQUIRE(run({"--db", here.db, "import", sofa / "kb.jsonl"}).code == 0);
    const auto answered = run({"--db", here.db, "ask", "--batch", sofa / "queries.jsonl", "--json"});
    REQUIRE(answered.code == 0);
    const auto told = objects(answered.out), asked = objects(content(sofa / "queries.jsonl"));
    REQUIRE(told.size() == asked.size());
    std::size_t named = 0, hits = 0;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        const auto& gold = asked[i]["gold"];
        if (gold.is_null() || gold == "any") continue;
        const auto right = gold.is_array() ? gold.get<std::set<std::string>>() : std::set{gold.get<std::string>()};
        if (right.empty()) continue; // nothing answers it
        ++named;
        if (!told[i]["candidates"].empty() && right.contains(told[i]["candidates"][0]["id"].get<std::string>())) ++hits;
    }
    REQUIRE(named > 0);
    const auto exported = here.folder / "export.jsonl";
    REQUIRE(run({"--db", here.db, "export", "--out", exported}).code == 0);
    const auto original = json::parse(run({"eval", sofa, "--json"}).out);
    CHECK(original["hit1"].get<double>() == Approx(static_cast<double>(hits) / static_cast<double>(named)));
    CHECK(json::parse(run({"eval", sofa, "--kb", exported, "--json"}).out) == original);
}

TEST_CASE("a day of a weekly that is none is bad usage", "[cli]") {
    const workplace here;
    const auto [from, to, reason] = GENERATE(table<const char*, const char*, const char*>({
        {"2026-02-30", "2026-03-01", "--from: 2026-02-30"},
        {"2026-02-01", "2026-13-01", "--to: 2026-13-01"},
        {"20260201", "2026-02-07", "--from"},
        {"2026-2-1", "2026-02-07", "--from"},
        {"2026-02-01x", "2026-02-07", "--from"},
        {"yesterday", "2026-02-07", "--from"},
        {"2026-02-08", "2026-02-07", "--to is before --from"},
    }));
    INFO(from << " " << to);
    const auto refused = run({"--db", here.db, "weekly", "draft", "--from", from, "--to", to});
    CHECK(refused.code == 64);
    CHECK_THAT(refused.out, Contains(reason));
}

TEST_CASE("config check tells programs the file, the mistakes, and what is in force", "[cli]") {
    const workplace here;
    const auto bad = here.file("bad.toml", "\nnonsense = 1\n");
    const auto refused = run({"--config", bad, "config", "check", "--json"});
    CHECK(refused.code == 78);
    const auto told = json::parse(refused.out);
    CHECK(keys(told) == std::set<std::string>{"file", "mistakes"});
    CHECK(told["file"] == bad);
    REQUIRE_FALSE(told["mistakes"].empty());
    const auto& last = told["mistakes"].back(); // what is missing in the file as a whole comes first
    CHECK(keys(last) == std::set<std::string>{"file", "line", "column", "key", "message"});
    CHECK(last["line"] == 2);
    CHECK(last["column"] == 1);
    CHECK(last["key"] == "nonsense");

    const auto fine = run({"config", "check", "--json"}); // the embedded default
    CHECK(fine.code == 0);
    const auto in_force = json::parse(fine.out);
    CHECK(keys(in_force) == std::set<std::string>{"file", "mistakes", "settings"});
    CHECK(in_force["mistakes"].empty());
    CHECK(in_force["settings"].is_object());
}

TEST_CASE("the exit code says whose mistake it was", "[cli]") {
    const workplace here;
    const auto newer = here.folder / "text.db";
    std::ofstream(newer) << "this is no database, but long enough to be looked at as one. ";
    const auto config = here.file("bad.toml", "nonsense = 1\n");
    using arguments = std::vector<std::string>;
    const std::vector<std::tuple<const char*, arguments, int>> rows{

        {"version", arguments{"version"}, 0},
        {"version as a flag", arguments{"--version"}, 0},
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

TEST_CASE("a verb that there is not is named", "[cli]") {
    const auto result = run({"frobnicate"});
    CHECK(result.code == 64);
    CHECK_THAT(result.out, Contains("there is no verb 'frobnicate'"));
    CHECK_THAT(run({}).out, !Contains("there is no verb"));
}

TEST_CASE("the audit shows who did what, to whom it may be narrowed down", "[cli]") {
    const workplace here;
    REQUIRE(run({"--db", here.db, "import", here.knowledge()}).code == 0);
    REQUIRE(run({"--db", here.db, "entry", "retire", "k1"}).code == 0);
    REQUIRE(run({"--db", here.db, "entry", "retire", "k3"}).code == 0);
    REQUIRE(run({"--db", here.db, "entry", "restore", "k1"}).code == 0);

    const auto all = objects(run({"--db", here.db, "audit", "--json"}).out);
    REQUIRE(all.size() == 4);
    CHECK(keys(all.front()) == std::set<std::string>{"at", "actor", "action", "subject", "detail"});
    CHECK(all.front()["action"] == "import");
    CHECK(all.back()["action"] == "restore");
    CHECK(all.back()["subject"] == "entry k1");
    CHECK(objects(run({"--db", here.db, "audit", "--json", "--about", "k1"}).out).size() == 2);
    CHECK(objects(run({"--db", here.db, "audit", "--json", "--actor", "slack:"}).out).empty());
    CHECK(objects(run({"--db", here.db, "audit", "--json", "--until", "2020-01-01", "--since", "2019-12-31"}).out)
              .empty());

    const auto table = run({"--db", here.db, "audit"});
    CHECK_THAT(table.out, Contains("retire") && Contains("entry k3") && Contains("4 rows, times of Asia/Shanghai"));
    CHECK_THAT(run({"--db", here.db, "audit", "--about", "k9"}).out, Contains("nobody did such a thing"));
    CHECK(run({"--db", here.db, "audit", "--since", "2026-01-02", "--until", "2026-01-01"}).code == 64);
    CHECK(run({"--db", here.db, "audit", "--since", "soon"}).code == 64);
}

TEST_CASE("every verb's help shows examples", "[cli]") {
    const auto verb = GENERATE(as<std::string>(), "serve", "chat", "ask", "import", "export", "weekly", "eval",
                               "replay", "why", "config", "audit", "version");
    INFO(verb);
    const auto help = run({verb, "--help"});
    CHECK(help.code == 0);
    CHECK_THAT(help.out, Contains("Examples:") && Contains("qunda"));
}
