#include "bot/config/settings.hpp"

#include <catch2/catch.hpp>

using namespace bot::config;
using adapters::chat::platform;

TEST_CASE("without a configuration there is one simulator group on loopback", "[config]") {
    const auto all = embedded_default();
    CHECK(all.server.address == "127.0.0.1");
    CHECK(all.server.port == 8080);
    CHECK(all.storage.path == "qunda.db");
    CHECK(all.simulator.enabled);
    CHECK_FALSE(all.simulator.beyond_loopback);
    CHECK_FALSE(all.slack.enabled);
    CHECK_FALSE(all.dingtalk.enabled);
    const auto group = all.group(platform::simulator, "local", "try").value();
    CHECK(group.name == "试用群");
    CHECK(group.community == all.communities.at(0).name);
    CHECK(group.moderators == std::vector<std::string>{"mona"});
    CHECK(all.simulator.members == std::vector<std::string>{"Alice", "Bob", "Mona"});
}

TEST_CASE("a simulator member's id is the name in lower case", "[config]") {
    CHECK(simulator_member_id("Mona") == "mona");
    CHECK(simulator_member_id("小明 A") == "小明 a");
}

TEST_CASE("an unlisted group has the moderators of its workspace", "[config]") {
    settings all;
    community_settings community;
    community.name = "A";
    community.defaults.moderators = {"everywhere"};
    community.workspaces = {{platform::slack, "T1", {"U1"}}, {platform::slack, "T2", {"U2"}}};
    all.communities = {community};
    CHECK(all.group(platform::slack, "T2", "C9").value().moderators == std::vector<std::string>{"everywhere", "U2"});
    all.communities[0].unlisted_groups = false;
    CHECK_FALSE(all.group(platform::slack, "T2", "C9"));
}
