// The page of the simulator group, as a browser sees it, and who may not use it.
#include "tests/e2e/program.hpp"
#include "tests/platforms/fake_slack.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <csignal>
#include <fstream>
#include <thread>

using adapters::net::http_answer;
using adapters::net::http_request;
using Catch::Contains;
using nlohmann::json;

namespace {

// `serve` as it is without any configuration.
struct page {
    tests::temporary_folder folder;
    std::unique_ptr<tests::serving> program;
    tests::platforms::fake_slack browser; // only for its way to send requests

    page() {
        std::ofstream(folder / "faq.md")
            << "# FAQ\n\n## 采样率要在每个服务上都配置吗？\n\n只在**入口服务**配置一次。\n";
        REQUIRE(tests::run({"--db", folder / "try.db", "import", folder / "faq.md"}).code == 0);
        program = std::make_unique<tests::serving>(
            std::vector<std::string>{"--db", folder / "try.db", "serve", "--port", "0"});
    }

    http_answer get(const std::string& path) { return browser.post({.method = "GET", .url = program->base() + path}); }
    http_answer say(const std::string& body, std::vector<std::pair<std::string, std::string>> headers) {
        return browser.post(
            {.method = "POST", .url = program->base() + "/try/say", .headers = std::move(headers), .body = body});
    }
    json lines() { return json::parse(get("/try/lines?after=0").body)["lines"]; }
};

const std::pair<std::string, std::string> as_json{"Content-Type", "application/json"};

} // namespace

TEST_CASE("the page shows what is said and answered, and loads nothing from elsewhere", "[e2e]") {
    page here;
    const auto html = here.get("/try");
    CHECK(html.status == 200);
    CHECK_THAT(std::string(html.header("content-security-policy")),
               Contains("default-src 'none'") && !Contains("unsafe"));
    CHECK_THAT(html.body, Contains("/try/page.js") && !Contains("<script>") && !Contains("style="));
    CHECK(here.get("/try/page.js").status == 200);
    CHECK_THAT(html.body, Contains("<textarea")); // code comes in several lines
    const auto texts = json::parse(here.get("/try/texts").body);
    CHECK(texts["members"] == json({"Alice", "Bob", "Mona"}));
    CHECK(texts["texts"]["not_taken"] == "刚才没能保存，请再试一次。");

    REQUIRE(here.say(R"({"member":"Alice","text":"采样率每个服务都要配吗 <b>","thread":""})", {as_json}).status == 200);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (here.lines().size() < 2 && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    const auto lines = here.lines();
    REQUIRE(lines.size() == 2);
    CHECK(lines[0]["text"] == "采样率每个服务都要配吗 <b>"); // set as text by the page
    CHECK_FALSE(lines[0].contains("html"));
    CHECK_THAT(lines[1]["html"].get<std::string>(), Contains("<strong>入口服务</strong>"));
    CHECK(json::parse(here.get("/try/lines?after=1").body)["lines"].size() == 1);
    CHECK(json::parse(here.get("/try/lines?after=2").body)["lines"].empty());
    // A page that was open before a restart has seen more lines than there are.
    CHECK(json::parse(here.get("/try/lines?after=17").body)["lines"].size() == 2);
}

TEST_CASE("only the page itself may say something", "[e2e]") {
    page here;
    using headers = std::vector<std::pair<std::string, std::string>>;
    const std::string good = R"({"member":"Alice","text":"x","thread":""})";
    const std::vector<std::tuple<const char*, std::string, headers, int>> rows{
        {"another site's page", good, {as_json, {"Origin", "https://evil.example.org"}}, 403},
        {"a form of another site", good, {{"Content-Type", "text/plain"}}, 403},
        {"somebody behind a proxy", good, {as_json, {"X-Forwarded-For", "203.0.113.7"}}, 403},
        {"its own page", good, {as_json, {"Origin", here.program->base()}}, 200},
        {"not JSON", "hello", {as_json}, 400},
        {"too deep", std::string(50, '[') + std::string(50, ']'), {as_json}, 400},
        {"no such member", R"({"member":"Mallory","text":"x","thread":""})", {as_json}, 400},
        {"no such thread", R"({"member":"Alice","text":"x","thread":"7"})", {as_json}, 400},
        {"nothing said", R"({"member":"Alice","text":"  ","thread":""})", {as_json}, 400},
        {"fields of the wrong type", R"({"member":7,"text":[],"thread":{}})", {as_json}, 400},
    };
    for (const auto& [what, body, with, expected] : rows) {
        INFO(what);
        CHECK(here.say(body, with).status == expected);
    }
    CHECK(here.get("/try/lines?after=x").status == 400);
    CHECK(
        here.browser
            .post(
                {.method = "GET", .url = here.program->base() + "/try", .headers = {{"Forwarded", "for=203.0.113.7"}}})
            .status == 403);
}

TEST_CASE("health and readiness are told", "[e2e]") {
    page here;
    CHECK(here.get("/healthz").status == 200);
    CHECK(here.get("/readyz").body == "ready\n");
    CHECK(here.get("/nothing").status == 404);
    CHECK(here.browser.post({.method = "POST", .url = here.program->base() + "/healthz"}).status == 405);
    here.program->kill(SIGINT);
    CHECK(here.program->wait(std::chrono::seconds(10)) == 0);
}
