#include "bot/config/load.hpp"
#include "tests/bot/config/samples.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using namespace bot::config;
using adapters::chat::platform;
using samples::environment_of;
using samples::mistakes_in;
using samples::settings_in;
using samples::with_community;

namespace {

const auto slack_environment = environment_of({{"SLACK_SIGNING_SECRET", "s1"}, {"SLACK_BOT_TOKEN", "xoxb-1"}});

constexpr const char* slack_section = R"([slack]
enabled = true
signing_secrets_env = ["SLACK_SIGNING_SECRET"]
bot_token_env = "SLACK_BOT_TOKEN"
)";

} // namespace

TEST_CASE("a mistake in a section is named with file, line, column, key and what was expected", "[config]") {
    auto [what, text, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"a port out of range", "[server]\nport = 70000",
         "q.toml:2:8: server.port: expected a whole number from 0 to 65535 (0: the system chooses), found 70000"},
        {"a port in quotes", "[server]\nport = \"8080\"",
         "q.toml:2:8: server.port: expected a whole number from 0 to 65535 (0: the system chooses), found a text in "
         "quotes"},
        {"a port with a point", "server.port = 80.5",
         "q.toml:1:15: server.port: expected a whole number from 0 to 65535 (0: the system chooses), found a number "
         "with a point"},
        {"a host name to listen on", "[server]\naddress = \"example.org\"",
         "q.toml:2:11: server.address: expected an IP address such as \"127.0.0.1\", \"0.0.0.0\" or \"::\", found "
         "\"example.org\""},
        {"a misspelt key", "[server]\n  adress = \"::1\"",
         "q.toml:2:3: server.adress: unknown key; did you mean address?"},
        {"two letters swapped", "[server]\nprot = 1", "q.toml:2:1: server.prot: unknown key; did you mean port?"},
        {"a key nobody knows", "[storage]\ncolour = \"red\"",
         "q.toml:2:1: storage.colour: unknown key; expected one of path"},
        {"a misspelt section", "[sever]\nport = 1",
         "q.toml:1:2: sever: unknown section; did you mean the section server?"},
        {"a key outside of every section", "port = 8080",
         "q.toml:1:1: port: unknown key outside a section; expected one of the sections community, server, network, "
         "storage, logging, slack, dingtalk, simulator, retention"},
        {"a key that would drive the terminal", "[server]\n\"\\u001b[2J\" = 1",
         "q.toml:2:1: server.?[2J: unknown key; expected one of address, port, tls_certificate, tls_key, "
         "connections_per_peer, drain"},
        {"a section twice, as a list", "[[server]]\nport = 1",
         "q.toml:1:1: server: expected the section [server] once, in single brackets"},
        {"a section that is a value", "logging = \"debug\"", "q.toml:1:11: logging: expected the section [logging]"},
        {"a duration without unit", "[server]\ndrain = \"8\"",
         "q.toml:2:9: server.drain: expected a duration in quotes from \"0s\" to \"5m\" (units: s, m, h, d), found "
         "\"8\""},
        {"a duration as a number", "[server]\ndrain = 8",
         "q.toml:2:9: server.drain: expected a duration in quotes from \"0s\" to \"5m\" (units: s, m, h, d), found a "
         "whole number"},
        {"a duration too long", "[server]\ndrain = \"1h\"",
         "q.toml:2:9: server.drain: expected a duration in quotes from \"0s\" to \"5m\" (units: s, m, h, d), found "
         "\"1h\""},
        {"a certificate without key", "[server]\ntls_certificate = \"/dev/null\"",
         "q.toml:2:19: server.tls_certificate: /dev/null is not a plain file"},
        {"a key without certificate", "[server]\ntls_key = \"none.pem\"",
         "q.toml:2:11: server.tls_key: tls_certificate and tls_key belong together; expected both or none"},
        {"a database in memory", "[storage]\npath = \":memory:\"",
         "q.toml:2:8: storage.path: expected the path of a file, found \":memory:\""},
        {"a log level of another program", "[logging]\nlevel = \"trace\"",
         R"(q.toml:2:9: logging.level: expected "error", "warning", "info" or "debug", found "trace")"},
        {"yes instead of true", "[logging]\nmember_text = \"yes\"",
         "q.toml:2:15: logging.member_text: expected true or false, found a text in quotes"},
        {"the token travelling in the clear", "[slack]\napi_url = \"http://slack.example.org/api/\"",
         "q.toml:2:11: slack.api_url: expected an address such as \"https://host/path\" without user, query or "
         "fragment "
         "(http:// only for a loopback host), found \"http://slack.example.org/api/\""},
        {"a Slack name instead of an id", "[slack]\nbot_user_id = \"@qunda\"",
         "q.toml:2:15: slack.bot_user_id: expected a Slack id of capital letters and digits such as \"U012AB3CD\" or "
         "\"C024BE91L\" (not "
         "a "
         "name), found \"@qunda\""},
        {"a webhook host with scheme", "[dingtalk]\nwebhook_hosts = [\"a.example\", \"https://b.example\"]",
         "q.toml:2:31: dingtalk.webhook_hosts: expected a host such as \"oapi.dingtalk.com\", or host:port, without "
         "https://, found \"https://b.example\""},
        {"plain HTTP to a webhook host elsewhere", "[dingtalk]\nwebhook_hosts = [\"http://a.example\"]",
         "q.toml:2:18: dingtalk.webhook_hosts: expected a host such as \"oapi.dingtalk.com\", or host:port, without "
         "https://, found \"http://a.example\""},
        {"a list that is none", "[dingtalk]\nwebhook_hosts = \"a.example\"",
         "q.toml:2:17: dingtalk.webhook_hosts: expected a list [\"…\", …] of texts, found a text in quotes"},
        {"a list with something else in it", "[dingtalk]\nwebhook_hosts = [\"a.example\",\n  2]",
         "q.toml:3:3: dingtalk.webhook_hosts: expected a text in quotes, found a whole number"},
        {"a host twice", "[dingtalk]\nwebhook_hosts = [\"a.example\", \"a.example\"]",
         "q.toml:2:31: dingtalk.webhook_hosts: \"a.example\" is in the list twice"},
    }));
    CAPTURE(what);
    const auto found = mistakes_in(with_community(std::string(text) + "\n"));
    CHECK_THAT(found, Catch::VectorContains(std::string(expected)));
}

