#include "adapters/slack/member_look_up.hpp"

#include <catch2/catch.hpp>

using namespace adapters::slack;

TEST_CASE("who a member is, as Slack tells it", "[slack]") {
    CHECK(look_up_member("U0ALICE") == api_call{"users.info", {{"user", "U0ALICE"}}});
    const auto [what, body, expected] = GENERATE(table<const char*, const char*, member_profile>({
        {"by the name others see",
         R"({"ok":true,"user":{"name":"alice","profile":{"display_name":"Ali","real_name":"Alice A"}}})",
         {"Ali", false}},
        {"without one by the real name",
         R"({"ok":true,"user":{"name":"alice","profile":{"display_name":"","real_name":"Alice A"}}})",
         {"Alice A", false}},
        {"else by the handle", R"({"ok":true,"user":{"name":"alice"}})", {"alice", false}},
        {"on one line", R"({"ok":true,"user":{"profile":{"display_name":"Ali\nB"}}})", {"Ali B", false}},
        {"a guest of several channels", R"({"ok":true,"user":{"name":"gina","is_restricted":true}})", {"gina", true}},
        {"a guest of one", R"({"ok":true,"user":{"name":"gina","is_ultra_restricted":true}})", {"gina", true}},
    }));
    INFO(what);
    CHECK(read_member(body) == expected);
}

TEST_CASE("an answer that tells of nobody", "[slack]") {
    CHECK(read_member("nonsense") == std::nullopt);
    CHECK(read_member(R"({"ok":true})") == std::nullopt);
    CHECK(is_nobody("user_not_found"));
    CHECK_FALSE(is_nobody("missing_scope"));
}
