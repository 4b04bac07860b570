// DingTalk whole, end to end: buttons that are tapped, sessions that end, OpenAPI, cards, quotes, the quota, and pages
// announced by a custom robot.
#include "knowledge/store/feedback.hpp"
#include "knowledge/store/store.hpp"
#include "tests/e2e/house.hpp"
#include "tests/support/raw_client.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <thread>

using Catch::Contains;
using tests::dingtalk_by;
using tests::house;
using tests::patience;
using tests::platforms::fake_dingtalk;
using tests::platforms::fault;
namespace store = knowledge::store;

namespace {

constexpr auto seata_words = " seata 分布式事务为什么这么慢";

void say(house& here, fake_dingtalk::saying what) {
    CHECK(here.dingtalk.say(here.dingtalk_url(), std::move(what)).answer.status == 200);
}

void tap(house& here, const std::string& title) {
    CHECK(here.dingtalk.tap(here.dingtalk_url(), title, {}).answer.status == 200);
}

const fake_dingtalk::saying mona_alone{.conversation = "cidMona==",
                                       .staff_id = "9001",
                                       .nick = "Mona",
                                       .text = "答 #1 在**入口服务**的配置里",
                                       .direct = true};

} // namespace

TEST_CASE("a mistyped pin or workspace is no clean log", "[e2e][dingtalk]") {
    using changes = std::vector<std::pair<std::string, std::string>>;
    const std::string corp(fake_dingtalk::corp_id), robot(fake_dingtalk::robot_code);
    auto [changed, told] = GENERATE_COPY(table<changes, std::string>({
        {{{"robot_code = \"" + robot, "robot_code = \"x" + robot}},
         "1 message was not answered, because robot_code or corp_id names another; the last was \"for another robot "
         "(robotCode " +
             robot + ")\""},
        {{{"corp_id = \"" + corp + "\"\n", ""}, {"dingtalk:" + corp, "dingtalk:x"}, {"dingtalk:" + corp, "dingtalk:x"}},
         "1 message was not answered, because no community names where it came from; the last was of dingtalk:\"" +
             corp + "\""},
    }));
    house here;
    here.reconfigure(changed);
    here.start();
    say(here, {.text = seata_words});
    here.program->kill(SIGTERM);
    CHECK(here.program->wait(patience) == 0);
    CHECK_THAT(here.program->said(), Contains(told));
}

TEST_CASE("asked, picked, not helped, handed on, and answered after the session has ended", "[e2e][dingtalk]") {
    house here(dingtalk_by::openapi);
    say(here, {.text = seata_words});
    const auto answer = here.dingtalk_says(1);
    CHECK_THAT(answer.text, Contains("TC"));
    CHECK(answer.mentioned == std::vector<std::string>{"0123"});
    REQUIRE(answer.buttons.size() == 3);

    say(here, {.text = " sofatracer 采样率"});
    const auto suggested = here.dingtalk_says(2);
    REQUIRE(suggested.buttons.size() == 2);
    const std::string candidate = suggested.buttons[0].title;
    CHECK_THAT(candidate, Contains("采样率"));

    tap(here, candidate);
    CHECK_THAT(here.dingtalk_says(3).text, Contains("入口服务"));
    tap(here, "没用");
    const auto hint = here.dingtalk_says(4); // to the member alone
    CHECK(hint.path == fake_dingtalk::person_path);
    CHECK(hint.person == "0123");
    tap(here, "找管理员");
    CHECK_THAT(here.dingtalk_says(5).text, Contains("#1"));

    here.dingtalk.expire_sessions();
    say(here, mona_alone);
    // Two conversations, so in either order.
    auto told = here.dingtalk_says(6), confirmed = here.dingtalk_says(7);
    if (told.path != fake_dingtalk::group_path) std::swap(told, confirmed);
    CHECK_THAT(confirmed.text, Contains("#1 已回答"));
    CHECK(told.path == fake_dingtalk::group_path);
    CHECK(told.conversation == "cidHelp==");
    CHECK_THAT(told.text, Contains("Alice") && Contains("#1") && Contains("在**入口服务**的配置里"));
}