TEST_CASE("a mistake of TOML itself is named with its place", "[config]") {
    auto [what, text, place] = GENERATE(table<const char*, const char*, const char*>({
        {"no closing quote", "[server]\naddress = \"127.0.0.1\n", "q.toml:2:"},
        {"no value", "[server]\nport =\n", "q.toml:2:7: not TOML: "},
        {"the same key twice", "[server]\nport = 1\nport = 2\n", "q.toml:3:"},
        {"bytes that are no UTF-8", "[server]\naddress = \"\xff\"\n", "q.toml:2:"},
    }));
    CAPTURE(what);
    const auto found = mistakes_in(text);
    REQUIRE(found.size() == 1);
    CHECK_THAT(found.front(), Catch::StartsWith(place));
    CHECK_THAT(found.front(), Catch::Contains("not TOML: "));
}

TEST_CASE("a mistake in a community or group is named with its place", "[config]") {
    auto [what, text, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"no name", "[[community]]\nworkspaces = [\"simulator:local\"]",
         "q.toml:1:1: community.name: missing; expected what this community is called"},
        {"no workspaces", "[[community]]\nname = \"A\"",
         "q.toml:1:1: community.workspaces: missing; expected where it lives, such as [\"slack:T024BE7LD\"]"},
        {"an empty list of workspaces", "[[community]]\nname = \"A\"\nworkspaces = []",
         "q.toml:3:14: community.workspaces: the list is empty; expected a workspace such as \"slack:T024BE7LD\", "
         "\"dingtalk:ding0123\" or \"simulator:local\""},
        {"a platform we do not speak", "[[community]]\nname = \"A\"\nworkspaces = [\"matrix:hq\"]",
         "q.toml:3:15: community.workspaces: expected a workspace such as \"slack:T024BE7LD\", \"dingtalk:ding0123\" "
         "or "
         "\"simulator:local\", found \"matrix:hq\""},
        {"single brackets", "[community]\nname = \"A\"",
         "q.toml:1:1: community: expected [[community]], in double brackets"},
        {"a language we do not speak",
         "[[community]]\nname = \"A\"\nworkspaces = [\"simulator:local\"]\nlanguage = \"fr\"",
         R"(q.toml:4:12: community.language: expected "zh" or "en", found "fr")"},
        {"a time zone with a slip",
         "[[community]]\nname = \"A\"\nworkspaces = [\"simulator:local\"]\ntimezone = \"Asia/Shangai\"",
         "q.toml:4:12: community.timezone: expected an IANA time zone such as \"Asia/Shanghai\" (did you mean "
         "\"Asia/Shanghai\"?), found \"Asia/Shangai\""},
        {"suggesting above answering",
         "[[community]]\nname = \"A\"\nworkspaces = [\"simulator:local\"]\nanswer_at = 50\nsuggest_at = 60.5",
         "q.toml:5:14: community.suggest_at: suggest_at (60.5) is above answer_at (50), so nothing could ever be "
         "suggested; expected suggest_at <= answer_at"},
        {"a confidence that is no number",
         "[[community]]\nname = \"A\"\nworkspaces = [\"simulator:local\"]\nanswer_at = nan",
         "q.toml:4:13: community.answer_at: expected a number from 0 to 100, found nan"},
        {"a confidence above all", "[[community]]\nname = \"A\"\nworkspaces = [\"simulator:local\"]\nanswer_at = 101",
         "q.toml:4:13: community.answer_at: expected a number from 0 to 100, found 101"},
        {"moderators that are not texts",
         "[[community]]\nname = \"A\"\nworkspaces = [\"simulator:local\"]\nmoderators = [12]",
         "q.toml:4:15: community.moderators: expected a text in quotes, found a whole number"},
        {"a moderator of nobody knows where",
         "[[community]]\nname = \"A\"\nworkspaces = [\"simulator:local\", \"dingtalk:d1\"]\nmoderators = [\"mona\"]",
         "q.toml:4:15: community.moderators: expected workspace/member such as \"slack:T024BE7LD/U012AB3CD\", because "
         "this community has several workspaces, found \"mona\""},
        {"a moderator from elsewhere",
         "[[community]]\nname = \"A\"\nworkspaces = [\"simulator:local\"]\nmoderators = [\"dingtalk:d1/0123\"]",
         "q.toml:4:15: community.moderators: dingtalk:d1 is not one of this community's workspaces"},
        {"a group without id",
         "[[community]]\nname = \"A\"\nworkspaces = [\"simulator:local\"]\n[[community.group]]\nname = \"try\"",
         "q.toml:4:1: community.group.id: missing; expected the platform's id of the group"},
        {"a group key with a slip",
         "[[community]]\nname = \"A\"\nworkspaces = [\"simulator:local\"]\n[[community.group]]\nid = "
         "\"try\"\nanswers_at = 1",
         "q.toml:6:1: community.group.answers_at: unknown key; did you mean answer_at?"},
        {"a group in single brackets",
         "[[community]]\nname = \"A\"\nworkspaces = [\"simulator:local\"]\n[community.group]\nid = \"try\"",
         "q.toml:4:1: community.group: expected [[community.group]], in double brackets"},
        {"a group of a workspace that is not ours",
         "[[community]]\nname = \"A\"\nworkspaces = [\"simulator:local\"]\n[[community.group]]\nworkspace = "
         "\"slack:T1\"\nid = \"C1\"",
         "q.toml:5:13: community.group.workspace: slack:T1 is not one of this community's workspaces"},
        {"a group below its community's suggestion threshold",
         "[[community]]\nname = \"A\"\nworkspaces = [\"simulator:local\"]\nanswer_at = 90\nsuggest_at = "
         "80\n[[community.group]]\nid = \"try\"\nanswer_at = 70",
         "q.toml:8:13: community.group.answer_at: suggest_at (80) is above answer_at (70), so nothing could ever be "
         "suggested; expected suggest_at <= answer_at"},
        {"a group twice",
         "[[community]]\nname = \"A\"\nworkspaces = [\"simulator:local\"]\n[[community.group]]\nid = "
         "\"try\"\n[[community.group]]\nid = \"try\"",
         "q.toml:7:6: community.group.id: this group is listed already in line 4, in community \"A\"; a group belongs "
         "to "
         "one community and is listed once"},
        {"a group in two communities",
         "[[community]]\nname = \"A\"\nworkspaces = [\"simulator:local\"]\n[[community.group]]\nid = "
         "\"try\"\n[[community]]\nname = \"B\"\nworkspaces = [\"simulator:local\"]\nunlisted_groups = "
         "false\n[[community.group]]\nid = \"try\"",
         "q.toml:11:6: community.group.id: this group is listed already in line 4, in community \"A\"; a group belongs "
         "to "
         "one community and is listed once"},
        {"a workspace whose unlisted groups two communities want",
         "[[community]]\nname = \"A\"\nworkspaces = [\"simulator:local\"]\n[[community]]\nname = \"B\"\nworkspaces = "
         "[\"simulator:local\"]",
         "q.toml:6:14: community.workspaces: \"simulator:local\" also belongs to community \"A\" (line 1), and both "
         "would "
         "answer its direct messages and unlisted groups; set unlisted_groups = false in one of them"},
        {"two communities with one name",
         "[[community]]\nname = \"A\"\nworkspaces = [\"simulator:local\"]\n[[community]]\nname = \"A\"\nworkspaces = "
         "[\"simulator:two\"]",
         "q.toml:5:8: community.name: there is another community called \"A\""},
    }));
    CAPTURE(what);
    const auto found = mistakes_in(std::string(text) + "\n[simulator]\nenabled = true\n[dingtalk]\n");
    REQUIRE_FALSE(found.empty());
    CHECK(found.front() == expected);
    CHECK(found.size() == 1);
}

