// Slack whole, from outside: what people press, write, change and delete, and installing.
#include "adapters/net/base64.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/store/installations.hpp"
#include "knowledge/store/session.hpp"
#include "knowledge/store/store.hpp"
#include "tests/e2e/house.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>
#include <thread>

using Catch::Contains;
using nlohmann::json;
using tests::house;
using tests::patience;
using tests::platforms::fake_slack;
using tests::platforms::fault;
namespace store = knowledge::store;
using namespace std::chrono_literals;

namespace {

template <class Holds>
bool soon(house& here, Holds holds) {
    return here.slack.wait_for(holds, patience);
}

fake_slack::message now(house& here, const std::string& ts) {
    for (const auto& one : here.slack.messages()) {
        if (one.ts == ts) return one;
    }
    return {};
}

std::string base(house& here) {
    return here.program->base();
}

} // namespace

TEST_CASE("from a mention to a moderator's answer, by buttons and a form", "[e2e][slack]") {
    house here;
    auto& slack = here.slack;
    const auto asked = slack.say(here.slack_url(), {.text = "@bot sofatracer 采样率是不是每个服务都要配？"});
    const auto answer = here.slack_says(1);
    CHECK(answer.thread_ts == asked.ts);
    CHECK(fake_slack::buttons(answer.blocks) == std::vector<std::string>{"有用", "没用", "找管理员"});

    CHECK(slack.press(base(here), answer.ts, "helpful", "U0BOB").status == 200);
    REQUIRE(soon(here, [&] { return now(here, answer.ts).changed; }));
    CHECK_THAT(now(here, answer.ts).text, Contains("有用 1"));

    CHECK(slack.press(base(here), answer.ts, "unhelpful").status == 200);
    REQUIRE(soon(here, [&] { return now(here, answer.ts).text.find("没用 1") != std::string::npos; }));
    CHECK(slack.press(base(here), answer.ts, "ask_moderator").status == 200);
    REQUIRE(soon(here, [&] { return now(here, answer.ts).text.find("#1") != std::string::npos; }));
    CHECK(fake_slack::buttons(now(here, answer.ts).blocks) == std::vector<std::string>{"有用", "没用", "撤回这条回答"});

    // Somebody knows better; a moderator keeps it. Who is none gets no form, and is told so alone.
    const auto better =
        slack.say(here.slack_url(), {.user = "U0BOB", .text = "入口配 *1%* 就够了", .thread_ts = asked.ts});
    CHECK(slack.shortcut(base(here), "mark_canonical", better.ts, "U0BOB").status == 200);
    REQUIRE(soon(here, [&] { return slack.private_messages().size() == 1; }));
    CHECK_THAT(slack.private_messages()[0].text, Contains("管理员"));
    CHECK(slack.views().empty());

    CHECK(slack.shortcut(base(here), "mark_canonical", better.ts, "U0MONA").status == 200);
    REQUIRE(soon(here, [&] { return slack.views().size() == 1; }));
    const json form = json::parse(slack.views()[0]);
    CHECK(form["blocks"][0]["element"]["initial_value"] == "sofatracer 采样率是不是每个服务都要配？");
    CHECK(form["blocks"][1]["element"]["initial_value"] == "入口配 **1%** 就够了");

    const auto refused = slack.submit(base(here), "U0MONA", {{"question", " "}});
    CHECK(json::parse(refused.body)["response_action"] == "errors");
    CHECK(slack.submit(base(here), "U0MONA", {{"phrasings", "采样率多少合适"}}).body.empty());
    const auto told = here.slack_says(2);
    CHECK(told.thread_ts == asked.ts);
    CHECK_THAT(told.text, Contains("<@U0ALICE>") && Contains("*1%*"));
    CHECK(slack.submit(base(here), "U0MONA", {}).status == 200); // pressed again: the form is taken once
    CHECK(here.questions().at(0).state == store::question_state::answered_by_person);
    CHECK(slack.messages().size() == 2);
}

