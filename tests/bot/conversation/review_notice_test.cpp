#include "bot/conversation/review_notice.hpp"
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>
#include <date/date.h>

#include <sstream>

using Catch::Contains;
using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;
using bot::conversation::tell_review;
using bot::conversation::week_to_review;

namespace {

knowledge::timestamp utc(const char* text) {
    std::istringstream in(text);
    date::sys_seconds at;
    in >> date::parse("%F %H:%M", at);
    REQUIRE(in);
    return at;
}

bot::config::community_settings& with_group(world& here) {
    auto& community = here.settings.communities[0];
    community.workspaces = {{.platform = chat::platform::slack, .id = "T1", .moderators = {"U-MONA"}}};
    community.defaults.community = "test";
    community.moderators_group = "slack:T1/C9MOD";
    return community;
}

} // namespace

TEST_CASE("the review is due from Monday nine o'clock where the community lives", "[review]") {
    world here;
    auto& community = with_group(here);
    community.timezone = "Asia/Shanghai"; // UTC+8
    struct row {
        const char *now, *week;
    };
    const row rows[] = {
        {"2026-11-22 23:59", "2026-W47"}, // Monday, 7:59 there
        {"2026-11-23 00:59", "2026-W47"}, // 8:59
        {"2026-11-23 01:00", "2026-W48"}, // 9:00
        {"2026-11-29 12:00", "2026-W48"}, // Sunday
        {"2026-12-31 12:00", "2026-W53"}, {"2027-01-01 12:00", "2026-W53"}, {"2027-01-04 01:00", "2027-W01"},
    };
    for (const auto& one : rows) {
        INFO(one.now);
        CHECK(week_to_review(community, utc(one.now)) == one.week);
    }
    auto unwanted = community, without = community;
    unwanted.weekly_review = false;
    without.moderators_group.clear();
    CHECK(week_to_review(unwanted, utc("2026-11-24 12:00")).empty());
    CHECK(week_to_review(without, utc("2026-11-24 12:00")).empty());
}

TEST_CASE("what needs another look is told once a week, and nothing when nothing does", "[review]") {
    world here;
    const auto& community = with_group(here);
    const auto tell = [&](const char* week, const char* now) {
        here.now = utc(now).time_since_epoch().count();
        return tell_review(here.db, here.settings, community, week, utc(now));
    };
    CHECK(tell("2026-W47", "2026-11-16 02:00").empty());
    CHECK(here.said().empty());

    here.db.write([&](store::session& db) {
        auto entry = store::find_entry(db, here.sampling).value();
        entry.valid_until = "2026-11-20";
        store::update_entry(db, entry, {.author = "test", .via = "test", .at = utc("2026-11-16 03:00")});
    });
    CHECK_FALSE(tell("2026-W48", "2026-11-23 02:00").empty());
    CHECK(tell("2026-W48", "2026-11-23 03:00").empty()); // as after a restart
    auto said = here.said();
    REQUIRE(said.size() == 1);
    CHECK(said[0].where.group == "C9MOD");
    CHECK_THAT(said[0].title, Contains("1 个条目"));
    CHECK_THAT(said[0].markdown, Contains("`e1`") && Contains("2026-11-20"));
    CHECK(said[0].mention.id.empty());

    CHECK_FALSE(tell("2026-W49", "2026-11-30 02:00").empty()); // still
    CHECK(here.said().size() == 1);
}
