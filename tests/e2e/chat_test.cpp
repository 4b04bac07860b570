// The simulator group in the terminal goes the same way as the platforms.
#include "tests/e2e/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using Catch::Contains;
using tests::run;

TEST_CASE("a group in the terminal: asked, logged, answered by the moderator, the asker told", "[e2e]") {
    const tests::temporary_folder folder;
    const std::string db = folder / "chat.db";
    std::ofstream(folder / "faq.md") << "# FAQ\n\n## 采样率要在每个服务上都配置吗？\n\n只在入口服务配置一次。\n";
    REQUIRE(run({"--db", db, "import", folder / "faq.md"}).code == 0);

    const auto talk = run({"--db", db, "chat"}, "采样率每个服务都要配吗\n"
                                                "layotto 怎么热更新？\n"
                                                "/as bob\n"
                                                "@bot 答 #1 假的\n"
                                                "/as mona\n"
                                                "@bot 答 #1 重新加载即可\n"
                                                "/as nobody\n"
                                                "/quit\n");
    INFO(talk.out);
    CHECK(talk.code == 0);
    CHECK_THAT(talk.out, Contains("只在入口服务配置一次"));
    CHECK_THAT(talk.out, Contains("已记为 #1"));
    CHECK_THAT(talk.out, Contains("只有本群管理员"));
    CHECK_THAT(talk.out, Contains("Qunda → @Alice") && Contains("重新加载即可"));
    CHECK_THAT(talk.out, Contains("there is no member nobody"));
}

TEST_CASE("words of the configuration that mean the same reach from a question to an answer, and join those who wait",
          "[e2e]") {
    const tests::temporary_folder folder;
    const std::string db = folder / "chat.db", config = folder / "qunda.toml";
    const auto community = [&](const std::string& more) {
        std::ofstream(config) << "[simulator]\nenabled = true\n[[community]]\nname = \"c\"\nlanguage = \"zh\"\n"
                                 "workspaces = [\"simulator:local\"]\nmoderators = [\"simulator:local/mona\"]\n" +
                                     more;
    };
    std::ofstream(folder / "faq.md") << "# FAQ\n\n## TC 的日志放在哪里？\n\n在 `/var/log/tc`。\n";
    const std::string said = "事务协调器的日志放在哪里\n"
                             "TC 挂了怎么恢复\n"
                             "/as bob\n"
                             "事务协调器挂了怎么恢复\n"
                             "/as mona\n"
                             "@bot 答 #1 主备切换。\n"
                             "/quit\n";
    community("synonyms = [[\"TC\", \"事务协调器\"]]\n");
    REQUIRE(run({"--config", config, "--db", db, "import", folder / "faq.md"}).code == 0);
    const auto with = run({"--config", config, "--db", db, "chat"}, said);
    INFO(with.out);
    CHECK_THAT(with.out, Contains("/var/log/tc"));
    CHECK_THAT(with.out, Contains("已记为 #1") && Contains("已记为 #2") && !Contains("#3"));
    CHECK_THAT(with.out, Contains("Qunda → @Alice:\n      你的问题 #1 有答案了") &&
                             Contains("Qunda → @Bob:\n      你的问题 #2 有答案了"));

    community({});
    const std::string other = folder / "other.db";
    REQUIRE(run({"--config", config, "--db", other, "import", folder / "faq.md"}).code == 0);
    const auto without = run({"--config", config, "--db", other, "chat"}, said);
    INFO(without.out);
    CHECK_THAT(without.out, !Contains("/var/log/tc"));
}