TEST_CASE("every mistake is reported at once, in the order of the file", "[config]") {
    const auto found = mistakes_in(R"([server]
port = -1
drain = "soon"
[storage]
file = "x.db"
[[community]]
name = ""
workspaces = ["simulator:local"]
answer_at = "high"
[[community.group]]
name = "first"
[[community.group]]
id = 7
[simulator]
enabled = 1
)");
    std::vector<std::string> places;
    for (const auto& line : found)
        places.push_back(line.substr(0, line.find(": ", line.find(": ") + 2)));
    CHECK(places == std::vector<std::string>{"q.toml:2:8: server.port", "q.toml:3:9: server.drain",
                                             "q.toml:5:1: storage.file", "q.toml:7:8: community.name",
                                             "q.toml:9:13: community.answer_at", "q.toml:10:1: community.group.id",
                                             "q.toml:13:6: community.group.id", "q.toml:15:11: simulator.enabled"});
}

TEST_CASE("a platform and the communities that live on it must fit", "[config]") {
    auto [what, text, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"no community at all", "[server]\nport = 1", "q.toml: community: missing; expected at least one section"},
        {"enabled for nobody",
         "[dingtalk]\nenabled = true\n[[community]]\nname = \"A\"\nworkspaces = [\"simulator:a\"]",
         "q.toml:2:11: dingtalk.enabled: dingtalk is enabled, but no community has a workspace"},
        {"an organisation nobody lives in",
         "[dingtalk]\nenabled = true\ncorp_id = \"ding1\"\n[[community]]\nname = \"A\"\nworkspaces = "
         "[\"dingtalk:ding2\"]",
         "q.toml:3:11: dingtalk.corp_id: only messages of this organisation are taken, but no community has the "
         "workspace \"dingtalk:ding1\""},
        {"used without its section", "[[community]]\nname = \"A\"\nworkspaces = [\"slack:T1\"]",
         "q.toml:1:1: community: a community has a workspace \"slack:…\", but there is no section [slack]"},
        {"the simulator open to everybody",
         "[server]\naddress = \"0.0.0.0\"\n[simulator]\nenabled = true\n[[community]]\nname = \"A\"\nworkspaces = "
         "[\"simulator:a\"]",
         "q.toml:4:11: simulator.enabled: whoever reaches 0.0.0.0 could speak as any member, moderators too"},
        {"the practice group in a workspace of another name",
         "[simulator]\nenabled = true\n[[community]]\nname = \"A\"\nworkspaces = [\"simulator:a\"]",
         "q.toml:2:11: simulator.enabled: the practice group is \"try\" in workspace \"simulator:local\", and no "
         "community "
         "answers there"},
        {"the practice group not listed where only listed ones count",
         "[simulator]\nenabled = true\n[[community]]\nname = \"A\"\nworkspaces = "
         "[\"simulator:local\"]\nunlisted_groups = false",
         "q.toml:2:11: simulator.enabled: the practice group is \"try\" in workspace \"simulator:local\", and no "
         "community "
         "answers there"},
        {"two members of one id",
         "[simulator]\nmembers = [\"Al\", \"al\"]\n[[community]]\nname = \"A\"\nworkspaces = [\"simulator:a\"]",
         "q.toml:2:11: simulator.members: two members would have the id \"al\""},
    }));
    CAPTURE(what);
    const auto found = mistakes_in(text, environment_of({}));
    const bool there = std::any_of(found.begin(), found.end(), [expected = std::string(expected)](const auto& line) {
        return line.starts_with(expected);
    });
    CAPTURE(found);
    CHECK(there);
}