TEST_CASE("a suggestion that is picked becomes the answer", "[e2e][slack]") {
    house here;
    auto& slack = here.slack;
    here.reconfigure({{"language = \"zh\"\n", "language = \"zh\"\nanswer_at = 100\nsuggest_at = 1\n"}});
    here.start();
    (void)slack.say(here.slack_url(), {.text = "@bot 采样率要在服务上配置吗"});
    const auto list = here.slack_says(1);
    REQUIRE(fake_slack::buttons(list.blocks).size() >= 2);
    CHECK(fake_slack::buttons(list.blocks).back() == "都不是");
    CHECK(slack.press(base(here), list.ts, "pick_1").status == 200);
    REQUIRE(soon(here, [&] { return now(here, list.ts).changed; }));
    CHECK(fake_slack::buttons(now(here, list.ts).blocks) == std::vector<std::string>{"有用", "没用", "找管理员"});
}

TEST_CASE("a slash command is answered to who asks alone, also where the bot is not", "[e2e][slack]") {
    house here;
    auto& slack = here.slack;
    CHECK(slack.slash(base(here), "seata 分布式事务为什么这么慢").status == 200);
    REQUIRE(soon(here, [&] { return slack.private_messages().size() == 1; }));
    CHECK_THAT(slack.private_messages()[0].text, Contains("TC") && !Contains("<@"));
    CHECK(slack.press_private(base(here), "helpful").status == 200);
    REQUIRE(soon(here, [&] { return slack.private_messages().size() == 2; }));
    CHECK(slack.private_messages()[1].replaced);
    CHECK_THAT(slack.private_messages()[1].text, Contains("有用 1"));
    CHECK(slack.slash(base(here), "").status == 200);
    REQUIRE(soon(here, [&] { return slack.private_messages().size() == 3; })); // help
    CHECK(slack.messages().empty());

    // The check of the address is not signed, and nothing of it is used.
    const auto check =
        slack.post({.url = base(here) + "/slack/commands",
                    .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                    .body = "ssl_check=1&text=hello&team_id=T0TEST&user_id=U0ALICE&channel_id=C0&trigger_id=x"});
    CHECK(check.status == 200);
    CHECK(check.body.empty());
    CHECK(here.questions().size() == 1);
}

TEST_CASE("called into somebody's thread, the bot knows what it began with", "[e2e][slack]") {
    house here;
    auto& slack = here.slack;
    const auto root =
        slack.say(here.slack_url(), {.user = "U0ALICE", .text = "SOFATracer 的采样率要在每个服务上都配置吗？"});
    (void)slack.say(here.slack_url(), {.user = "U0BOB", .text = "@bot", .thread_ts = root.ts});
    const auto answer = here.slack_says(1);
    CHECK_THAT(answer.text, Contains("入口服务"));
    CHECK(answer.thread_ts == root.ts);
    CHECK(slack.calls_of("conversations.replies") == 1);
    (void)slack.say(here.slack_url(), {.user = "U0EVE", .text = "@bot", .thread_ts = root.ts});
    (void)here.slack_says(2);
    CHECK(slack.calls_of("conversations.replies") == 1); // once a thread
}

TEST_CASE("called into a long thread, or asked about a message in it, the bot knows what was said last",
          "[e2e][slack]") {
    house here;
    auto& slack = here.slack;
    const auto root = slack.say(here.slack_url(), {.user = "U0ALICE", .text = "大家最近在忙什么"});
    const auto in_thread = [&](std::string user, std::string text) {
        return slack.say(here.slack_url(), {.user = std::move(user), .text = std::move(text), .thread_ts = root.ts});
    };
    (void)in_thread("U0BOB", "SOFATracer 的采样率要在每个服务上都配置吗？");
    const auto echo = in_thread("U0EVE", "同问");
    SECTION("called") {
        (void)in_thread("U0EVE", "@bot");
        CHECK_THAT(here.slack_says(1).text, Contains("入口服务"));
    }
    SECTION("asked") {
        CHECK(slack.shortcut(base(here), "ask_about_message", echo.ts, "U0ZOE").status == 200);
        REQUIRE(soon(here, [&] { return slack.private_messages().size() == 1; }));
        CHECK(slack.messages().empty());
    }
    CHECK(slack.calls_of("conversations.replies") == 1);
}

