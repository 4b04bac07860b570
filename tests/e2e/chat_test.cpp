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