TEST_CASE("what is not written keeps its default", "[config]") {
    const auto all = settings_in(samples::simulator_community);
    CHECK(all.server.address == "127.0.0.1");
    CHECK(all.server.port == 8080);
    CHECK(all.server.drain == 8s);
    CHECK(all.logging.level == "info");
    CHECK_FALSE(all.logging.member_text);
    CHECK_FALSE(all.slack.enabled);
    CHECK(all.communities.at(0).timezone == "Asia/Shanghai");
    CHECK(all.communities.at(0).unlisted_groups);
    CHECK(all.communities.at(0).defaults.context_expiry == 10min);
    CHECK(all.communities.at(0).defaults.at.answer_at == knowledge::match::shipped_thresholds.answer_at);
}

TEST_CASE("a group inherits from its community what it does not say itself", "[config]") {
    const auto all = settings_in(std::string(slack_section) + R"(
[[community]]
name = "Tea house"
language = "en"
timezone = "Europe/Berlin"
workspaces = ["slack:T1", "simulator:local"]
moderators = ["slack:T1/U1", "slack:T1/U2", "simulator:local/mona"]
collections = ["green", "black"]
answer_at = 70
suggest_at = 30
no_answer = "Noted."
context_expiry = "5m"
[[community.group]]
workspace = "slack:T1"
id = "C1"
name = "brewing"
[[community.group]]
workspace = "slack:T1"
id = "C2"
language = "zh"
moderators = ["U3"]
collections = []
suggest_at = 60
no_answer = ""
context_expiry = "0s"
[[community.group]]
workspace = "simulator:local"
id = "try"
[simulator]
enabled = true
)",
                                 slack_environment);
    REQUIRE(all.communities.size() == 1);
    CHECK(all.communities[0].timezone == "Europe/Berlin");

    SECTION("one that says nothing") {
        const auto group = all.group(platform::slack, "T1", "C1").value();
        CHECK(group.name == "brewing");
        CHECK(group.community == "Tea house");
        CHECK(group.speaks == language::en);
        CHECK(group.moderators == std::vector<std::string>{"U1", "U2"});
        CHECK(group.collections == std::vector<std::string>{"green", "black"});
        CHECK(group.at.answer_at == 70);
        CHECK(group.at.suggest_at == 30);
        CHECK(group.no_answer == "Noted.");
        CHECK(group.context_expiry == 5min);
    }
    SECTION("one that says all") {
        const auto group = all.group(platform::slack, "T1", "C2").value();
        CHECK(group.speaks == language::zh);
        CHECK(group.moderators == std::vector<std::string>{"U3"});
        CHECK(group.collections.empty());
        CHECK(group.at.answer_at == 70);
        CHECK(group.at.suggest_at == 60);
        CHECK(group.no_answer.empty());
        CHECK(group.context_expiry == 0s);
    }
    SECTION("moderators of one workspace have no power in another") {
        CHECK(all.group(platform::simulator, "local", "try").value().moderators == std::vector<std::string>{"mona"});
        CHECK(all.group(platform::simulator, "local", "unlisted").value().moderators ==
              std::vector<std::string>{"mona"});
        CHECK(all.group(platform::slack, "T1", "D9").value().moderators == std::vector<std::string>{"U1", "U2"});
    }
    SECTION("elsewhere the bot has no business") {
        CHECK_FALSE(all.group(platform::slack, "T2", "C1"));
        CHECK_FALSE(all.group(platform::dingtalk, "T1", "C1"));
    }
}