TEST_CASE("a question edited while its reply is on its way has one reply, to what it says now", "[e2e][slack]") {
    house here;
    here.slack.arm({.what = fault::slow, .path = "/api/chat.postMessage"});
    const auto asked = here.slack.say(here.slack_url(), {.text = "@bot sofatracer 采样率是不是每个服务都要配？"});
    REQUIRE(here.slack.wait_for([&] { return here.slack.calls_of("chat.postMessage") == 1; }, patience));
    CHECK(here.slack.edit(base(here), asked.ts, "@bot seata 分布式事务为什么这么慢").status == 200);
    REQUIRE(here.slack.wait_for([&] { return here.slack.messages()[0].changed; }, patience));
    CHECK_THAT(here.slack.messages()[0].text, Contains("TC"));
    CHECK(here.slack.calls_of("chat.postMessage") == 1);
}

TEST_CASE("an edited question is answered anew in place, a deleted one not at all", "[e2e][slack]") {
    house here;
    auto& slack = here.slack;
    const auto asked = slack.say(here.slack_url(), {.text = "@bot layotto 的 wasm 模块怎么热更新？"});
    const auto said = here.slack_says(1);
    REQUIRE(here.settled());
    CHECK(slack.edit(base(here), asked.ts, "@bot seata 分布式事务为什么这么慢").status == 200);
    REQUIRE(soon(here, [&] { return now(here, said.ts).changed; }));
    CHECK_THAT(now(here, said.ts).text, Contains("TC"));
    // Old and new text together are more than other routes take.
    CHECK(slack.edit(base(here), asked.ts, "@bot seata 为什么慢" + std::string(70'000, '!')).status == 200);
    REQUIRE(here.settled());
    CHECK(slack.erase(base(here), asked.ts).status == 200);
    REQUIRE(soon(here, [&] { return now(here, said.ts).gone; }));
    CHECK(here.questions().at(0).text.empty());
    CHECK(slack.messages().size() == 1);
}

TEST_CASE("reactions: an answer that helped, and an answer to keep", "[e2e][slack]") {
    house here;
    auto& slack = here.slack;
    (void)slack.say(here.slack_url(), {.text = "@bot seata 分布式事务为什么这么慢"});
    const auto answer = here.slack_says(1);
    REQUIRE(here.settled());
    CHECK(slack.react(base(here), answer.ts, "white_check_mark", "U0BOB").status == 200);
    REQUIRE(soon(here, [&] { return now(here, answer.ts).changed; }));
    CHECK_THAT(now(here, answer.ts).text, Contains("有用 1"));
    REQUIRE(here.settled());
    CHECK(slack.react(base(here), answer.ts, "white_check_mark", "U0BOB", true).status == 200); // by mistake
    REQUIRE(soon(here, [&] { return now(here, answer.ts).text.find("有用 1") == std::string::npos; }));

    // Among people, without the bot.
    const auto root = slack.say(here.slack_url(), {.user = "U0BOB", .text = "夜间构建在哪里下载？"});
    const auto reply = slack.say(here.slack_url(), {.user = "U0EVE", .text = "在 `builds` 目录", .thread_ts = root.ts});
    CHECK(slack.react(base(here), reply.ts, "bookmark", "U0BOB").status == 200); // no moderator
    REQUIRE(soon(here, [&] { return slack.private_messages().size() == 1; }));
    CHECK_THAT(slack.private_messages()[0].text, Contains("只有本群管理员"));
    CHECK(slack.react(base(here), reply.ts, "bookmark", "U0MONA").status == 200);
    REQUIRE(soon(here, [&] { return slack.private_messages().size() == 2; }));
    CHECK_THAT(slack.private_messages()[1].text, Contains("标准答案"));
    const store::store db({.path = here.database(), .create = false});
    const auto kept = db.read([](store::session& session) { return store::load_entries(session, {}); });
    const auto one = std::ranges::find(kept, std::string("夜间构建在哪里下载？"), &knowledge::entry::question);
    REQUIRE(one != kept.end());
    CHECK(one->answer == "在 `builds` 目录");
}

TEST_CASE("whichever call fails, nothing is lost and nothing is said twice", "[e2e][slack]") {
    // One flow, with the first, second … call to Slack failing.
    const int step = GENERATE(0, 1, 2, 3);
    const auto what = GENERATE(fault::server_error, fault::rate_limited, fault::lost_answer);
    INFO("call " << step << ", fault " << static_cast<int>(what));
    house here;
    auto& slack = here.slack;
    const auto arm_at = [&](int now_at) {
        if (now_at == step) slack.arm({.what = what});
    };
    arm_at(0);
    (void)slack.say(here.slack_url(), {.text = "@bot sofatracer 采样率是不是每个服务都要配？"});
    const auto answer = here.slack_says(1);
    const auto row_sent = [&] {
        const auto rows = here.outbox();
        return !rows.empty() && rows[0].state == store::outbox_state::sent;
    };
    for (int i = 0; i < 400 && !row_sent(); ++i)
        std::this_thread::sleep_for(50ms);
    REQUIRE(row_sent());
    arm_at(1);
    CHECK(slack.press(base(here), answer.ts, "unhelpful").status == 200);
    REQUIRE(soon(here, [&] { return now(here, answer.ts).text.find("没用 1") != std::string::npos; }));
    arm_at(2);
    CHECK(slack.press(base(here), answer.ts, "ask_moderator").status == 200);
    REQUIRE(soon(here, [&] { return now(here, answer.ts).text.find("#1") != std::string::npos; }));
    arm_at(3);
    (void)slack.say(here.slack_url(), {.user = "U0MONA", .text = "@bot 答 #1 只在入口配置"});
    const auto told = [&] {
        const auto all = slack.messages();
        return std::ranges::count_if(
            all, [](const auto& one) { return one.text.find("只在入口配置") != std::string::npos; });
    };
    REQUIRE(soon(here, [&] { return told() >= 1; }));
    (void)slack.wait_for([] { return false; }, 1s);
    CHECK(told() == 1);
    CHECK(here.questions().size() == 1);
}

TEST_CASE("installed by browser, uninstalled, and installed again", "[e2e][slack]") {
    house here;
    auto& slack = here.slack;
    // The same house without a bot token: it has to be installed.
    here.reconfigure({{"bot_token_env = \"TEST_SLACK_TOKEN\"\n",
                       "client_id = \"111.222\"\nclient_secret_env = \"TEST_CLIENT_SECRET\"\ntoken_key_env = "
                       "\"TEST_TOKEN_KEY\"\nredirect_url = \"http://127.0.0.1:1/slack/oauth_redirect\"\n"}});
    auto environment = here.environment();
    environment.emplace_back("TEST_CLIENT_SECRET", fake_slack::client_secret);
    environment.emplace_back("TEST_TOKEN_KEY", adapters::net::to_base64(std::string(32, 'k')));
    const auto start = [&] {
        here.program = std::make_unique<tests::serving>(
            std::vector<std::string>{"--config", here.folder / "qunda.toml", "serve", "--port", "0"}, environment);
    };
    start();
    const auto get = [&](const std::string& path, const std::string& cookie) {
        adapters::net::http_request request{.method = "GET", .url = base(here) + path};
        if (!cookie.empty()) request.headers = {{"Cookie", cookie}};
        return slack.post(std::move(request));
    };
    const auto begin = [&] {
        const auto sent = get("/slack/install", "");
        CHECK(sent.status == 302);
        const std::string location(sent.header("location")), cookie(sent.header("set-cookie"));
        CHECK_THAT(location, Catch::StartsWith(slack.address() + "/oauth/v2/authorize?client_id=111.222"));
        CHECK_THAT(cookie, Contains("HttpOnly") && Contains("SameSite=Lax"));
        return std::pair{location.substr(location.find("&state=") + 7), cookie.substr(0, cookie.find(';'))};
    };
    const auto come_back = [&](const std::string& code, const std::string& state, const std::string& cookie) {
        return get("/slack/oauth_redirect?code=" + code + "&state=" + state, cookie);
    };

    CHECK(come_back("good-code", "guessed", "").status == 400);
    const auto [other_state, other_cookie] = begin();
    CHECK(come_back("good-code", other_state, "qunda_install=guessed").status == 400);
    const auto [bad_state, bad_cookie] = begin();
    CHECK(come_back("bad-code", bad_state, bad_cookie).status == 502);
    const auto [state, cookie] = begin();
    const auto installed = come_back("good-code", state, cookie);
    CHECK(installed.status == 200);
    CHECK_THAT(installed.body, Contains("Test &lt;team&gt;"));
    CHECK_THAT(std::string(installed.header("set-cookie")), Contains("qunda_install=;") && Contains("Max-Age=0"));

    (void)slack.say(here.slack_url(), {.text = tests::about_latency});
    CHECK_THAT(here.slack_says(1).text, Contains("TC"));
    here.program->kill(SIGTERM);
    (void)here.program->wait(10s);
    {
        const store::store db({.path = here.database(), .create = false});
        const auto rows = db.read([](store::session& session) { return store::load_installations(session, "slack"); });
        REQUIRE(rows.size() == 1);
        CHECK(rows[0].token.find(fake_slack::token) == std::string::npos);
        CHECK(rows[0].bot_id == "B0BOT");
    }
    start(); // the token is still there
    (void)slack.say(here.slack_url(), {.user = "U0BOB", .text = tests::about_latency});
    CHECK_THAT(here.slack_says(2).text, Contains("TC"));

    CHECK(slack.app_event(base(here), R"({"type":"tokens_revoked","tokens":{"oauth":[],"bot":["U0BOT"]}})").status ==
          200);
    CHECK(slack.app_event(base(here), R"({"type":"app_uninstalled"})").status == 200);
    (void)slack.say(here.slack_url(), {.user = "U0EVE", .text = tests::about_latency});
    const auto waits = [&] {
        const auto rows = here.outbox();
        return std::ranges::count_if(rows, [](const auto& row) {
                   return row.state == store::outbox_state::pending &&
                          row.last_trouble.find("not installed") != std::string::npos;
               }) == 1;
    };
    for (int i = 0; i < 200 && !waits(); ++i)
        std::this_thread::sleep_for(50ms);
    CHECK(waits());
    CHECK(slack.messages().size() == 2);

    const auto [again_state, again_cookie] = begin();
    CHECK(come_back("good-code", again_state, again_cookie).status == 200);
    CHECK_THAT(here.slack_says(3).text, Contains("TC") && Contains("U0EVE")); // what was asked meanwhile
    (void)slack.say(here.slack_url(), {.user = "U0CAROL", .text = tests::about_latency});
    CHECK_THAT(here.slack_says(4).text, Contains("TC") && Contains("U0CAROL"));
}

TEST_CASE("members are called by their names, which no question waits for", "[e2e][slack]") {
    house here(tests::way_in::http, tests::dingtalk_by::webhooks,
               fmt::format("moderators_group = \"slack:{0}/C0MODS\"\nmoderators = [\"slack:{0}/U0MONA\"]\n"
                           "trusted = [\"slack:{0}/U0TINA\"]\n",
                           fake_slack::team));
    auto& slack = here.slack;
    slack.introduce("U0ALICE", "Ali");
    slack.introduce("U0TINA", "Tina");
    slack.arm({.what = fault::silence, .path = "/api/users.info"}); // not even when nobody says who it is
    const auto asked = slack.say(here.slack_url(), {.text = "@bot layotto 的 wasm 模块怎么热更新？"});
    const auto card = [&] {
        for (const auto& one : slack.messages())
            if (one.channel == "C0MODS") return one.text;
        return std::string();
    };
    REQUIRE(soon(here, [&] { return card().find("U0ALICE") != std::string::npos; }));
    CHECK(here.slack_says(1).text.find("<@U0ALICE>") != std::string::npos);
    // What nobody told when it was asked is told the next time.
    here.restart(SIGKILL);
    (void)slack.say(here.slack_url(), {.text = "@bot layotto 的 wasm 模块怎么热更新呢？"});
    REQUIRE(soon(here, [&] { return card().find("Ali") != std::string::npos; }));

    (void)slack.say(here.slack_url(), {.user = "U0TINA", .text = "重新加载那个文件就行。", .thread_ts = asked.ts});
    REQUIRE(soon(here, [&] { return !slack.private_messages().empty(); }));
    CHECK_THAT(slack.private_messages()[0].text, Contains("Tina"));
    for (const auto& one : here.questions())
        CHECK(one.member_name == "Ali");
}

TEST_CASE("guests are turned away where people from outside are", "[e2e][slack]") {
    house here;
    here.reconfigure({{"[slack]\n", "[slack]\nanswer_outsiders = false\n"}});
    here.start();
    auto& slack = here.slack;
    slack.introduce("U0GINA", "Gina", true);
    slack.introduce("U0ALICE", "Ali");
    CHECK(slack.say(here.slack_url(), {.user = "U0GINA", .text = tests::about_latency}).answer.status == 200);
    CHECK(slack.say(here.slack_url(), {.text = tests::about_latency}).answer.status == 200);
    CHECK_THAT(here.slack_says(1).text, Contains("<@U0ALICE>"));
    CHECK(here.questions().size() == 1);
}

TEST_CASE("questions that wait for their turn in a channel show that they are being answered", "[e2e][slack]") {
    house here;
    auto& slack = here.slack;
    std::string last;
    for (int i = 0; i < 7; ++i)
        last = slack.say(here.slack_url(), {.user = "U0A" + std::to_string(i), .text = tests::about_latency}).ts;
    const auto has = [&](const std::string& what) {
        const auto all = slack.reactions();
        return std::ranges::find(all, what) != all.end();
    };
    REQUIRE(soon(here, [&] { return has("+eyes " + last); }));
    CHECK(slack.messages().size() < 7);
    CHECK(here.slack_says(7).thread_ts == last);
    CHECK(soon(here, [&] { return has("-eyes " + last); }));
}

TEST_CASE("the sign on a question that waits goes although the bot was killed in between", "[e2e][slack]") {
    // The answer has not arrived, has arrived without anybody knowing it, or its time is over.
    const auto what = GENERATE(fault::rate_limited, fault::silence, fault::refused);
    INFO(static_cast<int>(what));
    house here;
    auto& slack = here.slack;
    slack.arm({.what = what, .retry_after = 300s, .word = "service_unavailable", .path = "/api/chat.postMessage"},
              what == fault::refused ? 100 : 1);
    const auto asked = slack.say(here.slack_url(), {.text = tests::about_latency});
    REQUIRE(soon(here, [&] { return slack.reactions().size() == 1; }));
    CHECK(slack.reactions()[0] == "+eyes " + asked.ts);
    here.program->kill(SIGKILL);
    (void)here.program->wait(patience);
    slack.disarm();
    {
        store::store db({.path = here.database(), .create = false});
        db.write([&](store::session& session) {
            for (const auto& lane : store::pending_lanes(session))
                (void)store::bring_forward(session, lane, knowledge::timestamp{});
            if (what == fault::refused) session.run("UPDATE outbox SET expires_at = 1");
        });
    }
    here.start();
    REQUIRE(soon(here, [&] { return slack.reactions().size() == 2; }));
    CHECK(slack.reactions()[1] == "-eyes " + asked.ts);
    (void)slack.wait_for([&] { return slack.messages().size() == 1; }, 100ms);
    CHECK(slack.messages().size() == (what == fault::refused ? 0U : 1U));
}
