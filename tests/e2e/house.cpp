#include "tests/e2e/house.hpp"

#include "knowledge/store/store.hpp"

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <thread>

namespace tests {

namespace {

namespace store = knowledge::store;

// Our own words; the answers are what tests look for.
constexpr auto knowledge_page = R"(# 常见问题

## SOFATracer 的采样率要在每个服务上都配置吗？

只在请求经过的**入口服务**配置一次就可以。

## Seata 的分布式事务为什么比本地事务慢？

多出来的时间主要花在与 TC 的通信上。

## How do I reset the registry cache?

Run `registry reset` on every node.
)";

constexpr auto configuration = R"([server]
address = "127.0.0.1"
drain = "3s"
[storage]
path = "house.db"
[slack]
enabled = true
mode = "{slack_mode}"
signing_secrets_env = ["TEST_SLACK_SECRET"]
app_token_env = "TEST_SLACK_APP_TOKEN"
bot_token_env = "TEST_SLACK_TOKEN"
api_url = "{slack_api}"
[dingtalk]
enabled = true
mode = "{dingtalk_mode}"
app_secrets_env = ["TEST_DINGTALK_SECRET"]
robot_code = "{robot}"
corp_id = "{corp}"
bot_name = "{bot_name}"
webhook_hosts = ["{dingtalk_host}"]
api_url = "{dingtalk_host}"
oapi_url = "{dingtalk_host}"
{dingtalk_more}
[[dingtalk.custom_robot]]
name = "weekly"
access_token_env = "TEST_ROBOT_TOKEN"
secret_env = "TEST_ROBOT_SECRET"
[[community]]
name = "test"
language = "zh"
repeat_within = 0
member_per_minute = 0
group_per_minute = 0
workspaces = ["slack:{team}", "dingtalk:{corp}"]
{community_more}
[[community.group]]
workspace = "slack:{team}"
id = "C0HELP"
moderators = ["U0MONA"]
[[community.group]]
workspace = "dingtalk:{corp}"
id = "cidHelp=="
moderators = ["9001"]
)";

void write(const std::filesystem::path& file, std::string_view text) {
    std::ofstream(file, std::ios::binary) << text;
}

// One that is free now; somebody else could take it before the program does.
std::uint16_t free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    ::close(socket);
    return ntohs(address.sin_port);
}

std::string more_of(dingtalk_by what, std::uint16_t port) {
    using platforms::fake_dingtalk;
    if (what == dingtalk_by::webhooks) return {};
    auto keys = fmt::format("client_id = \"{}\"\n", fake_dingtalk::client_id);
    if (what == dingtalk_by::cards)
        keys += fmt::format("card_template = \"{}\"\ncard_callback_url = \"http://127.0.0.1:{}/dingtalk/cards\"\n",
                            fake_dingtalk::card_template, port);
    return keys;
}

} // namespace

house::house(way_in how, dingtalk_by what, std::string_view more_of_community)
    : port(what == dingtalk_by::cards ? free_port() : std::uint16_t{0}) {
    const bool own = how == way_in::own_connections;
    using fmt::arg;
    write(folder / "faq.md", knowledge_page);
    write(folder / "qunda.toml",
          fmt::format(
              fmt::runtime(configuration), arg("slack_api", slack.api_url()), arg("robot", dingtalk.robot_code),
              arg("corp", dingtalk.corp_id), arg("bot_name", dingtalk.bot_name),
              arg("dingtalk_host", dingtalk.address()), arg("team", slack.team),
              arg("community_more", more_of_community), arg("slack_mode", own ? "socket" : "http"),
              arg("dingtalk_mode", own ? "stream" : "http"),
              arg("dingtalk_more", more_of(own && what == dingtalk_by::webhooks ? dingtalk_by::openapi : what, port))));
    const auto imported = qunda({"import", folder / "faq.md"});
    INFO(imported.out);
    REQUIRE(imported.code == 0);
    start();
}

variables house::environment() const {
    return {{"TEST_SLACK_SECRET", std::string(slack.signing_secret)},
            {"TEST_SLACK_TOKEN", std::string(slack.token)},
            {"TEST_SLACK_APP_TOKEN", std::string(slack.app_token)},
            {"TEST_DINGTALK_SECRET", std::string(dingtalk.app_secret)},
            {"TEST_ROBOT_TOKEN", std::string(dingtalk.robot_token)},
            {"TEST_ROBOT_SECRET", std::string(dingtalk.robot_secret)}};
}

void house::start() {
    program = std::make_unique<serving>(
        std::vector<std::string>{"--config", folder / "qunda.toml", "serve", "--port", std::to_string(port)},
        environment());
}

void house::restart(int signal) {
    program->kill(signal);
    (void)program->wait(patience);
    start();
}

void house::reconfigure(const std::vector<std::pair<std::string, std::string>>& changes) {
    program->kill(SIGTERM);
    (void)program->wait(patience);
    const auto file = folder / "qunda.toml";
    std::ifstream in(file);
    std::string text((std::istreambuf_iterator<char>(in)), {});
    for (const auto& [from, to] : changes) {
        REQUIRE(text.find(from) != std::string::npos);
        text.replace(text.find(from), from.size(), to);
    }
    write(file, text);
}

ended house::qunda(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--config", folder / "qunda.toml"});
    return run(arguments, {}, environment());
}

platforms::fake_slack::message house::slack_says(std::size_t count) {
    REQUIRE(slack.wait_for([&] { return slack.messages().size() >= count; }, patience));
    return slack.messages()[count - 1];
}

platforms::fake_dingtalk::message house::dingtalk_says(std::size_t count) {
    REQUIRE(dingtalk.wait_for([&] { return dingtalk.messages().size() >= count; }, patience));
    return dingtalk.messages()[count - 1];
}

bool house::settled() const {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    do {
        const auto rows = outbox();
        if (!rows.empty() && std::all_of(rows.begin(), rows.end(),
                                         [](const auto& row) { return row.state == store::outbox_state::sent; }))
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    } while (std::chrono::steady_clock::now() < deadline);
    return false;
}

std::vector<store::question> house::questions() const {
    const store::store db({.path = database(), .create = false});
    return db.read([](store::session& session) {
        return store::questions_between(session, "", knowledge::timestamp{},
                                        knowledge::timestamp(std::chrono::days(100'000)));
    });
}

std::vector<store::outbox_row> house::outbox() const {
    const store::store db({.path = database(), .create = false});
    std::vector<store::outbox_row> rows;
    for (const auto& question : questions()) {
        const auto some =
            db.read([&](store::session& session) { return store::outbox_of_question(session, question.id); });
        rows.insert(rows.end(), some.begin(), some.end());
    }
    return rows;
}

} // namespace tests
