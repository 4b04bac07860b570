// The parts of a running bot, put together once: what `serve` and `chat` have in common. Built in the order of the
// members and taken down in the reverse; each part only knows what it was handed.
#pragma once

#include "adapters/dingtalk/dingtalk_adapter.hpp"
#include "adapters/net/event_loop.hpp"
#include "adapters/net/http_client.hpp"
#include "adapters/simulator/group.hpp"
#include "adapters/slack/slack_adapter.hpp"
#include "bot/cli/single_instance.hpp"
#include "bot/config/settings.hpp"
#include "bot/conversation/conversation.hpp"
#include "bot/conversation/live_group_logs.hpp"
#include "bot/conversation/live_index.hpp"
#include "bot/delivery/monthly_quota.hpp"
#include "bot/delivery/worker.hpp"
#include "bot/server/slack_workspaces.hpp"
#include "knowledge/store/store.hpp"

#include <functional>
#include <memory>
#include <string>

namespace bot::cli {

struct assembly {
    // Opens the database and builds the index. Throws store::error.
    assembly(config::settings configured, knowledge::store::settings database);
    ~assembly(); // what is queued for the database is finished while all it refers to is still there
    assembly(const assembly&) = delete;
    assembly& operator=(const assembly&) = delete;

    config::settings settings;
    single_instance alone;
    adapters::net::event_loop loop;
    knowledge::store::store store;
    conversation::live_index index;
    conversation::live_group_logs logs;
    adapters::net::way_out way; // of every connection we open
    adapters::net::http_client client;
    server::slack_workspaces slack_workspaces;
    std::unique_ptr<adapters::slack::slack_adapter> slack; // where it is enabled
    delivery::monthly_quota dingtalk_quota;
    std::unique_ptr<adapters::dingtalk::dingtalk_adapter> dingtalk; // where it is enabled
    adapters::simulator::group simulator;
    delivery::worker worker;
    std::function<std::string()> links; // the connections to the platforms, a line each; whoever keeps them sets it
    conversation::conversation talk;
};

} // namespace bot::cli
