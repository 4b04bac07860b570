// What an admin measures and learns from the log: the regression file, replay, thresholds.
#include "tests/e2e/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

using Catch::Contains;
using nlohmann::json;
using tests::run;

namespace {

struct tea_house {
    tests::temporary_folder folder;
    std::string db = folder / "kb.db";

    tea_house() {
        file("kb.jsonl",
             R"({"id":"sampling","question":"采样率要在每个服务上配置吗？","answer":"只在入口服务配置。"}
{"id":"zipkin","question":"上报 Zipkin 也只在入口配吗？","answer":"每个节点都要配置。","context":["采样率要在每个服务上配置吗？"]}
{"id":"cache","question":"How do I reset the registry cache?","answer":"Run the reset command on every node."}
)");
        REQUIRE(run({"--db", db, "import", folder / "kb.jsonl"}).code == 0);
    }
    std::string file(const std::string& name, std::string_view text) const {
        std::ofstream(folder / name, std::ios::binary) << text;
        return folder / name;
    }
    tests::ended qunda(std::vector<std::string> words, const std::string& input = {}) const {
        words.insert(words.begin(), {"--db", db});
        return run(words, input);
    }
    json told(const std::vector<std::string>& words) const {
        const auto done = qunda(words);
        INFO(done.out);
        return json::parse(done.out);
    }
};

// With everything said so surely that nothing is said any more.
constexpr auto never_sure = R"([simulator]
enabled = true
[[community]]
name = "试用"
workspaces = ["simulator:local"]
answer_at = 100
suggest_at = 100
[[community.group]]
id = "try"
name = "quiet"
)";

} // namespace

TEST_CASE("a regression file is checked, and the exit code says when something has become wrong", "[cli]") {
    const tea_house here;
    const auto tests = here.file("tests.jsonl", R"({"q":"采样率每个服务都要配置吗","expect":"sampling"}
{"q":"那上报 zipkin 呢","context":["采样率每个服务都要配置吗"],"expect":["zipkin","other"]}
{"q":"谢谢大佬","expect":"silence","note":"courtesy"}
{"q":"how do I reset the cache of the registry","expect":"gone"}
)");
    const auto first = here.qunda({"eval", tests});
    INFO(first.out);
    CHECK(first.code == 0); // known failures are not news
    CHECK_THAT(first.out, Contains("4 questions") && Contains("3 as expected, 1 not") && Contains("gone (not there)"));
    CHECK(std::filesystem::exists(tests + ".last"));

    const auto quiet = here.file("quiet.toml", never_sure);
    const auto broken = here.qunda({"--config", quiet, "eval", tests, "--json", "--no-save"});
    CHECK(broken.code == 2);
    const auto told = json::parse(broken.out);
    CHECK(told["regressions"] == 2);
    CHECK(told["known"] == 1);
    REQUIRE(told["not_as_expected"].size() == 3);
    CHECK(told["not_as_expected"][0]["since_last"] == "regression");
    CHECK(told["not_as_expected"][0]["line"] == 1);
    CHECK(told["not_as_expected"][0]["decision"] == "silent");

    CHECK(here.qunda({"--config", quiet, "eval", tests}).code == 2); // --no-save left the last run as it was
    CHECK(here.qunda({"--config", quiet, "eval", tests}).code == 0); // now it is known
    const auto mended = here.told({"eval", tests, "--json"});
    CHECK(mended["mended"] == 2);

    // Another group's thresholds are no reason to call it a regression.
    const auto other = here.qunda({"--config", quiet, "eval", tests, "--group", "quiet", "--no-save"});
    CHECK(other.code == 0);
    CHECK_THAT(other.out, Contains("not compared"));
}

TEST_CASE("what is wrong with a regression file is said, and nothing is noted", "[cli]") {
    const tea_house here;
    const auto bad = here.file("bad.jsonl", "{\"q\":\"a\",\"expect\":\"silence\"}\n{\"q\":\"a\"}\n");
    const auto refused = here.qunda({"eval", bad});
    CHECK(refused.code == 66);
    CHECK_THAT(refused.out, Contains("bad.jsonl:2: expect: "));
    CHECK_FALSE(std::filesystem::exists(bad + ".last"));

    const auto good = here.file("good.jsonl", "{\"q\":\"a\",\"expect\":\"silence\"}\n");
    here.file("good.jsonl.last", "not ours\n");
    const auto damaged = here.qunda({"eval", good});
    CHECK(damaged.code == 66);
    CHECK_THAT(damaged.out, Contains("good.jsonl.last:1: not JSON"));

    CHECK(here.qunda({"eval", good, good}).code == 64);
    CHECK(here.qunda({"eval", good, "--folds", "3"}).code == 64);
    CHECK(here.qunda({"eval", good, "--own-log"}).code == 64);
    CHECK(here.qunda({"eval", good, "--group", "nowhere"}).code == 64);
    CHECK(here.qunda({"eval"}).code == 64);
}

