#include "bot/delivery/monthly_quota.hpp"
#include "knowledge/store/counters.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace bot::delivery;
namespace store = knowledge::store;

namespace {

// 2026-11-30 23:59:59 in Shanghai.
constexpr std::int64_t last_second_of_november = 1'796'054'399'000;

knowledge::timestamp at(std::int64_t ms) {
    return knowledge::timestamp(std::chrono::milliseconds(ms));
}

struct meter {
    tests::temporary_folder folder;
    store::store db{{.path = folder / "quota.db"}};
    adapters::net::event_loop loop;
    std::int64_t now = last_second_of_november;

    [[nodiscard]] std::unique_ptr<monthly_quota> open(std::int64_t most) {
        return std::make_unique<monthly_quota>(db, loop, most, [this] { return at(now); });
    }
    std::int64_t counted(const char* name) {
        return db.write([&](store::session& session) { return store::counted(session, name); });
    }
    // What was posted to the loop so far.
    void run() {
        db.write([](store::session&) {}); // what was queued before is done
        loop.post([this] { loop.stop(); });
        loop.run();
    }
};

} // namespace

TEST_CASE("a month is Shanghai's", "[quota]") {
    CHECK(month_in_shanghai(at(last_second_of_november)) == "2026-11");
    CHECK(month_in_shanghai(at(last_second_of_november + 1000)) == "2026-12");
}

TEST_CASE("what a count has reached", "[quota]") {
    auto [what, count, most, expected] = GENERATE(table<const char*, std::int64_t, std::int64_t, quota_mark>({
        {"little", 2399, 3000, quota_mark::none},
        {"80%", 2400, 3000, quota_mark::nearly},
        {"one less than all", 2999, 3000, quota_mark::nearly},
        {"all", 3000, 3000, quota_mark::all},
        {"not metered", 1'000'000, 0, quota_mark::none},
    }));
    INFO(what);
    CHECK(mark_of(count, most) == expected);
}

TEST_CASE("what goes in and out is counted across restarts, a month at a time", "[quota]") {
    meter here;
    auto quota = here.open(10);
    for (int i = 0; i < 6; ++i)
        quota->received();
    quota->sent();
    quota->flush();
    CHECK(quota->line() == "2026-11: 6 received, 1 sent, of 10");
    CHECK(here.counted("dingtalk received 2026-11") == 6);
    CHECK(here.counted("dingtalk near quota 2026-11") == 0);

    quota = here.open(10);
    quota->sent();
    quota->flush();
    quota->sent();
    quota->flush();
    CHECK(quota->line() == "2026-11: 6 received, 3 sent, of 10");
    CHECK(here.counted("dingtalk near quota 2026-11") == 1); // said once
    CHECK(here.counted("dingtalk at quota 2026-11") == 0);

    here.now += 1000;
    quota->received();
    CHECK(quota->line() == "2026-12: 1 received, 0 sent, of 10");
}

TEST_CASE("that the quota is used up is told once a month", "[quota]") {
    meter here;
    auto quota = here.open(0);
    int told = 0, stored = 0;
    const auto tell = [&] {
        quota->used_up([&](store::session&) { ++told; }, [&] { ++stored; });
        here.run();
    };
    tell();
    tell();
    CHECK(told == 1);
    CHECK(stored == 1);
    CHECK(quota->line() == "2026-11: 0 received, 0 sent, used up");
    quota = here.open(0); // after a restart
    tell();
    CHECK(told == 1);
    here.now += 1000;
    tell();
    CHECK(told == 2);
}
