#include "bot/config/load.hpp"
#include "bot/config/secrets.hpp"
#include "tests/bot/config/samples.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <sstream>
#include <type_traits>

using namespace bot::config;
using samples::environment_of;
using samples::mistakes_in;
using samples::settings_in;

namespace {

constexpr const char* slack_community = "[[community]]\nname = \"A\"\nworkspaces = [\"slack:T1\"]\n";

std::string slack(const std::string& lines) {
    return "[slack]\nenabled = true\n" + lines + slack_community;
}

} // namespace

TEST_CASE("a secret prints as stars and turns into nothing else", "[config]") {
    const secret token("xoxb-very-secret");
    std::ostringstream out;
    out << token;
    CHECK(out.str() == "***");
    CHECK(fmt::format("token={}", token) == "token=***");
    CHECK(token.reveal() == "xoxb-very-secret");
    CHECK(secret().empty());
    STATIC_REQUIRE_FALSE(std::is_convertible_v<secret, std::string>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<secret, std::string_view>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string, secret>);
}

TEST_CASE("a missing secret is a mistake, never a skipped check", "[config]") {
    auto [what, lines, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"no signing secret", "bot_token_env = \"TOKEN\"\n",
         "q.toml:1:1: slack.signing_secrets: missing; name environment variables with signing_secrets_env = [\"…\"] or "
         "files with signing_secrets_file = [\"…\"]"},
        {"no token", "signing_secrets_env = [\"ONE\"]\n",
         "q.toml:1:1: slack.bot_token: missing; name an environment variable with bot_token_env or a file with "
         "bot_token_file"},
        {"an empty list", "signing_secrets_env = []\nbot_token_env = \"TOKEN\"\n",
         "q.toml:3:23: slack.signing_secrets_env: the list is empty; expected at least one secret"},
        {"a variable that is not set", "signing_secrets_env = [\"ONE\", \"NONE\"]\nbot_token_env = \"TOKEN\"\n",
         "q.toml:3:31: slack.signing_secrets_env: the environment variable NONE is not set"},
        {"a variable that is empty", "signing_secrets_env = [\"EMPTY\"]\nbot_token_env = \"TOKEN\"\n",
         "q.toml:3:24: slack.signing_secrets_env: the environment variable EMPTY is empty"},
        {"a secret copied with a blank", "signing_secrets_env = [\"BLANK\"]\nbot_token_env = \"TOKEN\"\n",
         "q.toml:3:24: slack.signing_secrets_env: the environment variable BLANK begins or ends with a blank"},
        {"a secret with a line break", "signing_secrets_env = [\"TWO_LINES\"]\nbot_token_env = \"TOKEN\"\n",
         "q.toml:3:24: slack.signing_secrets_env: the environment variable TWO_LINES contains a line break or another "
         "control character"},
        {"the secret itself as a variable", "signing_secrets_env = [\"ONE\"]\nbot_token_env = \"xoxb-17\"\n",
         "q.toml:4:17: slack.bot_token_env: expected the name of an environment variable (capital letters, digits, _), "
         "not the secret itself"},
        {"the token in the file", "signing_secrets_env = [\"ONE\"]\nbot_token = \"xoxb-17\"\n",
         "q.toml:4:13: slack.bot_token: a secret does not belong in this file; name an environment variable with "
         "bot_token_env or a file with bot_token_file, and change the secret if others could read it here"},
        {"the signing secret in the file", "signing_secret = \"17\"\nbot_token_env = \"TOKEN\"\n",
         "q.toml:3:18: slack.signing_secret: a secret does not belong in this file; name an environment variable with "
         "signing_secrets_env or a file with signing_secrets_file, and change the secret if others could read it here"},
        {"a list where one is expected", "signing_secrets_env = [\"ONE\"]\nbot_token_env = [\"TOKEN\"]\n",
         "q.toml:4:17: slack.bot_token_env: expected the name of a variable in quotes, found a list"},
        {"one where a list is expected", "signing_secrets_env = \"ONE\"\nbot_token_env = \"TOKEN\"\n",
         "q.toml:3:23: slack.signing_secrets_env: expected a list [\"…\", …] of names of environment variables, found "
         "a "
         "text in quotes"},
        {"a file that is not there", "signing_secrets_env = [\"ONE\"]\nbot_token_file = \"/nowhere/token\"\n",
         "q.toml:4:18: slack.bot_token_file: there is no file /nowhere/token"},
        {"variable and file",
         "signing_secrets_env = [\"ONE\"]\nbot_token_env = \"TOKEN\"\nbot_token_file = \"/nowhere/token\"\n",
         "q.toml:5:18: slack.bot_token_file: bot_token_env and bot_token_file are both there; expected one of them"},
    }));
    CAPTURE(what);
    const auto found = mistakes_in(slack(lines), environment_of({{"ONE", "s1"},
                                                                 {"TOKEN", "xoxb-1"},
                                                                 {"EMPTY", ""},
                                                                 {"BLANK", "hidden-17 "},
                                                                 {"TWO_LINES", "hidden-17\nb"}}));
    REQUIRE_FALSE(found.empty());
    CHECK(found.front() == expected);
    for (const auto& line : found)
        CHECK_THAT(line, !Catch::Contains("17 ") && !Catch::Contains("-17"));
}