TEST_CASE("with one workspace its name need not be repeated", "[config]") {
    const auto all = settings_in(std::string(slack_section) + R"([[community]]
name = "A"
workspaces = ["slack:T1"]
moderators = ["U1"]
unlisted_groups = false
[[community.group]]
id = "C1"
)",
                                 slack_environment);
    CHECK(all.group(platform::slack, "T1", "C1").value().moderators == std::vector<std::string>{"U1"});
    CHECK_FALSE(all.group(platform::slack, "T1", "C2"));
}

TEST_CASE("with several workspaces a group says which is its own", "[config]") {
    const auto found = mistakes_in("[simulator]\nenabled = false\n[[community]]\nname = \"A\"\nworkspaces = "
                                   "[\"simulator:a\", \"simulator:b\"]\n[[community.group]]\nid = \"g\"\n");
    CHECK(found == std::vector<std::string>{"q.toml:6:1: community.group.workspace: missing; expected which of this "
                                            "community's workspaces the group is in"});
}

TEST_CASE("relative paths start in the folder of the file", "[config]") {
    const samples::temporary_folder folder;
    folder.write("cert.pem", "c", 0644);
    folder.write("key.pem", "k", 0600);
    const auto file = folder.write("qunda.toml", with_community("[server]\ntls_certificate = \"cert.pem\"\ntls_key = "
                                                                "\"./key.pem\"\n[storage]\npath = \"data/q.db\"\n"));
    const auto result = load(file, environment_of({}));
    REQUIRE(std::holds_alternative<settings>(result));
    const auto& all = std::get<settings>(result);
    CHECK(all.server.tls_certificate == folder.path() / "cert.pem");
    CHECK(all.server.tls_key == folder.path() / "key.pem");
    CHECK(all.storage.path == folder.path() / "data/q.db");
    CHECK(std::get<settings>(parse(samples::simulator_community, "/etc/qunda/config.toml", environment_of({})))
              .storage.path == "/etc/qunda/qunda.db");
}

