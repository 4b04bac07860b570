// A whole Qunda between our fakes of both platforms: a configuration, imported knowledge, and the program running.
#pragma once

#include "knowledge/store/outbox.hpp"
#include "knowledge/store/questions.hpp"
#include "tests/e2e/program.hpp"
#include "tests/platforms/fake_dingtalk.hpp"
#include "tests/platforms/fake_slack.hpp"
#include "tests/support/temporary_folder.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tests {

// How messages get into the program.
enum class way_in { http, own_connections };
// What is configured of DingTalk.
enum class dingtalk_by { webhooks, openapi, cards };

// How long a test waits for what must come.
inline constexpr std::chrono::seconds patience{20};

// Two questions that the house's knowledge answers, in other words, as said in Slack.
inline constexpr auto about_sampling = "@bot sofatracer 采样率是不是每个服务都要配？",
                      about_latency = "@bot seata 分布式事务为什么这么慢";

class house {
  public:
    // Imports the knowledge and starts the program.
    explicit house(way_in how = way_in::http, dingtalk_by what = dingtalk_by::webhooks,
                   std::string_view more_of_community = {}); // keys
    explicit house(dingtalk_by what) : house(way_in::http, what) {}

    platforms::fake_slack slack;
    platforms::fake_dingtalk dingtalk;
    temporary_folder folder;
    std::unique_ptr<serving> program;

    void start();
    void restart(int signal); // ends the program with a signal, then starts it again
    // Ends the program and puts something else (second) for what stands in its configuration (first); the test starts
    // it again.
    void reconfigure(const std::vector<std::pair<std::string, std::string>>& changes);

    [[nodiscard]] std::string slack_url() const { return program->base() + "/slack/events"; }
    [[nodiscard]] std::string dingtalk_url() const { return program->base() + "/dingtalk/messages"; }
    [[nodiscard]] std::string database() const { return folder / "house.db"; }
    [[nodiscard]] ended qunda(std::vector<std::string> arguments) const; // a verb on this configuration and database

    // Wait for what the bot says; the test fails when it does not.
    platforms::fake_slack::message slack_says(std::size_t count);       // the count-th message, from 1
    platforms::fake_dingtalk::message dingtalk_says(std::size_t count); // likewise
    // Whether what the program has said is written down as said, soon: only then an edit or a correction finds it.
    [[nodiscard]] bool settled() const;

    [[nodiscard]] variables environment() const; // the secrets

    std::uint16_t port = 0; // 0: the system chooses

    std::vector<knowledge::store::question> questions() const;
    std::vector<knowledge::store::outbox_row> outbox() const; // of all questions
};

} // namespace tests
