#include "bot/server/slack_people.hpp"

#include <catch2/catch.hpp>

#include <utility>
#include <vector>

using namespace bot::server;
using bot::conversation::outcome;
namespace chat = adapters::chat;
namespace slack = adapters::slack;
using namespace std::chrono_literals;

namespace {

// People of the workspace T1 before a conversation that takes everything, and a Slack that answers when the test says.
struct hall {
    adapters::net::event_loop loop;
    bot::config::settings settings;
    knowledge::timestamp now{1'800'000'000s};
    std::vector<chat::happening> taken;
    std::vector<outcome> told;
    struct call {
        std::string user;
        std::function<void(slack::api_answer)> answer;
    };
    std::vector<call> calls;
    slack_people people{
        {.loop = loop,
         .settings = settings,
         .in =
             [this](chat::happening what, const std::function<void(outcome)>& finished) {
                 taken.push_back(std::move(what));
                 finished(becomes);
             },
         .call =
             [this](std::string_view, const slack::api_call& what, std::function<void(slack::api_answer)> finished) {
                 calls.push_back({what.fields.at(0).second, std::move(finished)});
             },
         .clock = [this] { return now; },
         .patience = 50ms,
         .pause = 1ms}};
    outcome becomes = outcome::taken;

    hall() {
        auto& group = settings.communities.emplace_back().groups.emplace_back();
        settings.communities[0].unlisted_groups = false;
        group.platform = chat::platform::slack;
        group.workspace = "T1";
        group.id = "C1";
        group.trusted = {"U0TINA"};
    }
    template <class What>
    void take(What what, std::string who) {
        what.where = {.on = chat::platform::slack, .workspace = "T1", .group = "C1"};
        what.who.id = std::move(who);
        people.take(std::move(what), [this](outcome became) { told.push_back(became); });
    }
    void ask(std::string who) { take(chat::incoming{}, std::move(who)); }
    void tell(const std::string& name, bool guest = false) {
        calls.back().answer({.ok = true,
                             .body = R"({"ok":true,"user":{"name":")" + name + R"(","is_restricted":)" +
                                     (guest ? "true" : "false") + "}}"});
    }
    // Fails the test when it takes too long.
    void run_until(const std::function<bool()>& reached) {
        int turns = 1000;
        std::unique_ptr<adapters::net::event_loop::timer> look;
        std::function<void()> check = [&] {
            if (reached() || --turns == 0) return loop.stop();
            look = loop.after(5ms, check);
        };
        loop.post(check);
        loop.run();
        REQUIRE(turns > 0);
    }
    template <class What>
    [[nodiscard]] std::string name_in(std::size_t which) const {
        return std::get<What>(taken.at(which)).who.name;
    }
};

} // namespace

TEST_CASE("a question is taken before anybody asks whose it is, and the name is told behind", "[server][slack]") {
    hall here;
    here.ask("U0ALICE");
    REQUIRE(here.told == std::vector{outcome::taken});
    CHECK(here.name_in<chat::incoming>(0).empty());
    REQUIRE(here.calls.size() == 1);
    CHECK(here.calls[0].user == "U0ALICE");
    here.ask("U0ALICE"); // meanwhile: one look-up is enough
    CHECK(here.calls.size() == 1);

    here.tell("Ali");
    REQUIRE(here.taken.size() == 3);
    CHECK(here.name_in<chat::introduction>(2) == "Ali");
    here.ask("U0ALICE");
    CHECK(here.name_in<chat::incoming>(3) == "Ali");
    CHECK(here.calls.size() == 1);

    here.now += slack_people::fresh_for; // the name may have changed
    here.ask("U0ALICE");
    CHECK(here.name_in<chat::incoming>(4) == "Ali");
    here.run_until([&] { return here.calls.size() == 2; });
    here.tell("Alice");
    here.ask("U0ALICE");
    CHECK(here.name_in<chat::incoming>(6) == "Alice");
}

TEST_CASE("who is looked up for what", "[server][slack]") {
    hall here;
    SECTION("nobody whose words were not kept") {
        here.becomes = GENERATE(outcome::not_ours, outcome::duplicate, outcome::busy);
        here.ask("U0ALICE");
        CHECK(here.calls.empty());
    }
    SECTION("nobody for an opinion") {
        here.take(chat::press{}, "U0ALICE");
        CHECK(here.taken.size() == 1);
        CHECK(here.calls.empty());
    }
    SECTION("nobody where it was nobody") {
        here.ask("");
        CHECK(here.calls.empty());
    }
    SECTION("somebody of another workspace, by his own id") {
        here.ask("T0PARTNER:U0XENIA");
        CHECK(here.calls.at(0).user == "U0XENIA");
    }
}

TEST_CASE("one member after the other is looked up", "[server][slack]") {
    hall here;
    here.ask("U0ALICE");
    here.ask("U0BOB");
    CHECK(here.calls.size() == 1);
    here.tell("Ali");
    here.run_until([&] { return here.calls.size() == 2; });
    CHECK(here.calls[1].user == "U0BOB");
}

TEST_CASE("what a trusted person answers waits for his name, and not for ever", "[server][slack]") {
    hall here;
    here.take(chat::remark{}, "U0TINA");
    CHECK(here.taken.empty());
    SECTION("Slack tells") {
        here.tell("Tina");
        CHECK(here.name_in<chat::remark>(0) == "Tina");
    }
    SECTION("Slack does not know") {
        here.calls.at(0).answer({.error = "user_not_found"});
        CHECK(here.name_in<chat::remark>(0).empty());
    }
    SECTION("Slack says nothing") {
        here.run_until([&] { return !here.told.empty(); });
        CHECK(here.told == std::vector{outcome::taken});
        here.tell("Tina"); // too late for this one, and it is taken once
        CHECK(here.told.size() == 1);
    }
}

TEST_CASE("Slack is left alone for a while when it does not tell", "[server][slack]") {
    hall here;
    here.ask("U0ALICE");
    here.calls.at(0).answer({.error = "missing_scope"});
    here.ask("U0ALICE");
    here.ask("U0BOB");
    CHECK(here.calls.size() == 1);
    here.now += slack_people::rest_after_trouble;
    here.ask("U0ALICE");
    here.run_until([&] { return here.calls.size() == 2; });
    CHECK(here.told.size() == 4);
}

TEST_CASE("a guest is somebody from outside, where those are not answered", "[server][slack]") {
    hall here;
    here.settings.slack.answer_outsiders = false;
    const auto [who, guest, became] = GENERATE(table<const char*, bool, outcome>({
        {"U0GINA", true, outcome::not_ours},
        {"U0ALICE", false, outcome::taken},
        {"U0TINA", true, outcome::taken}, // trusted by name
    }));
    here.ask(who);
    CHECK(here.told.empty()); // who is a guest must be known first
    here.tell("somebody", guest);
    CHECK(here.told == std::vector{became});
    here.take(chat::press{}, who);
    CHECK(here.told == std::vector{became, became});
}

TEST_CASE("a guest is a member like others elsewhere", "[server][slack]") {
    hall here;
    here.ask("U0GINA");
    here.tell("Gina", true);
    here.ask("U0GINA");
    CHECK(here.told == std::vector{outcome::taken, outcome::taken});
}
