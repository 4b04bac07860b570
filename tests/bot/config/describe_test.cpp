#include "bot/config/describe.hpp"
#include "tests/bot/config/samples.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace bot::config;
using samples::environment_of;
using samples::settings_in;

namespace {

constexpr const char* two_workspaces = R"([slack]
enabled = true
signing_secrets_env = ["ONE", "TWO"]
bot_token_env = "TOKEN"
[[community]]
name = "茶馆"
workspaces = ["slack:T1", "slack:T2"]
moderators = ["slack:T2/U2"]
[[community.group]]
workspace = "slack:T2"
id = "C2"
context_expiry = "90s"
)";

const auto variables = environment_of({{"ONE", "first-hidden"}, {"TWO", "second-hidden"}, {"TOKEN", "third-hidden"}});

} // namespace

TEST_CASE("the effective view shows every value in force", "[config]") {
    const auto seen = nlohmann::json::parse(describe_as_json(settings_in(two_workspaces, variables)));
    CHECK(seen["server"]["port"] == 8080);
    CHECK(seen["server"]["drain"] == "8s");
    CHECK(seen["slack"]["signing_secrets"] == nlohmann::json{"***", "***"});
    CHECK(seen["slack"]["bot_token"] == "***");
    CHECK(seen["community"][0]["name"] == "茶馆");
    CHECK(seen["community"][0]["workspaces"] == nlohmann::json{"slack:T1", "slack:T2"});
    CHECK(seen["community"][0]["moderators"] == nlohmann::json{"slack:T2/U2"});
    CHECK(seen["community"][0]["group"][0]["workspace"] == "slack:T2");
    CHECK(seen["community"][0]["group"][0]["moderators"] == nlohmann::json{"U2"});
    CHECK(seen["community"][0]["group"][0]["context_expiry"] == "90s");
    CHECK(seen["community"][0]["group"][0]["correct_within"] == "7d");
}

TEST_CASE("the effective view for people has the form of the file", "[config]") {
    const auto seen = describe(settings_in(two_workspaces, variables));
    CHECK_THAT(seen, Catch::StartsWith("[server]\naddress = \"127.0.0.1\"\nport = 8080\n"));
    CHECK_THAT(seen, Catch::Contains("\n[[community]]\nname = \"茶馆\"\n"));
    CHECK_THAT(seen, Catch::Contains("\n[[community.group]]\nworkspace = \"slack:T2\"\nid = \"C2\"\n"));
    CHECK_THAT(seen, Catch::Contains("signing_secrets = [\"***\",\"***\"]"));
}

TEST_CASE("no view contains a secret", "[config]") {
    const auto all = settings_in(two_workspaces, variables);
    CHECK_THAT(describe(all), !Catch::Contains("hidden"));
    CHECK_THAT(describe_as_json(all), !Catch::Contains("hidden"));
}