TEST_CASE("a private key that everybody can read is refused", "[config]") {
    const samples::temporary_folder folder;
    folder.write("cert.pem", "c", 0644);
    folder.write("key.pem", "k", 0644);
    const auto file =
        folder.write("q.toml", with_community("[server]\ntls_certificate = \"cert.pem\"\ntls_key = \"key.pem\"\n"));
    const auto result = load(file, environment_of({}));
    const auto& mistakes = std::get<std::vector<mistake>>(result);
    REQUIRE(mistakes.size() == 1);
    CHECK(mistakes[0].line == 3);
    CHECK_THAT(mistakes[0].message, Catch::Contains("is open to every user of this machine"));
}

TEST_CASE("a file that cannot be read is a mistake of the file as a whole", "[config]") {
    const samples::temporary_folder folder;
    const auto missing = folder.path() / "none.toml";
    const auto of_missing = load(missing, environment_of({}));
    CHECK(to_string(std::get<std::vector<mistake>>(of_missing).at(0)) ==
          missing.string() + ": there is no file " + missing.string());

    const auto of_folder = load(folder.path(), environment_of({}));
    CHECK_THAT(std::get<std::vector<mistake>>(of_folder).at(0).message, Catch::EndsWith("is not a plain file"));

    const auto big = folder.write("big.toml", std::string((1 << 20) + 1, '#'));
    const auto of_big = load(big, environment_of({}));
    CHECK_THAT(std::get<std::vector<mistake>>(of_big).at(0).message, Catch::EndsWith("is longer than 1048576 bytes"));
}