TEST_CASE("a replay shows what would change, and changes nothing", "[cli]") {
    const tea_house here;
    REQUIRE(here.qunda({"chat"}, "采样率每个服务都要配置吗\n"
                                 "有用\n"
                                 "/reply 1 那上报 zipkin 呢\n"
                                 "/as bob\n"
                                 "layotto 怎么热更新？\n"
                                 "kubernetes 集群怎么扩容？\n"
                                 "/as mona\n"
                                 "答 #1 重新加载即可\n")
                .code == 0);

    const auto same = here.qunda({"replay", "--since", "1d"});
    INFO(same.out);
    CHECK(same.code == 0);
    CHECK_THAT(same.out, Contains("4 questions, 1 change: 0 right to wrong, 1 wrong to right"));
    CHECK_THAT(same.out, Contains("layotto") && Contains("moderator") && Contains("nothing was posted"));

    const auto before = here.qunda({"export"}).out;
    const auto faq = here.file("new.md", "# FAQ\n\n## kubernetes 集群怎么扩容？\n\n加节点。\n");
    const auto learnt = here.told({"replay", "--import", faq, "--json"});
    CHECK(learnt["questions"] == 4);
    CHECK(learnt["wrong_to_right"] == 1);
    CHECK(learnt["undecided"] == 1);
    REQUIRE(learnt["changes"].size() == 2);
    CHECK(learnt["changes"][0]["judged_by"] == "moderator");
    CHECK(learnt["changes"][1]["q"] == "kubernetes 集群怎么扩容？");
    CHECK(learnt["changes"][1]["then"]["decision"] == "silent");
    CHECK(learnt["changes"][1]["now"]["decision"] == "answer");
    CHECK(here.qunda({"export"}).out == before);
    CHECK(here.told({"replay", "--json"})["changed"] == 1);

    const auto quiet = here.file("quiet.toml", never_sure);
    const auto worse = here.qunda({"--config", quiet, "replay", "--json"});
    CHECK(worse.code == 2);
    const auto told = json::parse(worse.out);
    CHECK(told["right_to_wrong"] == 1);
    CHECK(told["changes"][0]["change"] == "right to wrong");
    CHECK(told["changes"][0]["q"] == "采样率每个服务都要配置吗");

    CHECK(here.told({"replay", "--since", "30d", "--until", "1d", "--json"})["questions"] == 0);
}

TEST_CASE("a replay that cannot be is refused", "[cli]") {
    const tea_house here;
    const auto [words, code, reason] = GENERATE(table<std::vector<std::string>, int, const char*>({
        {{"replay", "--since", "soon"}, 64, "--since: soon"},
        {{"replay", "--since", "2026-02-30"}, 64, "--since: 2026-02-30"},
        {{"replay", "--since", "1d", "--until", "2d"}, 64, "--until is not after --since"},
        {{"replay", "--community", "nobody"}, 64, "no community nobody"},
        {{"replay", "--group", "a", "--community", "b"}, 64, "excludes"},
        {{"replay", "--import", "/nowhere/x.md"}, 66, "/nowhere/x.md"},
    }));
    const auto refused = here.qunda(words);
    INFO(refused.out);
    CHECK(refused.code == code);
    CHECK_THAT(refused.out, Contains(reason));
}

