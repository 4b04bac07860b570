#include "tests/bench/webhook/contestants.hpp"

#include "tests/bench/webhook/made_up.hpp"

#include <fmt/format.h>

#include <csignal>
#include <fstream>

namespace tests::bench {

namespace fs = std::filesystem;

namespace {

// Where the files of this folder are, seen from the root of the repository, in which benchmarks run.
const fs::path own_files = "tests/bench/webhook";

constexpr auto nginx_configuration = R"(daemon off;
worker_processes auto;
pid nginx.pid;
error_log stderr crit;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  keepalive_requests 1000000000;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  server {{
    listen 127.0.0.1:{port};
    location / {{ return 200 ""; }}
  }}
}}
)";

constexpr auto qunda_configuration = R"([server]
port = {port}
[storage]
path = "qunda.db"
[slack]
enabled = true
signing_secrets_env = ["BENCH_SLACK_SECRET"]
bot_token_env = "BENCH_SLACK_TOKEN"
bot_user_id = "{bot}"
api_url = "{api}"
[[community]]
name = "bench"
workspaces = ["slack:{team}"]
repeat_within = 0
member_per_minute = 0
group_per_minute = 0
)";

variables slack_secrets() {
    return {{"BENCH_SLACK_SECRET", std::string(signing_secret)}, {"BENCH_SLACK_TOKEN", std::string(bot_token)}};
}

contestant some_qunda(std::string name, const fs::path& database, const std::string& slack_api,
                      const std::function<words(const fs::path& configuration)>& command) {
    contestant one{.name = std::move(name)};
    one.set_up = [database](const fs::path& folder) {
        for (const auto* part : {"", ".index"})
            fs::copy_file(database.string() + part, (folder / "qunda.db").string() + part,
                          fs::copy_options::overwrite_existing);
    };
    one.start = [slack_api, command](const fs::path& folder, std::uint16_t port) {
        const auto file = folder / "qunda.toml";
        std::ofstream(file) << fmt::format(qunda_configuration, fmt::arg("port", port), fmt::arg("bot", bot_user),
                                           fmt::arg("api", slack_api), fmt::arg("team", team));
        return std::make_unique<child>(command(file), slack_secrets(), folder / "log");
    };
    one.end_signal = SIGKILL; // orderly, it would first send the replies that wait
    return one;
}

contestant variant(std::string name, const std::string& option, const fs::path& database,
                   const std::string& slack_api) {
    return some_qunda(std::move(name), database, slack_api, [option](const fs::path& configuration) {
        return words{fs::read_symlink("/proc/self/exe"), option, configuration};
    });
}

} // namespace

contestant nginx() {
    contestant one{.name = "nginx, static 200", .prepared_posts = 100'000};
    const auto found = program("nginx");
    if (found.empty()) one.absent = "nginx is not installed (Debian: nginx-light)";
    one.start = [found](const fs::path& folder, std::uint16_t port) {
        const auto file = fs::absolute(folder / "nginx.conf");
        std::ofstream(file) << fmt::format(nginx_configuration, fmt::arg("port", port));
        return std::make_unique<child>(
            words{found, "-e", "stderr", "-p", fs::absolute(folder).string() + "/", "-c", file}, variables{},
            folder / "log");
    };
    return one;
}

contestant bolt(const fs::path& scratch) {
    contestant one{.name = "@slack/bolt, verify and dispatch", .prepared_posts = 10'000};
    const auto node = program("node"), npm = program("npm");
    if (node.empty() || npm.empty()) {
        one.absent = "node and npm are not installed";
        return one;
    }
    const auto folder = scratch / "bolt";
    fs::create_directories(folder);
    for (const auto* file : {"package.json", "package-lock.json", "app.mjs"})
        fs::copy_file(own_files / file, folder / file, fs::copy_options::overwrite_existing);
    const auto log = fs::absolute(scratch / "npm.log");
    if (!fs::exists(folder / "node_modules/@slack/bolt") &&
        !run({npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"}, folder, log)) {
        one.absent = "npm ci failed, see " + log.string();
        return one;
    }
    one.start = [node, app = folder / "app.mjs"](const fs::path& where, std::uint16_t port) {
        auto environment = slack_secrets();
        environment.emplace_back("PORT", std::to_string(port));
        environment.emplace_back("NODE_ENV", "production");
        return std::make_unique<child>(words{node, app}, environment, where / "log");
    };
    return one;
}

contestant qunda(const fs::path& database, const std::string& slack_api, const fs::path& program) {
    return some_qunda("qunda serve", database, slack_api, [program](const fs::path& configuration) {
        return words{program, "--config", configuration, "serve"};
    });
}

contestant qunda_one_by_one(const fs::path& database, const std::string& slack_api) {
    return variant("qunda, one commit per event", "--one-by-one", database, slack_api);
}

contestant qunda_intake_only(const fs::path& database, const std::string& slack_api) {
    return variant("qunda, intake only", "--intake-only", database, slack_api);
}

contestant qunda_intake_one_by_one(const fs::path& database, const std::string& slack_api) {
    return variant("qunda, intake only, one commit per event", "--intake-one-by-one", database, slack_api);
}

} // namespace tests::bench
