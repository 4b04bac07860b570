// Socket Mode and Stream mode against our fakes, with every fault a connection can have. What was acknowledged is what
// the taker has; the platform sends again what was not.
#include "adapters/dingtalk/stream_mode.hpp"
#include "adapters/slack/socket_mode.hpp"
#include "tests/platforms/fake_dingtalk.hpp"
#include "tests/platforms/fake_slack.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <set>
#include <thread>

using namespace adapters;
using namespace std::chrono_literals;
using namespace tests::platforms;
using nlohmann::json;

namespace {

// Back within milliseconds, so that hundreds of drops take seconds.
constexpr net::link_pace hasty{.quick = 3ms,
                               .first = 5ms,
                               .unreachable_most = 20ms,
                               .troubled_most = 20ms,
                               .refused = 50ms,
                               .crowded = 50ms,
                               .good_after = 1ms,
                               .ready_within = 2s,
                               .leave_within = 300ms};

double share() {
    static std::atomic<unsigned> state{1};
    return static_cast<double>((state = state * 1103515245U + 12345U) >> 16U) / 65536.0;
}

// What any of the two hooks into: loop, clients, and what was taken, by its id.
struct taker {
    net::event_loop loop;
    std::unique_ptr<net::http_client> client;
    std::unique_ptr<net::websocket_client> sockets;
    mutable std::mutex mutex;
    std::set<std::string> taken;
    std::vector<net::link_report::kind> reports;
    std::vector<std::string> malformed;
    std::vector<std::size_t> others; // connections of the app, told one time after the other
    bool busy = false;
    std::function<void()> on_drained;

    explicit taker() {
        net::http_client_settings how;
        how.total_timeout = 2s;
        how.allowed = [](std::string_view, std::string_view host, unsigned short) { return host == "127.0.0.1"; };
        client = std::make_unique<net::http_client>(loop, std::move(how));
        sockets = std::make_unique<net::websocket_client>(
            loop, net::websocket_settings{.ping_every = 500ms, .close_timeout = 100ms});
    }
    // As the conversation does it: later, on the loop, and only when it is stored.
    void take(std::string id, std::function<void(bool)> finished) {
        loop.post([this, id = std::move(id), finished = std::move(finished)] {
            const std::lock_guard held(mutex);
            if (!busy) taken.insert(id);
            finished(!busy);
        });
    }
    template <class Hooks>
    void listen(Hooks& hooks) {
        hooks.report = [this](const net::link_report& what) {
            const std::lock_guard held(mutex);
            reports.push_back(what.what);
        };
        hooks.malformed = [this](const std::string& reason) {
            const std::lock_guard held(mutex);
            malformed.push_back(reason);
        };
        hooks.random = share;
    }
    template <class T>
    T look(T taker::*member) const {
        const std::lock_guard held(mutex);
        return this->*member;
    }
};

template <class Mode>
struct running : taker {
    std::unique_ptr<Mode> mode;
    std::thread thread;