TEST_CASE("each step of telling the asker late may fail, and the asker is told once", "[e2e][dingtalk]") {
    struct row {
        const char* what;
        tests::platforms::armed_fault armed;
    };
    const std::string token = fake_dingtalk::token_path, group = fake_dingtalk::group_path;
    const auto& [what, armed] = GENERATE_COPY(values<row>({
        {"the token is refused for a moment", {.what = fault::server_error, .path = token}},
        {"the token has expired", {.what = fault::refused, .word = "InvalidAuthentication", .path = group}},
        {"too many requests", {.what = fault::rate_limited, .path = group}},
        {"too many a second",
         {.what = fault::refused,
          .word = "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi",
          .code = 403,
          .path = group}},
        {"trouble of the platform", {.what = fault::server_error, .path = group}},
    }));
    INFO(what);
    house here(dingtalk_by::openapi);
    say(here, {.text = " layotto 的 wasm 模块怎么热更新？"});
    CHECK_THAT(here.dingtalk_says(1).text, Contains("#1"));
    here.dingtalk.expire_sessions();
    here.dingtalk.arm(armed);
    say(here, mona_alone);
    const auto told = [&] {
        const auto all = here.dingtalk.messages();
        return std::ranges::count_if(all, [](const auto& one) { return one.path == fake_dingtalk::group_path; });
    };
    REQUIRE(here.dingtalk.wait_for([&] { return told() > 0; }, patience));
    (void)here.dingtalk.wait_for([&] { return told() > 1; }, std::chrono::milliseconds(1500));
    CHECK(told() == 1);
}

TEST_CASE("those who asked the same in one group are told by one message, and each judges it for himself",
          "[e2e][dingtalk]") {
    const auto by = GENERATE(dingtalk_by::webhooks, dingtalk_by::openapi, dingtalk_by::cards);
    house here(by);
    const std::vector<std::string> ids{"0123", "0124", "0125"}, names{"Alice", "Bob", "Carl"};
    for (std::size_t i = 0; i < ids.size(); ++i) {
        say(here, {.staff_id = ids[i], .nick = names[i], .text = " layotto 的 wasm 模块怎么热更新？"});
        (void)here.dingtalk_says(i + 1);
    }
    if (by == dingtalk_by::openapi) here.dingtalk.expire_sessions();
    here.dingtalk.arm({.what = fault::rate_limited, .path = fake_dingtalk::group_path}); // once
    say(here, mona_alone);
    const auto told = [&] {
        auto all = here.dingtalk.messages();
        std::erase_if(all, [](const auto& one) { return one.text.find("有答案了") == std::string::npos; });
        return all;
    };
    REQUIRE(here.dingtalk.wait_for([&] { return !told().empty(); }, patience));
    REQUIRE(here.settled());
    REQUIRE(told().size() == 1);
    const auto one = told().front();
    CHECK(one.conversation == "cidHelp==");
    CHECK_THAT(one.text, Contains("#1, #2, #3 有答案了") && Contains("在**入口服务**的配置里"));
    if (by == dingtalk_by::webhooks) CHECK(one.mentioned == ids);
    if (by != dingtalk_by::webhooks)
        for (const auto& name : names)
            CHECK_THAT(one.text, Contains(name));
    if (by == dingtalk_by::cards) {
        const auto mentions = nlohmann::json::parse(one.raw).at("imGroupOpenDeliverModel").at("atUserIds");
        CHECK(mentions == nlohmann::json{{"0123", "Alice"}, {"0124", "Bob"}, {"0125", "Carl"}});
        CHECK(here.dingtalk.press("有用", "0124").status == 200);
        REQUIRE(
            here.dingtalk.wait_for([&] { return told().front().text.find("有用 1") != std::string::npos; }, patience));
        CHECK_THAT(told().front().text, Contains("#1, #2, #3 有答案了"));
    } else {
        here.dingtalk.say(here.dingtalk_url(),
                          {.staff_id = "0124", .nick = "Bob", .text = " " + one.buttons.at(0).says});
    }
    const auto second = here.questions().at(1).id;
    CHECK(here.dingtalk.wait_for(
        [&] {
            knowledge::store::store db({.path = here.database()});
            return db.read([&](auto& s) { return store::count_feedback(s, second).helpful == 1; });
        },
        patience));
    REQUIRE(here.settled()); // what answers him is on its way
    std::size_t rows = 0;
    for (const auto& row : here.outbox()) {
        CHECK(row.state == store::outbox_state::sent);
        if (row.kind == store::outbox_kind::notice && row.sent_with) ++rows;
    }
    CHECK(rows == 3);
}

