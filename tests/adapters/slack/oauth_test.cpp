#include "adapters/slack/message_look_up.hpp"
#include "adapters/slack/oauth.hpp"
#include "tests/adapters/net/http_answers.hpp"
#include "tests/adapters/slack/clock.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace adapters;
using namespace std::chrono_literals;
using nlohmann::json;
using tests::now;

namespace {

const slack::oauth_app app{"111.222", "hush", "https://bot.example.org/slack/oauth_redirect"};

json grant() {
    return {{"ok", true},
            {"app_id", "A0"},
            {"authed_user", {{"id", "U0ADMIN"}}},
            {"scope", "chat:write,commands"},
            {"token_type", "bot"},
            {"access_token", "xoxb-1"},
            {"bot_user_id", "U0BOT"},
            {"team", {{"id", "T0HOME"}, {"name", "Tea house"}}},
            {"enterprise", nullptr},
            {"is_enterprise_install", false}};
}

} // namespace

TEST_CASE("the browser is sent to Slack, wherever its API is", "[slack]") {
    const auto url = slack::authorize_url(app, "https://slack.com/api/", "s/1");
    CHECK(url.starts_with("https://slack.com/oauth/v2/authorize?client_id=111.222&scope=app_mentions%3Aread%2C"));
    CHECK(url.ends_with("&redirect_uri=https%3A%2F%2Fbot.example.org%2Fslack%2Foauth_redirect&state=s%2F1"));
    CHECK(url.find("hush") == std::string::npos);
    CHECK(slack::authorize_url(app, "http://127.0.0.1:81/api/", "s").starts_with("http://127.0.0.1:81/oauth/v2/"));
}

TEST_CASE("a state is good for ten minutes, in the browser that began", "[slack]") {
    const slack::install_states states;
    const auto first = states.begin(now), second = states.begin(now);
    CHECK(first.state != second.state);
    CHECK(states.holds(first.state, first.cookie, now + 9min));
    CHECK_FALSE(states.holds(first.state, first.cookie, now + 10min));
    CHECK_FALSE(states.holds(second.state, first.cookie, now)); // another browser
    CHECK_FALSE(states.holds(first.state, "", now));
    CHECK_FALSE(states.holds("", "", now));
    CHECK_FALSE(states.holds("unknown", first.cookie, now));
    CHECK_FALSE(slack::install_states().holds(first.state, first.cookie, now)); // before a restart
    const auto signature = first.state.substr(first.state.find('.'));
    CHECK_FALSE(states.holds("99999999999999" + signature, first.cookie, now)); // somebody would like more time
}

TEST_CASE("who began is not crowded out by others, however many they are", "[slack]") {
    const slack::install_states states;
    const auto admin = states.begin(now);
    for (int i = 0; i < 2000; ++i)
        REQUIRE_FALSE(states.begin(now).state.empty());
    CHECK(states.holds(admin.state, admin.cookie, now + 9min));
}

TEST_CASE("a grant is read, and what is none is not", "[slack]") {
    const auto found = slack::read_exchange(grant().dump());
    REQUIRE(found);
    CHECK(*found == slack::granted{"T0HOME", "Tea house", "xoxb-1", "U0BOT", "chat:write,commands", "U0ADMIN", ""});
    auto organisation = grant();
    organisation["team"] = nullptr;
    organisation["enterprise"] = {{"id", "E0ORG"}, {"name", "Org"}};
    CHECK(slack::read_exchange(organisation.dump()).value().workspace == "E0ORG");

    for (const auto& [field, value] :
         std::initializer_list<std::pair<const char*, json>>{{"/access_token", nullptr},
                                                             {"/access_token", "with a blank"},
                                                             {"/access_token", "line\nbreak"},
                                                             {"/token_type", "user"},
                                                             {"/bot_user_id", "../x"},
                                                             {"/team/id", "T 1"},
                                                             {"/team", nullptr}}) {
        INFO(field << " " << value);
        auto wrong = grant();
        wrong[json::json_pointer(field)] = value;
        CHECK_FALSE(slack::read_exchange(wrong.dump()));
    }
    CHECK_FALSE(slack::read_exchange("no JSON"));
}

TEST_CASE("the token must be the bot's it was granted for", "[slack]") {
    auto grant_read = slack::read_exchange(grant().dump()).value();
    CHECK(slack::read_own_name(R"({"ok":true,"team_id":"T0HOME","user_id":"U0BOT","bot_id":"B0BOT"})", grant_read));
    CHECK(grant_read.bot_id == "B0BOT");
    CHECK_FALSE(slack::read_own_name(R"({"ok":true,"team_id":"T0ELSE","user_id":"U0BOT"})", grant_read));
    CHECK_FALSE(slack::read_own_name(R"({"ok":true,"team_id":"T0HOME","user_id":"U0ELSE"})", grant_read));
    CHECK_FALSE(slack::read_own_name("no JSON", grant_read));
}

TEST_CASE("a call is a form with the token in its header", "[slack]") {
    const auto request = slack::encode_call(slack::look_up("C1", "170.1"), "xoxb-1", "https://slack.com/api/");
    CHECK(request.url == "https://slack.com/api/conversations.replies");
    CHECK(request.body == "channel=C1&ts=170.1&oldest=170.1&latest=170.1&inclusive=true&limit=2");
    CHECK(request.headers.front() == std::pair<std::string, std::string>{"Authorization", "Bearer xoxb-1"});
    CHECK(slack::encode_call({"x", {{"a", "b c&d=é"}}}, "", "https://h/").body == "a=b%20c%26d%3D%C3%A9");
    CHECK(slack::encode_call({"x", {}}, "", "https://h/").headers.size() == 1); // no token, no header
}

TEST_CASE("what became of a call", "[slack]") {
    const auto read = [](int status, std::string body) {
        return slack::read_call(tests::net::answered(status, std::move(body)));
    };
    CHECK(read(200, R"({"ok":true,"x":1})").ok);
    CHECK(read(200, R"({"ok":true,"x":1})").body == R"({"ok":true,"x":1})");
    CHECK(read(200, R"({"ok":false,"error":"invalid_name"})").error == "invalid_name");
    CHECK_FALSE(read(200, R"({"ok":false,"error":"invalid_name"})").passing);
    CHECK(read(200, R"({"ok":false,"error":"ratelimited"})").passing);
    CHECK(read(429, "").passing);
    CHECK(read(500, "<html>").passing);
    CHECK_FALSE(read(200, "<html>").passing);
    CHECK(slack::read_call(tests::net::broken(net::http_trouble::no_answer)).passing);
}

TEST_CASE("a message that was looked up tells its text and its thread", "[slack]") {
    const auto body = [](const char* more) {
        return R"({"ok":true,"messages":[{"ts":"170.000001","text":"root","thread_ts":"170.000001"},
                   {"ts":"171.000001","text":"*yes*","thread_ts":"170.000001")" +
               std::string(more) + "}]}";
    };
    CHECK(slack::read_looked_up(body(""), "171.000001") == slack::found_message{"*yes*", "170.000001", false});
    CHECK(slack::read_looked_up(body(R"(,"bot_id":"B1")"), "171.000001").value().by_a_bot);
    CHECK(slack::read_looked_up(body(""), "170.000001") == slack::found_message{"root", "", false});
    CHECK_FALSE(slack::read_looked_up(body(""), "172.000001"));
    CHECK_FALSE(slack::read_looked_up("no JSON", "172.000001"));
}