    template <class Settings, class Hooks>
    void begin(Settings how, Hooks hooks) {
        listen(hooks);
        mode = std::make_unique<Mode>(loop, *client, *sockets, std::move(how), std::move(hooks));
        loop.post([this] { mode->start(); });
        thread = std::thread([this] { loop.run(); });
    }
    void drain() {
        std::promise<void> done;
        loop.post([&] { mode->drain(2s, [&] { done.set_value(); }); });
        REQUIRE(done.get_future().wait_for(5s) == std::future_status::ready);
    }
    ~running() {
        loop.post([this] {
            mode.reset();
            client.reset();
            sockets.reset();
            loop.post([this] { loop.post([this] { loop.stop(); }); });
        });
        thread.join();
    }
};

struct slack_bot : running<slack::socket_mode> {
    explicit slack_bot(const fake_slack& there, std::string token = std::string(fake_slack::app_token),
                       std::vector<std::string> hosts = {}) {
        slack::socket_mode_hooks hooks;
        hooks.event = [this](const std::string& payload, std::function<void(bool)> finished) {
            take(json::parse(payload)["event_id"], std::move(finished));
        };
        hooks.other = [](const std::string& type, const std::string& payload,
                         const std::function<void(std::string)>& acknowledge) {
            acknowledge(json{{"text", type + " " + json::parse(payload)["command"].get<std::string>()}}.dump());
        };
        hooks.others = [this](std::size_t count) {
            const std::lock_guard held(mutex);
            others.push_back(count);
        };
        begin(
            slack::socket_mode_settings{
                .api_url = there.api_url(), .app_token = std::move(token), .hosts = std::move(hosts), .pace = hasty},
            std::move(hooks));
    }
};

struct dingtalk_bot : running<dingtalk::stream_mode> {
    explicit dingtalk_bot(const fake_dingtalk& there) {
        dingtalk::stream_mode_hooks hooks;
        hooks.message = [this](const std::string& data, std::function<void(bool)> finished) {
            take(json::parse(data)["msgId"], std::move(finished));
        };
        hooks.card = [](const std::string& data, const std::string&,
                        const std::function<void(std::string)>& acknowledge) {
            const std::string card = json::parse(data)["outTrackId"];
            acknowledge(card == "not stored" ? "" : json{{"cardData", card}}.dump());
        };
        begin(dingtalk::stream_mode_settings{.api_url = there.address(),
                                             .client_id = std::string(fake_dingtalk::client_id),
                                             .client_secret = std::string(fake_dingtalk::app_secret),
                                             .pace = hasty},
              std::move(hooks));
    }
};

json event(const std::string& id) {
    return {{"type", "event_callback"}, {"event_id", id}, {"event", {{"type", "app_mention"}}}};
}

// Both platforms as one: the server side, a delivery (true: acknowledged), the bot.
struct slack_world {
    fake_slack there;
    slack_bot bot{there};
    websocket_server& server = there.sockets();
    const char* farewell = R"({"type":"disconnect","reason":"refresh_requested"})";
    bool deliver(const std::string& id) { return there.deliver(fake_slack::by_socket, event(id).dump()).status == 200; }
};

struct dingtalk_world {
    fake_dingtalk there;
    dingtalk_bot bot{there};
    websocket_server& server = there.streams();
    const char* farewell =
        R"({"type":"SYSTEM","headers":{"topic":"disconnect","messageId":"x"},"data":"{\"reason\":\"y\"}"})";
    bool deliver(const std::string& id) {
        return there.deliver(fake_dingtalk::by_stream, json{{"msgId", id}}.dump()).status == 200;
    }
};

} // namespace

TEMPLATE_TEST_CASE("200 forced drops lose nothing, and there are never more than two connections", "[link]",
                   slack_world, dingtalk_world) {
    TestType world;
    std::set<std::string> said;
    for (int i = 0; i < 200; ++i) {
        const auto id = fmt::format("Ev{:03}", i);
        said.insert(id);
        const auto on = world.server.newest(10s);
        REQUIRE(on != 0);
        switch (i % 5) {
        case 0: // between two messages
            world.server.cut(on);
            break;
        case 1: { // while a message, or its acknowledgement, is under way
            const std::jthread saying([&] { (void)world.deliver(id); });
            world.server.cut(on);
            break;
        }
        case 2: // with a notice, and the old one stays a moment
            world.server.send(on, world.farewell);
            break;
        case 3: // nobody can connect for a moment
            world.server.refuse(2);
            world.server.cut(on);
            break;
        case 4: // closed in good order
            world.server.close(on);
            break;
        }
        bool acknowledged = false;
        for (int attempt = 0; attempt < 20 && !acknowledged; ++attempt)
            acknowledged = world.deliver(id);
        REQUIRE(acknowledged);
        REQUIRE(world.server.wait_for([&] { return world.server.newest() > on; }, 10s));
    }
    CHECK(world.bot.look(&taker::taken) == said);
    CHECK(world.server.seen().opened == 201);
    CHECK(world.server.seen().most_live <= 2);
    CHECK(world.server.wait_for([&] { return world.server.seen().live == 1; }, 5s));
}

TEMPLATE_TEST_CASE("told to renew, the old connection is answered on until it is closed", "[link]", slack_world,
                   dingtalk_world) {
    TestType world;
    const auto old = world.server.newest(10s);
    world.server.send(old, world.farewell);
    REQUIRE(world.server.wait_for([&] { return world.server.newest() > old; }, 5s));
    CHECK(world.server.is_open(old));
    CHECK(world.deliver("on the new one"));
    // hasty.leave_within is over, and nobody closed it but we.
    CHECK(world.server.wait_for([&] { return !world.server.is_open(old); }, 5s));
    CHECK(world.server.seen().opened == 2);
}

TEMPLATE_TEST_CASE("a connection that is only half there is noticed and replaced", "[link]", slack_world,
                   dingtalk_world) {
    TestType world;
    const auto dead = world.server.newest(10s);
    world.server.freeze(dead);
    REQUIRE(world.server.wait_for([&] { return world.server.newest() > dead; }, 5s));
    CHECK_FALSE(world.server.is_open(dead));
    CHECK(world.deliver("after"));
}

