#include "adapters/slack/signature.hpp"

#include <catch2/catch.hpp>

using namespace adapters;
using namespace std::chrono_literals;
using chat::authenticity;

namespace {

constexpr std::string_view body = "command=%2Fask&text=hi";
constexpr std::chrono::sys_seconds sent{1700000000s};
const std::vector<std::string> current{"not-a-real-secret-0001"};
// The example of the protocol's description, computed elsewhere.
const std::string right = "v0=cb19a268f7192f814921a3d770ce5691d25f378173ef02223c977bf9a9178ac7";

} // namespace

TEST_CASE("Slack's signature is as its documents say", "[slack]") {
    CHECK(slack::signature_of(body, "1700000000", current[0]) == right);
}

TEST_CASE("a signature of Slack is judged", "[slack]") {
    auto [what, timestamp, signature, expected] = GENERATE(table<const char*, std::string, std::string, authenticity>({
        {"right", "1700000000", right, authenticity::genuine},
        {"for another time", "1700000001", right, authenticity::forged},
        {"one digit off", "1700000000", right.substr(0, 66) + "8", authenticity::forged},
        {"in upper case", "1700000000", "v0=CB19A268F7192F814921A3D770CE5691D25F378173EF02223C977BF9A9178AC7",
         authenticity::forged},
        {"of zeros", "1700000000", "v0=" + std::string(64, '0'), authenticity::forged},
        {"missing", "1700000000", "", authenticity::malformed},
        {"cut short", "1700000000", right.substr(0, 66), authenticity::malformed},
        {"with a tail", "1700000000", right + "0", authenticity::malformed},
        {"of another version", "1700000000", "v1=" + right.substr(3), authenticity::malformed},
        {"without a time", "", right, authenticity::malformed},
        {"with words for a time", "yesterday", right, authenticity::malformed},
        {"with a blank before the time", " 1700000000", right, authenticity::malformed},
        {"with a plus before the time", "+1700000000", right, authenticity::malformed},
        {"with a negative time", "-1700000000", right, authenticity::malformed},
        {"with a fraction of a second", "1700000000.5", right, authenticity::malformed},
        {"with a time that overflows", "99999999999999999999", right, authenticity::malformed},
    }));
    INFO(what);
    CHECK(slack::check_signature(body, {timestamp, signature}, current, sent) == expected);
}

TEST_CASE("a signature of Slack is good for five minutes either way", "[slack]") {
    auto [what, skew, expected] = GENERATE(table<const char*, std::chrono::seconds, authenticity>({
        {"at once", 0s, authenticity::genuine},
        {"exactly at the edge", 300s, authenticity::genuine},
        {"one second too old", 301s, authenticity::stale},
        {"the near future's edge", -300s, authenticity::genuine},
        {"from the near future", -301s, authenticity::stale},
        {"from another age", 1000000000s, authenticity::stale},
    }));
    INFO(what);
    CHECK(slack::check_signature(body, {"1700000000", right}, current, sent + skew) == expected);
    const std::string forged = "v0=" + std::string(64, 'a');
    CHECK(slack::check_signature(body, {"1700000000", forged}, current, sent + skew) == authenticity::forged);
}

TEST_CASE("two secrets are good while one is being rotated, an empty one never is", "[slack]") {
    auto [what, secrets, expected] = GENERATE(table<const char*, std::vector<std::string>, authenticity>({
        {"the new one first", {"brand-new", "not-a-real-secret-0001"}, authenticity::genuine},
        {"the new one second", {"not-a-real-secret-0001", "brand-new"}, authenticity::genuine},
        {"neither", {"brand-new", "older"}, authenticity::forged},
        {"no secret at all", {}, authenticity::forged},
    }));
    INFO(what);
    CHECK(slack::check_signature(body, {"1700000000", right}, secrets, sent) == expected);
    const std::string unkeyed = slack::signature_of(body, "1700000000", "");
    CHECK(slack::check_signature(body, {"1700000000", unkeyed}, std::vector<std::string>{""}, sent) ==
          authenticity::forged);
}

TEST_CASE("Slack's signature covers every byte of the body", "[slack]") {
    std::string changed(body);
    for (char& c : changed) {
        const char before = c;
        c = static_cast<char>(c ^ 1);
        CHECK(slack::check_signature(changed, {"1700000000", right}, current, sent) == authenticity::forged);
        c = before;
    }
    CHECK(slack::check_signature(changed, {"1700000000", right}, current, sent) == authenticity::genuine);
    CHECK(slack::check_signature("", {"1700000000", right}, current, sent) == authenticity::forged);
}
