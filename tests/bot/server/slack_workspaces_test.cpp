#include "adapters/net/base64.hpp"
#include "bot/server/slack_workspaces.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <future>
#include <memory>

using namespace bot::server;
namespace store = knowledge::store;
using namespace std::chrono_literals;

namespace {

knowledge::timestamp second(int which) {
    return knowledge::timestamp(std::chrono::seconds(1'800'000'000 + which));
}

// The app in the workspace T1, without a server; completions are waited for.
struct installed_app {
    tests::temporary_folder folder;
    store::store db{{.path = folder / "qunda.db"}};
    bot::config::slack_settings settings;
    std::unique_ptr<slack_workspaces> workspaces;

    installed_app() {
        settings.enabled = true;
        settings.client_id = "111.222";
        settings.token_key = bot::config::secret(adapters::net::to_base64(std::string(32, 'k')));
        restart();
    }
    knowledge::timestamp now = second(0);
    void restart() {
        workspaces = std::make_unique<slack_workspaces>(db, settings, [this] { return now; });
    }

    template <class Start>
    bool done(Start start) {
        std::promise<bool> told;
        start([&told](bool stored) { told.set_value(stored); });
        return told.get_future().get();
    }
    void install(const std::string& token, knowledge::timestamp at, const std::string& where = "T1") {
        CHECK(done([&](auto finished) { workspaces->install({.workspace = where, .token = token}, at, finished); }));
    }
    void uninstalled(knowledge::timestamp at, const std::string& where = "T1") {
        CHECK(done([&](auto finished) { workspaces->forget({.workspace = where, .at = at}, finished); }));
    }
    [[nodiscard]] std::string token(const std::string& where = "T1") const { return workspaces->token_of(where); }
};

} // namespace

TEST_CASE("a token is good until the workspace takes it back, over restarts, too", "[server][store]") {
    installed_app app;
    app.install("xoxb-1", second(0));
    CHECK(app.token() == "xoxb-1");
    app.restart();
    CHECK(app.token() == "xoxb-1");
    app.uninstalled(second(5));
    CHECK(app.token().empty());
    app.restart();
    CHECK(app.token().empty());
}

TEST_CASE("what is told late of an earlier installation does not end the one of now", "[server][store]") {
    installed_app app;
    app.install("xoxb-1", second(0));
    app.install("xoxb-2", second(10));
    app.uninstalled(second(5)); // Slack tries for minutes when it got no answer
    CHECK(app.token() == "xoxb-2");
    app.restart();
    CHECK(app.token() == "xoxb-2");
}

TEST_CASE("Slack tells the second: what was installed within it is gone", "[server][store]") {
    installed_app app;
    app.install("xoxb-1", second(5) + 400ms);
    app.uninstalled(second(5));
    CHECK(app.token().empty());
}

TEST_CASE("a token that Slack refuses rests for a minute, and a new one does not", "[server][store]") {
    installed_app app;
    app.install("xoxb-1", second(0));
    app.workspaces->refused("T1", "xoxb-1", "token_revoked");
    CHECK(app.token().empty());
    app.now = second(59);
    CHECK(app.token().empty());
    app.now = second(60);
    CHECK(app.token() == "xoxb-1"); // it may have been a mistake of Slack's
    app.workspaces->refused("T1", "xoxb-1", "token_revoked");
    CHECK(app.token().empty());
    app.install("xoxb-2", second(61));
    CHECK(app.token() == "xoxb-2");
    app.workspaces->refused("T1", "xoxb-1", "token_revoked"); // of a message that was under way meanwhile
    CHECK(app.token() == "xoxb-2");
    app.workspaces->refused("T1", "xoxb-2", "token_revoked");
    app.install("xoxb-2", second(62)); // the same again, and good again
    CHECK(app.token() == "xoxb-2");
}

TEST_CASE("what is installed for a whole organisation speaks in workspaces without a token of their own",
          "[server][store]") {
    installed_app app;
    app.install("xoxb-all", second(0), "E1");
    app.install("xoxb-1", second(0));
    CHECK(app.token() == "xoxb-1");
    CHECK(app.token("T2") == "xoxb-all");
    app.restart();
    CHECK(app.token("T2") == "xoxb-all");
    app.uninstalled(second(5)); // in that workspace alone
    CHECK(app.token().empty());
    CHECK(app.token("T2") == "xoxb-all");
    app.uninstalled(second(5), "E1");
    CHECK(app.token("T2").empty());
}