TEST_CASE("what installing Slack in several workspaces needs is there as a whole, or not at all", "[config]") {
    const auto variables = environment_of({{"ONE", "secret"},
                                           {"KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="},
                                           {"SHORT", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MA=="}});
    const auto slack = [](const std::string& keys) {
        return "[slack]\nenabled = true\nsigning_secrets_env = [\"ONE\"]\n" + keys +
               "[[community]]\nname = \"Tea house\"\nworkspaces = [\"slack:T1\"]\n";
    };
    const std::string id = "client_id = \"1.2\"\n", secret = "client_secret_env = \"ONE\"\n",
                      key = "token_key_env = \"KEY\"\n",
                      url = "redirect_url = \"https://bot.example.org/slack/oauth_redirect\"\n",
                      token = "bot_token_env = \"ONE\"\n";
    const auto mistakes = [&](const std::string& keys) { return samples::mistakes_in(slack(keys), variables); };
    CHECK(mistakes(id + secret + key + url).empty());         // no bot token needed
    CHECK(mistakes(id + secret + key + url + token).empty()); // but welcome
    CHECK(mistakes(token).empty());
    CHECK(samples::settings_in(slack(id + secret + key + url), variables).slack.is_installable());
    CHECK_FALSE(samples::settings_in(slack(token), variables).slack.is_installable());

    struct row {
        const char* what;
        std::string keys;
        const char* blamed;
    };
    const row rows[] = {
        {"neither token nor the four", "", "slack.bot_token: missing"},
        {"no secret", id + key + url, "slack.client_secret: missing"},
        {"no key", id + secret + url, "slack.token_key: missing"},
        {"no address to come back to", id + secret + key, "slack.client_id: client_id, client_secret"},
        {"only the address", token + url, "slack.redirect_url: client_id, client_secret"},
        {"only the secret", token + secret, "slack.client_secret_env: client_id, client_secret"},
        {"only the key", token + key, "slack.token_key_env: client_id, client_secret"},
        {"a key that is too short", id + secret + "token_key_env = \"SHORT\"\n" + url, "openssl rand -base64 32"},
        {"a key that is not base64", id + secret + "token_key_env = \"ONE\"\n" + url, "openssl rand -base64 32"},
        {"the key itself in the file", id + secret + "token_key = \"x\"\n" + url, "does not belong in this file"},
        {"an address that is none", token + "redirect_url = \"bot\"\n", "slack.redirect_url: expected an address"},
        {"an emoji with colons", token + "solved_emoji = \":ok:\"\n", "without colons"},
    };
    for (const row& one : rows) {
        INFO(one.what);
        const auto found = mistakes(one.keys);
        REQUIRE_FALSE(found.empty());
        CHECK_THAT(found.front(), Catch::Contains(one.blamed));
    }
}