TEMPLATE_TEST_CASE("rubbish on the connection is ignored and counted, the rest goes on", "[link]", slack_world,
                   dingtalk_world) {
    TestType world;
    const auto on = world.server.newest(10s);
    for (const auto* text : {"hello", "{", "{}", "[]", "null", "\"x\"", R"({"type":7})", R"({"type":"nonsense"})"})
        world.server.send(on, text);
    world.server.send_binary(on, "{\"type\":\"hello\"}");
    CHECK(world.deliver("after"));
    CHECK(world.bot.look(&taker::malformed).size() == 8);
    CHECK(world.server.seen().opened == 1);
}

TEST_CASE("connections of the app that are not ours are told", "[link]") {
    slack_world world;
    const auto on = world.server.newest(10s);
    CHECK(world.deliver("before")); // ours alone was counted when it began
    CHECK(world.bot.look(&taker::others).empty());
    world.server.send(on, R"({"type":"hello","num_connections":3})");
    CHECK(world.deliver("after"));
    CHECK(world.bot.look(&taker::others) == std::vector<std::size_t>{2});
    CHECK(world.server.seen().opened == 1);
}

TEMPLATE_TEST_CASE("what cannot be stored is not acknowledged, and taken when it comes again", "[link]", slack_world,
                   dingtalk_world) {
    TestType world;
    (void)world.server.newest(10s);
    {
        const std::lock_guard held(world.bot.mutex);
        world.bot.busy = true;
    }
    CHECK_FALSE(world.deliver("Ev1"));
    {
        const std::lock_guard held(world.bot.mutex);
        world.bot.busy = false;
    }
    CHECK(world.deliver("Ev1"));
}

TEMPLATE_TEST_CASE("drained, the connection is closed in good order and no other opened", "[link]", slack_world,
                   dingtalk_world) {
    TestType world;
    (void)world.server.newest(10s);
    CHECK(world.deliver("Ev1"));
    world.bot.drain();
    CHECK(world.server.wait_for([&] { return world.server.seen().live == 0; }, 5s));
    CHECK(world.server.newest(200ms) == 0);
}

TEST_CASE("a wrong token is told once, and tried again", "[slack][link]") {
    fake_slack there;
    slack_bot bot(there, "xapp-wrong");
    REQUIRE(there.wait_for([&] { return there.calls() >= 3; }, 5s));
    CHECK(bot.look(&taker::reports) == std::vector{net::link_report::kind::refused});
}

TEST_CASE("Slack says there are too many connections, or that Socket Mode is off: told, and no hurry",
          "[slack][link]") {
    auto [reason, expected] = GENERATE(table<const char*, net::link_report::kind>({
        {"too_many_websockets", net::link_report::kind::crowded},
        {"link_disabled", net::link_report::kind::switched_off},
    }));
    slack_world world;
    const auto on = world.server.newest(10s);
    world.server.send(on, json{{"type", "disconnect"}, {"reason", reason}}.dump());
    CHECK(world.server.newest(30ms) == on);
    CHECK(world.server.wait_for([&] { return world.server.newest() > on; }, 5s)); // hasty, but not at once
    const auto reports = world.bot.look(&taker::reports);
    CHECK(std::ranges::count(reports, expected) == 1);
}

TEST_CASE("commands and presses are handed on, and their answer goes with the acknowledgement", "[slack][link]") {
    slack_world world;
    auto& there = world.there;
    auto got = json::parse(there.deliver_envelope("slash_commands", R"({"command":"/ask"})", true));
    CHECK(got["payload"]["text"] == "slash_commands /ask");
    got = json::parse(there.deliver_envelope("interactive", R"({"command":"press"})", false));
    CHECK_FALSE(got.contains("payload")); // Slack takes none
    got = json::parse(there.deliver_envelope("tomorrow's", "{}"));
    CHECK_FALSE(got.contains("payload"));
}

TEST_CASE("DingTalk's other frames are answered as they want to be", "[dingtalk][link]") {
    dingtalk_world world;
    auto& there = world.there;
    auto got = json::parse(there.deliver_frame("SYSTEM", "ping", R"({"opaque":"1"})"));
    CHECK(got["data"] == R"({"opaque":"1"})");
    got = json::parse(there.deliver_frame("CALLBACK", "/v1.0/card/instances/callback", R"({"outTrackId":"a17"})"));
    CHECK(got["data"] == R"({"response":{"cardData":"a17"}})");
    got =
        json::parse(there.deliver_frame("CALLBACK", "/v1.0/card/instances/callback", R"({"outTrackId":"not stored"})"));
    CHECK(got["code"] == 500);
    CHECK(json::parse(there.deliver_frame("CALLBACK", "/v1.0/graph/api/invoke", "{}"))["code"] == 404);
}