TEST_CASE("how messages come in decides which secrets are needed", "[config]") {
    const auto known = environment_of({{"SIGNING", "s"}, {"TOKEN", "xoxb-1"}, {"APP", "xapp-1"}, {"DING", "d"}});
    const auto all =
        settings_in(slack("mode = \"socket\"\napp_token_env = \"APP\"\nbot_token_env = \"TOKEN\"\n"), known);
    CHECK(all.slack.by_socket());
    CHECK(all.slack.app_token.reveal() == "xapp-1");
    CHECK(all.slack.signing_secrets.empty());
    CHECK(mistakes_in(slack("mode = \"socket\"\nbot_token_env = \"TOKEN\"\n"), known) ==
          std::vector<std::string>{"q.toml:1:1: slack.app_token: missing; name an environment variable with "
                                   "app_token_env or a file with app_token_file"});
    CHECK(mistakes_in(slack("mode = \"http\"\nbot_token_env = \"TOKEN\"\n"), known).size() == 1);
    CHECK(mistakes_in(slack("mode = \"stream\"\nsigning_secrets_env = [\"SIGNING\"]\nbot_token_env = \"TOKEN\"\n"),
                      known) ==
          std::vector<std::string>{"q.toml:3:8: slack.mode: expected \"http\" or \"socket\", found \"stream\""});

    const std::string dingtalk = "[dingtalk]\nenabled = true\nmode = \"stream\"\napp_secrets_env = [\"DING\"]\n";
    const std::string community = "[[community]]\nname = \"A\"\nworkspaces = [\"dingtalk:d1\"]\n";
    CHECK(settings_in(dingtalk + "client_id = \"ding02\"\nrobot_code = \"ding02\"\n" + community, known)
              .dingtalk.by_stream());
    CHECK(
        mistakes_in(dingtalk + community, known) ==
        std::vector<std::string>{"q.toml:1:1: dingtalk.client_id: missing; mode = \"stream\" needs the app's Client ID "
                                 "(AppKey)"});
}

TEST_CASE("two secrets are taken during rotation, the current one first", "[config]") {
    const samples::temporary_folder folder;
    const auto old_secret = folder.write("old", "s-old\n", 0640);
    const auto token = folder.write("token", "xoxb-1\r\n", 0400);
    const auto all = settings_in(slack("signing_secrets_env = [\"NEW\"]\nsigning_secrets_file = [\"" +
                                       old_secret.string() + "\"]\nbot_token_file = \"" + token.string() + "\"\n"),
                                 environment_of({{"NEW", "s-new"}}));
    REQUIRE(all.slack.signing_secrets.size() == 2);
    CHECK(all.slack.signing_secrets[0].reveal() == "s-new");
    CHECK(all.slack.signing_secrets[1].reveal() == "s-old");
    CHECK(all.slack.bot_token.reveal() == "xoxb-1");
}

TEST_CASE("a secret's file is refused with the reason", "[config]") {
    const samples::temporary_folder folder;
    auto [what, content, mode, reason] = GENERATE(table<const char*, std::string, unsigned, const char*>({
        {"everybody may read it", "s", 0644, "is open to every user of this machine"},
        {"everybody may write it", "s", 0602, "is open to every user of this machine"},
        {"nothing in it", "\n", 0600, "is empty"},
        {"two lines", "a\nb\n", 0600, "contains a line break"},
        {"far too long", std::string(5000, 's'), 0600, "is longer than"},
    }));
    CAPTURE(what);
    const auto result = secret_from_file(folder.write("secret", content, mode));
    REQUIRE(std::holds_alternative<std::string>(result));
    CHECK_THAT(std::get<std::string>(result), Catch::Contains(reason));
}

TEST_CASE("secrets are looked up only where they are needed", "[config]") {
    const auto forbidden = [](const std::string& name) -> std::optional<std::string> {
        FAIL("looked up " << name);
        return std::nullopt;
    };
    SECTION("not for a platform that is off") {
        const auto text = std::string("[slack]\nenabled = false\nbot_token_env = \"TOKEN\"\n") + slack_community;
        CHECK(mistakes_in(text, forbidden).empty());
    }
    SECTION("not for verbs that only work on the database") {
        const auto text = slack("bot_token_env = \"TOKEN\"\n");
        const auto result = parse(text, "q.toml", forbidden, secrets::not_needed);
        REQUIRE(std::holds_alternative<settings>(result));
        CHECK(std::get<settings>(result).slack.bot_token.empty());
    }
    SECTION("but a secret in the file is a mistake in any case") {
        const auto text = slack("bot_token = \"xoxb-1\"\n");
        CHECK(std::holds_alternative<std::vector<mistake>>(parse(text, "q.toml", forbidden, secrets::not_needed)));
    }
}
