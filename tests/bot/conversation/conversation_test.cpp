#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>

#include <future>
#include <memory>
#include <thread>

using bot::conversation::outcome;
using Catch::Contains;
using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;

TEST_CASE("a question that is known is answered in place, with source of truth, and logged", "[conversation]") {
    world here;
    REQUIRE(here.take(here.message("sofatracer 采样率每个服务都要配吗")) == outcome::taken);

    const auto said = here.reply();
    CHECK_THAT(said.markdown, Contains("只在入口服务配置一次就可以。"));
    CHECK_THAT(said.footer, Contains("1. 上报 Zipkin"));
    CHECK(said.where.group == "C1");
    CHECK(said.where.thread == "t1");
    CHECK(said.mention.id == "U-ALICE");
    CHECK(here.wake_ups == 1);

    const auto log = here.questions();
    REQUIRE(log.size() == 1);
    CHECK(log[0].decided == knowledge::decision::answer);
    CHECK(log[0].state == store::question_state::answered);
    CHECK(log[0].answered_with == here.sampling);
    CHECK(log[0].member == "U-ALICE");
    CHECK(log[0].number == 0);
    CHECK_FALSE(log[0].candidates.empty());
}

TEST_CASE("a question that is not known is logged with a number, and says so", "[conversation]") {
    world here;
    REQUIRE(here.take(here.message("layotto 的 wasm 怎么热更新？")) == outcome::taken);
    CHECK_THAT(here.reply().markdown, Contains("#1"));
    const auto log = here.questions();
    REQUIRE(log.size() == 1);
    CHECK(log[0].state == store::question_state::open);
    CHECK(log[0].number == 1);
}

TEST_CASE("an elliptical follow-up leans on what the same member asked before, until that expires", "[conversation]") {
    world here;
    (void)here.take(here.message("sofatracer 采样率每个服务都要配吗"));
    (void)here.said();
    (void)here.take(here.message("那上报 zipkin 呢"));
    CHECK_THAT(here.reply().markdown, Contains("每个服务节点都要配置上报"));

    here.now += 11 * 60 * 1000;
    (void)here.take(here.message("那上报 zipkin 呢", "U-BOB"));
    (void)here.said();
    (void)here.take(here.message("那能改吗"));
    const auto last = here.questions().back();
    CHECK(last.text == "那能改吗");
    CHECK(last.state == store::question_state::open); // nothing left to lean on
}

TEST_CASE("a number picks what was offered with the last reply", "[conversation]") {
    world here;
    (void)here.take(here.message("sofatracer 采样率每个服务都要配吗"));
    (void)here.said();

    SECTION("a follow-up question of the chain") {
        (void)here.take(here.message("1"));
        CHECK_THAT(here.reply().markdown, Contains("每个服务节点都要配置上报"));
        CHECK(here.questions().back().answered_with == here.reporting);
    }
    SECTION("a number beyond the list") {
        (void)here.take(here.message("7"));
        CHECK_THAT(here.reply().markdown, Contains("序号"));
    }
    SECTION("another member's list is not mine") {
        (void)here.take(here.message("1", "U-BOB"));
        CHECK_THAT(here.reply().markdown, Contains("序号"));
    }
    SECTION("a list that has expired") {
        here.now += 11 * 60 * 1000;
        (void)here.take(here.message("1"));
        CHECK_THAT(here.reply().markdown, Contains("序号"));
    }
}

TEST_CASE("a picked suggestion answers the question that was open", "[conversation]") {
    world here;
    here.settings.communities[0].groups[0].at = {.answer_at = 100.1, .suggest_at = 1};
    (void)here.take(here.message("sofatracer 采样率每个服务都要配吗"));
    CHECK_THAT(here.reply().markdown, Contains("1. SOFATracer 的采样率"));
    CHECK(here.questions()[0].state == store::question_state::suggested);

    (void)here.take(here.message("1"));
    CHECK_THAT(here.reply().markdown, Contains("只在入口服务配置一次"));
    const auto log = here.questions();
    REQUIRE(log.size() == 1);
    CHECK(log[0].state == store::question_state::answered);
    CHECK(log[0].answered_with == here.sampling);
}