TEST_CASE("what OpenAPI refuses for good is failed, not tried for ever", "[e2e][dingtalk]") {
    house here(dingtalk_by::openapi);
    say(here, {.text = " layotto 的 wasm 模块怎么热更新？"});
    (void)here.dingtalk_says(1);
    here.dingtalk.expire_sessions();
    here.dingtalk.arm({.what = fault::refused,
                       .word = "Forbidden.AccessDenied.ApiCountLimitForOrg",
                       .code = 403,
                       .path = fake_dingtalk::group_path},
                      100);
    say(here, mona_alone);
    const auto failed = [&] {
        const auto rows = here.outbox();
        return std::ranges::any_of(rows, [](const auto& row) {
            return row.state == store::outbox_state::failed && row.last_trouble.find("quota") != std::string::npos;
        });
    };
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!failed() && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    CHECK(failed());
}

TEST_CASE("with a template answers are cards that are pressed and change in place", "[e2e][dingtalk]") {
    house here(dingtalk_by::cards);
    REQUIRE(here.dingtalk.wait_for([&] { return !here.dingtalk.card_address().empty(); }, patience));
    say(here, {.text = " sofatracer 采样率"});
    const auto suggested = here.dingtalk_says(1);
    CHECK(suggested.path == fake_dingtalk::card_path);
    REQUIRE(suggested.buttons.size() == 2);

    const auto becomes = [&](const char* words) {
        const auto shows = [&] { return here.dingtalk.messages().at(0).text.find(words) != std::string::npos; };
        return here.dingtalk.wait_for(shows, patience);
    };
    CHECK(here.dingtalk.press(suggested.buttons[0].title).body == "{}");
    CHECK(becomes("只在请求经过的**入口服务**"));
    CHECK(here.dingtalk.press("没用").status == 200);
    CHECK(becomes("没用 1"));
    CHECK(here.dingtalk.press("没用").status == 200); // again: nothing changes
    CHECK(here.dingtalk.press("找管理员", "0456").status == 200);
    CHECK(becomes("#1"));
    CHECK(here.dingtalk.press("有用", "0123", tests::platforms::tampering::bad_signature).status == 401);
    CHECK(here.dingtalk.messages().size() == 1);
    CHECK(here.dingtalk.updates() == 3);

    here.dingtalk.arm({.what = fault::refused,
                       .word = "Forbidden.AccessDenied.AccessTokenPermissionDenied",
                       .code = 403,
                       .path = fake_dingtalk::card_path});
    say(here, {.text = seata_words});
    const auto plain = here.dingtalk_says(2);
    CHECK(plain.path == fake_dingtalk::session_path);
    CHECK(plain.buttons.size() == 3);
}

TEST_CASE("a card in a direct conversation is pressed there", "[e2e][dingtalk]") {
    house here(dingtalk_by::cards);
    REQUIRE(here.dingtalk.wait_for([&] { return !here.dingtalk.card_address().empty(); }, patience));
    say(here, {.conversation = "cidAlice==", .text = seata_words, .direct = true});
    const auto said = here.dingtalk_says(1);
    CHECK(said.person == "0123");
    CHECK(here.dingtalk.press("有用").status == 200);
    CHECK(here.dingtalk.wait_for([&] { return here.dingtalk.updates() == 1; }, patience));
    CHECK_THAT(here.dingtalk.messages().at(0).text, Contains("有用 1"));
}

TEST_CASE("somebody from outside is answered by name and moderates nothing", "[e2e][dingtalk]") {
    house here(dingtalk_by::openapi);
    say(here, {.staff_id = "", .nick = "Guest", .text = seata_words});
    const auto said = here.dingtalk_says(1);
    CHECK_THAT(said.text, Contains("@\u200bGuest") && Contains("TC"));
    CHECK(said.mentioned.empty());
}

TEST_CASE("a bare mention under a quoted message is answered", "[e2e][dingtalk]") {
    house here;
    nlohmann::json body = {{"conversationId", "cidHelp=="},
                           {"conversationType", "2"},
                           {"chatbotCorpId", fake_dingtalk::corp_id},
                           {"robotCode", fake_dingtalk::robot_code},
                           {"msgId", "msgQuote=="},
                           {"senderNick", "Alice"},
                           {"senderStaffId", "0123"},
                           {"sessionWebhook", here.dingtalk.address() + "/robot/sendBySession?session=cidHelp"},
                           {"msgtype", "text"},
                           {"text",
                            {{"content", " "},
                             {"isReplyMsg", true},
                             {"repliedMsg", {{"msgType", "text"}, {"content", {{"text", seata_words}}}}}}}};
    (void)here.dingtalk.say("http://127.0.0.1:1/", {.text = "opens the session"});
    CHECK(here.dingtalk.deliver(here.dingtalk_url(), body.dump()).status == 200);
    CHECK_THAT(here.dingtalk_says(1).text, Contains("TC"));
}