TEST_CASE("thresholds are proposed from labelled questions, or it is said that there are too few", "[cli]") {
    const tea_house here;
    REQUIRE(here.qunda({"chat"}, "采样率每个服务都要配置吗\n有用\n").code == 0);
    const auto few = here.qunda({"eval", "--tune"});
    INFO(few.out);
    CHECK(few.code == 0);
    CHECK_THAT(few.out, Contains("1 labelled question for") && Contains("there is 1 (") && Contains("1 by members") &&
                            Contains("Too few labels"));
    CHECK_THAT(few.out, !Contains("answer_at = "));

    const auto set = here.folder / "set";
    std::filesystem::create_directory(set);
    std::ofstream kb(std::filesystem::path(set) / "kb.jsonl"), queries(std::filesystem::path(set) / "queries.jsonl");
    for (int i = 0; i < 80; ++i) {
        kb << fmt::format(
                  R"({{"id":"p{0}","question":"How is port {1} of the registry opened?","answer":"By rule {0}."}})", i,
                  8000 + i)
           << '\n';
        queries << fmt::format(R"({{"q":"How is port {} of the registry opened?","gold":"p{}"}})", 8000 + i, i) << '\n';
    }
    kb.close();
    queries.close();
    const auto plot = here.folder / "plot.svg";
    const auto many = here.qunda({"eval", "--tune", "--precision", "0.95", "--svg", plot, set});
    INFO(many.out);
    CHECK(many.code == 0);
    CHECK_THAT(many.out, Contains("81 labelled questions") && Contains("80 of evaluation sets"));
    CHECK_THAT(many.out, Contains("in force") && Contains("proposed") && Contains("\nanswer_at = "));
    std::ostringstream drawn;
    drawn << std::ifstream(plot).rdbuf();
    CHECK_THAT(drawn.str(), Contains("<svg") && Contains("81 labelled questions"));

    const auto told = here.told({"eval", "--tune", "--json", set});
    CHECK(told["labels"] == 81);
    CHECK(told["proposed"]["proven"] >= 0.95);
    CHECK(told["ladder"].size() == 9);
    CHECK(told["reliability"].size() == 10);
    CHECK(here.qunda({"eval", "--precision", "0.9", set}).code == 64);
    CHECK(here.qunda({"eval", "--tune", "--precision", "1.5"}).code == 64);
}

TEST_CASE("why a question is answered as it is", "[cli]") {
    const tea_house here;
    const auto told = here.told({"why", "sampling", "采样率每个服务都要配置吗", "--json"});
    CHECK(told["q"] == "sampling 采样率每个服务都要配置吗");
    CHECK(told["decision"] == "answer");
    CHECK(told["best"]["id"] == "sampling");
    CHECK(told["best"]["wording"] == "采样率要在每个服务上配置吗？");
    CHECK(told["best"]["confidence"] == told["confidence"]);
    CHECK(told["runner_up"]["id"] != "sampling");
    CHECK_FALSE(told["best"]["inputs"].empty());
    CHECK(told["best"]["inputs"][0].contains("adds"));
    REQUIRE_FALSE(told["terms"].empty());
    for (const auto* name : {"text", "kind", "weight", "known", "meant"})
        CHECK(told["terms"][0].contains(name));

    const auto shown = here.qunda({"why", "how do I reset the registri cache"});
    INFO(shown.out);
    CHECK(shown.code == 0);
    CHECK_THAT(shown.out, Contains("answer: confidence") && Contains("best       cache") &&
                              Contains("How do I reset the registry cache?") && Contains("pair of words"));

    CHECK(here.told({"why", "那上报 zipkin 呢", "--context", "采样率每个服务都要配置吗", "--json"})["best"]["id"] ==
          "zipkin");
    const auto nothing = here.qunda({"why", "xyzzy"});
    CHECK(nothing.code == 0);
    CHECK_THAT(nothing.out, Contains("no entry shares a term"));
    CHECK(here.qunda({"why"}).code == 64);

    const auto quiet = here.file("quiet.toml", never_sure);
    const auto strict = here.qunda({"--config", quiet, "why", "--group", "quiet", "采样率每个服务都要配置吗"});
    CHECK_THAT(strict.out, Contains("silent: confidence") && Contains("group quiet answered from 100 on"));
}

TEST_CASE("what members pick is learnt when a moderator says yes", "[cli]") {
    const tea_house here;
    const auto unsure = here.file("unsure.toml", R"([simulator]
enabled = true
[[community]]
name = "试用"
workspaces = ["simulator:local"]
moderators = ["mona"]
answer_at = 99.9
suggest_at = 1
[[community.group]]
id = "try"
)");
    const auto talk = here.qunda({"--config", unsure, "chat"}, "采样\n"
                                                               "/reply 1 1\n"
                                                               "/as mona\n"
                                                               "建议\n"
                                                               "采纳 #1\n"
                                                               "为什么 #1\n");
    INFO(talk.out);
    CHECK_THAT(talk.out, Contains("相似问「采样」") && Contains("已采纳 #1") && Contains("只作推荐：置信度"));
    const auto known = here.told({"ask", "--json", "采样"});
    CHECK(known["decision"] == "answer");
    CHECK(known["candidates"][0]["id"] == "sampling");
}
