// config.example.toml is documentation that people copy: it must parse, mention every key, and tell true defaults.
#include "bot/config/describe.hpp"
#include "bot/config/files.hpp"
#include "bot/config/load.hpp"
#include "tests/bot/config/samples.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

using namespace bot::config;
using nlohmann::json;

namespace {

std::string example() {
    auto [text, trouble] = read_small_file(QUNDA_EXAMPLE_CONFIG, false, 1 << 20);
    REQUIRE(trouble.empty());
    return text;
}

// One key as the example shows it: "server.port", the comment lines above it, whether it is commented out itself.
struct shown_key {
    std::string comment;
    bool commented_out = false;
};

// "port" of "port = 8080"; empty when the line sets no key.
std::string key_in(std::string_view line) {
    const auto name = line.substr(0, line.find(" = "));
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    return name.size() < line.size() && std::ranges::all_of(name, allowed) ? std::string(name) : std::string();
}

std::map<std::string, shown_key> keys_of(const std::string& text) {
    std::map<std::string, shown_key> keys;
    std::istringstream lines(text);
    std::string section, comment;
    for (std::string line; std::getline(lines, line);) {
        const bool commented_out = line.starts_with("# ") && !key_in(line.substr(2)).empty();
        const auto key = key_in(commented_out ? line.substr(2) : line);
        if (!key.empty()) {
            keys[section + "." + key] = {comment, commented_out};
            // Commented-out keys may share the sentence above them with the next key.
            if (!commented_out) comment.clear();
        } else if (line.starts_with("# ")) {
            comment += line + "\n";
        } else {
            comment.clear();
            if (line.starts_with('['))
                section = line.substr(line.find_last_of('[') + 1, line.find(']') - line.find_last_of('[') - 1);
        }
    }
    return keys;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    REQUIRE(text.find(from) != std::string::npos);
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

// The example with every commented-out key taken.
std::string with_every_key(const std::string& text) {
    std::string out;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        out += (line.starts_with("# ") && !key_in(line.substr(2)).empty() ? line.substr(2) : line) + "\n";
    return out;
}

// The built-in default of each key, as the effective view writes it. A community needs a name to exist.
std::map<std::string, json> defaults() {
    settings all;
    all.communities.emplace_back();
    all.communities[0].groups.emplace_back();
    all.dingtalk.custom_robots.emplace_back();
    auto seen = json::parse(describe_as_json(all));
    std::map<std::string, json> values;
    auto community = seen["community"][0], group = community["group"][0];
    auto robot = seen["dingtalk"]["custom_robot"][0];
    seen["dingtalk"].erase("custom_robot");
    seen["dingtalk.custom_robot"] = robot;
    seen.erase("community");
    community.erase("group");
    seen["community"] = community;
    seen["community.group"] = group;
    for (const auto& [section, keys] : seen.items()) {
        for (const auto& [key, value] : keys.items())
            values[section + "." + key] = value;
    }
    return values;
}

bool is_hidden(const std::string& key) {
    static const std::set<std::string> hidden{"slack.signing_secrets",
                                              "slack.bot_token",
                                              "slack.app_token",
                                              "slack.client_secret",
                                              "slack.token_key",
                                              "dingtalk.app_secrets",
                                              "dingtalk.custom_robot.access_token",
                                              "dingtalk.custom_robot.secret"};
    return hidden.contains(key);
}

bool is_inherited(const std::string& key) {
    return key.starts_with("community.group.") && key != "community.group.id" && key != "community.group.name" &&
           key != "community.group.workspace";
}

} // namespace

TEST_CASE("the example configuration works as it is shipped", "[config]") {
    const auto result = load(QUNDA_EXAMPLE_CONFIG, samples::environment_of({}));
    if (const auto* mistakes = std::get_if<std::vector<mistake>>(&result)) {
        for (const auto& one : *mistakes)
            UNSCOPED_INFO(to_string(one));
    }
    REQUIRE(std::holds_alternative<settings>(result));
    const auto& all = std::get<settings>(result);
    CHECK(all.simulator.enabled);
    CHECK(all.group(adapters::chat::platform::simulator, "local", "try").value().moderators ==
          std::vector<std::string>{"mona"});
}

TEST_CASE("the example configuration works with every key in it taken", "[config]") {
    const samples::temporary_folder folder;
    std::filesystem::create_directory(folder.path() / "secrets");
    for (const auto* file : {"fullchain.pem", "privkey.pem", "secrets/slack-signing", "secrets/slack-token",
                             "secrets/dingtalk-app", "secrets/weekly-token", "secrets/weekly-secret"})
        folder.write(file, "content-of-a-file\n");
    auto text = with_every_key(example());
    text = replaced(text, "bot_token_env = \"SLACK_BOT_TOKEN\"\n", ""); // one of two ways only
    text = replaced(text, "app_token_env = \"SLACK_APP_TOKEN\"\n", "");
    text = replaced(text, "access_token_env = \"DINGTALK_WEEKLY_TOKEN\"\n", "");
    text = replaced(text, "secret_env = \"DINGTALK_WEEKLY_SECRET\"\n", "");
    for (const auto* line :
         {"client_secret_env = \"SLACK_CLIENT_SECRET\"\n", "client_secret_file = \"secrets/slack-client\"\n",
          "token_key_env = \"QUNDA_TOKEN_KEY\"\n", "token_key_file = \"secrets/token-key\"\n"})
        text = replaced(text, line, ""); // only with a client id
    text = replaced(text, "enabled = false", "enabled = true");
    text = replaced(text, R"(["simulator:local"])", R"(["simulator:local", "slack:T1", "dingtalk:d1"])");
    text = replaced(text, R"(["mona"])", R"(["simulator:local/mona", "slack:T1/U1"])");
    const auto result = load(folder.write("config.toml", text),
                             samples::environment_of({{"SLACK_SIGNING_SECRET", "a"}, {"DINGTALK_APP_SECRET", "b"}}));
    if (const auto* mistakes = std::get_if<std::vector<mistake>>(&result)) {
        for (const auto& one : *mistakes)
            UNSCOPED_INFO(to_string(one));
    }
    REQUIRE(std::holds_alternative<settings>(result));
    CHECK(std::get<settings>(result).slack.signing_secrets.size() == 2);
    CHECK(std::get<settings>(result).communities.at(0).defaults.at.answer_at == 70);
}

TEST_CASE("every key is in the example with a sentence and its default", "[config]") {
    const auto shown = keys_of(example());
    for (const auto& [key, value] : defaults()) {
        if (is_inherited(key)) continue; // explained at the community
        CAPTURE(key);
        const auto it = shown.find(is_hidden(key) ? key + "_env" : key);
        REQUIRE(it != shown.end());
        if (is_hidden(key)) CHECK(shown.contains(key + "_file"));
        const auto& comment = it->second.comment;
        CHECK(std::count(comment.begin(), comment.end(), '\n') >= 2);

        if (key == "community.name" || key == "community.workspaces" || key == "community.group.id" ||
            key == "dingtalk.custom_robot.name") {
            CHECK_THAT(comment, Catch::EndsWith("# Required.\n"));
        } else if (key == "community.answer_at" || key == "community.suggest_at") {
            CHECK_THAT(comment, Catch::Contains("# Default: as measured")); // the matcher's, and move with it
        } else if (key == "community.group.workspace") {
            CHECK_THAT(comment, Catch::Contains("# Default: the community's only workspace"));
        } else {
            const auto said = comment.substr(comment.rfind("# Default: ") + 11);
            // What follows the value in parentheses is for people.
            CHECK(json::parse(said.substr(0, said.find(" ("))) == value);
        }
    }
}

TEST_CASE("the example mentions no key that does not exist", "[config]") {
    const auto known = defaults();
    for (const auto& [key, how] : keys_of(example())) {
        CAPTURE(key);
        const auto base = key.substr(0, key.rfind('_'));
        CHECK((known.contains(key) || is_hidden(base)));
    }
}

TEST_CASE("what the example does not comment out is the default, but for its practice group", "[config]") {
    const auto builtin = defaults();
    const auto file =
        json::parse(describe_as_json(std::get<settings>(load(QUNDA_EXAMPLE_CONFIG, samples::environment_of({})))));
    for (const auto& [key, how] : keys_of(example())) {
        if (how.commented_out || key.starts_with("community.") || key.starts_with("dingtalk.custom_robot.") ||
            key == "simulator.enabled")
            continue;
        CAPTURE(key);
        const auto dot = key.find('.');
        auto value = file.at(key.substr(0, dot)).at(key.substr(dot + 1));
        if (key == "storage.path") value = std::filesystem::path(value.get<std::string>()).filename().string();
        CHECK(value == builtin.at(key));
    }
}
