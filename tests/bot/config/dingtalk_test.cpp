// What belongs together in the section [dingtalk].
#include "tests/bot/config/samples.hpp"

#include <catch2/catch.hpp>

using namespace bot::config;
using adapters::chat::platform;
using samples::environment_of;
using samples::with_community;

TEST_CASE("what DingTalk's keys need of each other is said", "[config]") {
    auto [what, text, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"OpenAPI without a robot", "[dingtalk]\nclient_id = \"ding1\"",
         "q.toml:2:13: dingtalk.client_id: OpenAPI also needs the robot's code; set dingtalk.robot_code"},
        {"cards without OpenAPI", "[dingtalk]\ncard_template = \"x.schema\"",
         "q.toml:2:17: dingtalk.card_template: cards are sent by OpenAPI; set dingtalk.client_id"},
        {"presses without cards", "[dingtalk]\ncard_callback_url = \"https://a.example/dingtalk/cards\"",
         "q.toml:2:21: dingtalk.card_callback_url: there are no cards to press on; set dingtalk.card_template"},
        {"a quota below nothing", "[dingtalk]\nmonthly_quota = -1",
         "q.toml:2:17: dingtalk.monthly_quota: expected a whole number from 0 to 1000000000, found -1"},
        {"a robot without a name", "[[dingtalk.custom_robot]]\nsecret_env = \"S\"",
         "q.toml:1:1: dingtalk.custom_robot.name: missing; expected what `qunda announce dingtalk:NAME` calls it"},
        {"two robots of one name", "[[dingtalk.custom_robot]]\nname = \"a\"\n[[dingtalk.custom_robot]]\nname = \"a\"",
         "q.toml:4:8: dingtalk.custom_robot.name: there is another custom robot called \"a\""},
        {"a robot's token in the file", "[[dingtalk.custom_robot]]\nname = \"a\"\naccess_token = \"t\"",
         "q.toml:3:16: dingtalk.custom_robot.access_token: a secret does not belong in this file; name an environment "
         "variable with access_token_env or a file with access_token_file, and change the secret if others could read "
         "it here"},
        {"a robot's token that is not there", "[[dingtalk.custom_robot]]\nname = \"a\"\naccess_token_env = \"T\"",
         "q.toml:3:20: dingtalk.custom_robot.access_token_env: the environment variable T is not set"},
        {"single brackets", "[dingtalk.custom_robot]\nname = \"a\"",
         "q.toml:1:1: dingtalk.custom_robot: expected [[dingtalk.custom_robot]], in double brackets"},
    }));
    CAPTURE(what);
    CHECK_THAT(samples::mistakes_in(with_community(text)), Catch::VectorContains(std::string(expected)));
}

TEST_CASE("messages of ours can be changed on DingTalk only where they are cards", "[config]") {
    settings all;
    CHECK_FALSE(all.abilities_of(platform::dingtalk).replaces);
    all.dingtalk.enabled = true;
    all.dingtalk.client_id = "ding1";
    CHECK_FALSE(all.abilities_of(platform::dingtalk).replaces);
    all.dingtalk.card_template = "x.schema";
    CHECK(all.abilities_of(platform::dingtalk).replaces);
    CHECK(all.abilities_of(platform::slack).replaces);
}

TEST_CASE("custom robots are read, with or without a signature", "[config]") {
    const auto all = samples::settings_in(
        with_community("[[dingtalk.custom_robot]]\nname = \"a\"\naccess_token_env = \"T\"\nsecret_env = \"S\"\n"
                       "[[dingtalk.custom_robot]]\nname = \"b\"\naccess_token_env = \"T\""),
        environment_of({{"T", "t"}, {"S", "SECs"}}));
    REQUIRE(all.dingtalk.custom_robots.size() == 2);
    CHECK(all.dingtalk.custom_robots[0].sign_secret.reveal() == "SECs");
    CHECK(all.dingtalk.custom_robots[1].sign_secret.empty());
}