TEST_CASE("that the quota is used up is told to each moderator once", "[e2e][dingtalk]") {
    house here(dingtalk_by::openapi);
    for (const char* const id : {"msg1==", "msg2=="}) {
        const nlohmann::json body = {{"conversationId", "cidHelp=="},
                                     {"conversationType", "2"},
                                     {"chatbotCorpId", fake_dingtalk::corp_id},
                                     {"robotCode", fake_dingtalk::robot_code},
                                     {"msgId", id},
                                     {"msgtype", "text"},
                                     {"errorCode", 20001},
                                     {"errorMessage", "used up"}};
        CHECK(here.dingtalk.deliver(here.dingtalk_url(), body.dump()).status == 200);
    }
    const auto said = here.dingtalk_says(1);
    CHECK(said.person == "9001");
    CHECK_THAT(said.text, Contains("额度"));
    (void)here.dingtalk.wait_for([&] { return here.dingtalk.messages().size() > 1; }, std::chrono::milliseconds(1500));
    CHECK(here.dingtalk.messages().size() == 1);
}

TEST_CASE("a page is announced by a custom robot, once, and what is wrong is said", "[e2e][dingtalk]") {
    house here;
    const auto page = here.folder / "page.md";
    std::ofstream(page) << "---\ntitle: \"周刊 12\"\n---\n\n## 问答\n\n<!-- 给编辑 -->\n正文";

    const auto tried = here.qunda({"announce", "dingtalk:weekly", "--file", page, "--dry-run"});
    CHECK(tried.code == 0);
    CHECK_THAT(tried.out, Contains("周刊 12") && Contains("## 问答") && !Contains("给编辑"));
    CHECK(here.dingtalk.messages().empty());

    here.dingtalk.arm({.what = fault::lost_answer, .path = fake_dingtalk::robot_path});
    const auto posted = here.qunda({"announce", "dingtalk:weekly", "--file", page});
    INFO(posted.out);
    CHECK(posted.code == 0);
    REQUIRE(here.dingtalk.messages().size() == 1);
    CHECK(here.dingtalk.messages()[0].title == "周刊 12");
    CHECK(here.dingtalk.messages()[0].text == "## 问答\n\n正文");

    here.dingtalk.arm({.what = fault::refused, .code = 130101, .path = fake_dingtalk::robot_path});
    CHECK(here.qunda({"announce", "dingtalk:weekly", "--file", page}).code == 75);
    here.dingtalk.arm({.what = fault::refused, .code = 310000, .path = fake_dingtalk::robot_path});
    CHECK(here.qunda({"announce", "dingtalk:weekly", "--file", page}).code == 1);
    CHECK(here.qunda({"announce", "dingtalk:monthly", "--file", page}).code == 64);
    CHECK(here.qunda({"announce", "dingtalk:weekly", "--file", "gone.md"}).code == 66);
    CHECK(here.dingtalk.messages().size() == 1);
}

TEST_CASE("an announcement takes the proxy that everything takes", "[e2e][dingtalk]") {
    std::string heard; // read once the proxy's thread is through
    tests::ended tried;
    {
        tests::net::raw_server proxy([&heard](tests::net::raw_socket& peer) {
            heard = peer.read_until("\r\n\r\n");
            peer.send("HTTP/1.1 502 Bad Gateway\r\n\r\n");
        });
        const tests::temporary_folder folder;
        const auto file =
            folder.write("qunda.toml", "[dingtalk]\noapi_url = \"https://robots.example\"\n"
                                       "[[dingtalk.custom_robot]]\nname = \"weekly\"\n"
                                       "access_token_env = \"TEST_ROBOT_TOKEN\"\n"
                                       "[[community]]\nname = \"test\"\nworkspaces = [\"dingtalk:d1\"]\n");
        tried = tests::run(
            {"--config", file, "announce", "dingtalk:weekly", "--file", folder.write("page.md", "words")}, {},
            {{"TEST_ROBOT_TOKEN", "t"}, {"HTTPS_PROXY", "http://127.0.0.1:" + std::to_string(proxy.port())}});
    }
    CHECK_THAT(heard, Catch::StartsWith("CONNECT robots.example:443 "));
    INFO(tried.out);
    CHECK(tried.code == 75);
}
