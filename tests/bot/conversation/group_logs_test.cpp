#include "bot/conversation/group_logs.hpp"

#include <catch2/catch.hpp>

using namespace bot;
using bot::conversation::group_logs;
namespace store = knowledge::store;
namespace match = knowledge::match;

namespace {

constexpr auto about_tea = "how long does green tea steep?";
constexpr auto a_lift = "有人一起拼车去会展中心吗";

config::group_settings group(std::string id, bool learns) {
    config::group_settings one;
    one.platform = adapters::chat::platform::slack;
    one.workspace = "T1";
    one.id = std::move(id);
    one.community = "tea";
    one.learn_from_log = learns;
    return one;
}

// Three groups that learn, one that does not.
config::settings tea_houses() {
    config::settings all;
    config::community_settings community;
    community.name = "tea";
    community.groups = {group("large", true), group("small", true), group("large too", true), group("shy", false)};
    all.communities = {community};
    return all;
}

void settle(group_logs::asked_in& log, const std::string& in, int count, const std::string& words, bool for_us) {
    for (int i = 0; i < count; ++i) {
        const auto id = static_cast<std::int64_t>(log.questions.size() + 1);
        log.questions.push_back({{id}, "slack", "T1", in, words + " " + std::to_string(i), for_us});
    }
}

} // namespace

TEST_CASE("a group goes by its own log, and by its community's where that is too short", "[group_logs]") {
    const auto settings = tea_houses();
    group_logs::asked_in log{"tea", {}};
    settle(log, "large", 40, about_tea, true);
    settle(log, "large", 40, a_lift, false);
    settle(log, "large too", 40, about_tea, false); // tea is not what that group is about
    settle(log, "large too", 40, a_lift, true);
    settle(log, "small", 29, "who won the match?", false);
    const group_logs logs(settings, {log});

    CHECK(logs.for_us(group("large", true), about_tea) > 0.5);
    CHECK(logs.for_us(group("large", true), a_lift) < -0.5);
    CHECK(logs.for_us(group("large too", true), a_lift) > 0.5);
    CHECK(logs.for_us(group("small", true), "who won the match?") < -0.5); // ignored in nearly all of them

    const auto own = logs.source_of(group("large", true));
    CHECK((own.own && own.learnt && own.for_bot == 40 && own.not_for_bot == 40));
    const auto shared = logs.source_of(group("small", true));
    CHECK((!shared.own && shared.learnt && shared.for_bot == 80 && shared.not_for_bot == 109));
}

TEST_CASE("who does not want it is neither told nor learnt from", "[group_logs]") {
    const auto settings = tea_houses();
    group_logs::asked_in log{"tea", {}};
    settle(log, "shy", 40, about_tea, true);
    settle(log, "shy", 40, a_lift, false);
    settle(log, "elsewhere", 40, a_lift, false); // no group of the configuration
    const group_logs nothing(settings, {log});
    CHECK(nothing.for_us(group("large", true), a_lift) == 0);
    CHECK_FALSE(nothing.source_of(group("large", true)).learnt);

    settle(log, "large", 40, about_tea, true);
    settle(log, "large", 40, a_lift, false);
    const group_logs logs(settings, {log});
    CHECK(logs.for_us(group("large", true), a_lift) < 0);
    CHECK(logs.for_us(group("shy", false), a_lift) == 0);
    CHECK(logs.source_of(group("shy", false)).for_bot == 0);
}

TEST_CASE("a question of the log is judged as if it were not in it", "[group_logs]") {
    const auto settings = tea_houses();
    group_logs::asked_in log{"tea", {}};
    settle(log, "large", 40, about_tea, true);
    settle(log, "large", 40, a_lift, false);
    settle(log, "large", 1, "anybody for lunch", false);
    const auto lunch = log.questions.back();
    const auto here = group("large", true);
    const group_logs logs(settings, {log}, group_logs::wanted::unseen);
    CHECK(logs.for_us(here, lunch.id, lunch.text) > logs.for_us(here, lunch.text));
    CHECK(logs.for_us(here, knowledge::question_id{99'999}, lunch.text) == logs.for_us(here, lunch.text));
}

TEST_CASE("a configuration learns when some group of it does", "[group_logs]") {
    CHECK(conversation::learns_from_logs(tea_houses()));
    auto settings = tea_houses();
    for (auto& one : settings.communities.front().groups)
        one.learn_from_log = false;
    CHECK_FALSE(conversation::learns_from_logs(settings));
    settings.communities.front().defaults.learn_from_log = true; // groups that are not listed
    CHECK(conversation::learns_from_logs(settings));
    CHECK_FALSE(conversation::learns_from_logs(config::embedded_default()));
}