TEST_CASE("a message is taken once, however often and by whatever event it comes", "[conversation]") {
    world here;
    const auto once = here.message("sofatracer 采样率每个服务都要配吗");
    REQUIRE(here.take(once) == outcome::taken);

    SECTION("delivered again") {
        CHECK(here.take(once) == outcome::duplicate);
    }
    SECTION("told as another event") {
        auto twin = once;
        twin.delivery_id = "Ev-twin";
        CHECK(here.take(twin) == outcome::duplicate);
    }
    SECTION("after a restart") {
        here.restart();
        CHECK(here.take(once) == outcome::duplicate);
    }
    SECTION("eight times at the same moment") {
        const auto twin = here.message("分布式事务为什么慢");
        std::atomic<int> taken{0};
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&] { taken += here.take(twin) == outcome::taken ? 1 : 0; });
        threads.clear();
        CHECK(taken == 1);
        CHECK(here.questions().size() == 2);
        CHECK(here.said().size() == 2);
        return;
    }
    CHECK(here.questions().size() == 1);
    CHECK(here.said().size() == 1);
}

TEST_CASE("in a group that is not configured nothing is stored and nothing said", "[conversation]") {
    world here;
    CHECK(here.take(here.message("sofatracer 采样率", "U-ALICE", "C-elsewhere")) == outcome::not_ours);
    CHECK(here.questions().empty());
    CHECK(here.said().empty());
}

TEST_CASE("when the database cannot take it, the platform is told to try again and nothing is half done",
          "[conversation]") {
    world here;
    const auto one = here.message("sofatracer 采样率每个服务都要配吗");
    here.db.write([](store::session&) {}); // the writer is up
    // A clock that throws stands for a statement that fails in the middle of the unit of work.
    bot::conversation::conversation failing(
        here.settings, here.db, *here.index,
        bot::conversation::conversation::hooks{.clock = []() -> knowledge::timestamp {
                                                   throw store::error(store::trouble::full, "database or disk is full");
                                               },
                                               .outbox_filled = [](const std::string&) {}});
    const auto promise = std::make_shared<std::promise<outcome>>();
    failing.take(one, [promise](outcome what) { promise->set_value(what); });
    CHECK(promise->get_future().get() == outcome::busy);
    here.db.write([](store::session&) {}); // `failing` may go only when its completion has ended
    CHECK(here.questions().empty());
    CHECK(here.take(one) == outcome::taken);
}

TEST_CASE("an empty mention gets help, moderators' commands only for moderators", "[conversation]") {
    world here;
    (void)here.take(here.message("  "));
    const auto member = here.reply().markdown;
    CHECK_THAT(member, Contains("标准答案") && !Contains("待答"));
    (void)here.take(here.message("help", "U-MONA"));
    CHECK_THAT(here.reply().markdown, Contains("待答"));
    CHECK(here.questions().empty());
}

TEST_CASE("thanks and greetings are neither logged nor answered, a question behind a greeting is", "[conversation]") {
    auto [text, logged] = GENERATE(table<const char*, bool>({
        {"谢谢大佬！", false},
        {"thanks a lot!", false},
        {"明白了，感谢", false},
        {"你好，请问 layotto 怎么升级", true},
        {"谢谢，那升级之后报错怎么办", true},
    }));
    INFO(text);
    world here;
    REQUIRE(here.take(here.message(text)) == outcome::taken);
    CHECK(here.questions().size() == (logged ? 1 : 0));
    CHECK(here.said().size() == (logged ? 1 : 0));
}

TEST_CASE("a picture gets a friendly request for text", "[conversation]") {
    world here;
    auto picture = here.message("");
    picture.unreadable = true;
    REQUIRE(here.take(picture) == outcome::taken);
    CHECK_THAT(here.reply().markdown, Contains("只能读文字"));
    CHECK(here.questions().empty());
}

TEST_CASE("when the disk is full nothing is acknowledged and nothing half stored", "[conversation]") {
    world here;
    store::store small({.path = here.folder / "small.db", .max_pages = 100});
    bot::conversation::live_index index(small);
    bot::conversation::conversation talk(
        here.settings, small, index,
        bot::conversation::conversation::hooks{.clock = [] { return knowledge::timestamp{}; },
                                               .outbox_filled = [](const std::string&) {}});
    const auto take = [&](chat::incoming one) {
        const auto promise = std::make_shared<std::promise<outcome>>();
        talk.take(std::move(one), [promise](outcome what) { promise->set_value(what); });
        return promise->get_future().get();
    };
    std::size_t taken = 0;
    auto last = outcome::taken;
    for (int i = 0; i < 500 && last == outcome::taken; ++i) {
        last = take(here.message("layotto 怎么升级 " + std::string(2000, 'x') + std::to_string(i)));
        if (last == outcome::taken) ++taken;
    }
    CHECK(last == outcome::busy);
    const auto stored = small.read([](store::session& session) {
        return store::questions_between(session, "", knowledge::timestamp{}, knowledge::timestamp::max()).size();
    });
    CHECK(stored == taken);
    small.close();
}
