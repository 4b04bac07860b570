#include "adapters/slack/signature.hpp"

#include <catch2/catch.hpp>

using namespace adapters;
using namespace std::chrono_literals;
using chat::authenticity;

namespace {

constexpr std::string_view signed_body = "command=%2Fask&text=hi";
constexpr std::chrono::sys_seconds request_time{1700000000s};
const std::vector<std::string> signing_secrets{"not-a-real-secret-0001"};
// The example of the protocol's description, computed elsewhere.
const std::string right_signature = "v0=cb19a268f7192f814921a3d770ce5691d25f378173ef02223c977bf9a9178ac7";

} // namespace

TEST_CASE("Slack's signature is as its documents say", "[slack]") {
    CHECK(slack::signature_of(signed_body, "1700000000", signing_secrets[0]) == right_signature);
}

TEST_CASE("a signature of Slack is judged", "[slack]") {
    auto [what, timestamp, signature, expected] = GENERATE(table<const char*, std::string, std::string, authenticity>({
        {"right", "1700000000", right_signature, authenticity::genuine},
        {"for another time", "1700000001", right_signature, authenticity::forged},
        {"one digit off", "1700000000", right_signature.substr(0, 66) + "8", authenticity::forged},
        {"in upper case", "1700000000", "v0=CB19A268F7192F814921A3D770CE5691D25F378173EF02223C977BF9A9178AC7",
         authenticity::forged},
        {"of zeros", "1700000000", "v0=" + std::string(64, '0'), authenticity::forged},
        {"missing", "1700000000", "", authenticity::malformed},
        {"cut short", "1700000000", right_signature.substr(0, 66), authenticity::malformed},
        {"with a tail", "1700000000", right_signature + "0", authenticity::malformed},
        {"of another version", "1700000000", "v1=" + right_signature.substr(3), authenticity::malformed},
        {"without a time", "", right_signature, authenticity::malformed},
        {"with words for a time", "yesterday", right_signature, authenticity::malformed},
        {"with a blank before the time", " 1700000000", right_signature, authenticity::malformed},
        {"with a plus before the time", "+1700000000", right_signature, authenticity::malformed},
        {"with a negative time", "-1700000000", right_signature, authenticity::malformed},
        {"with a fraction of a second", "1700000000.5", right_signature, authenticity::malformed},
        {"with a time that overflows", "99999999999999999999", right_signature, authenticity::malformed},
    }));
    INFO(what);
    CHECK(slack::check_signature(signed_body, {timestamp, signature}, signing_secrets, request_time) == expected);
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
    CHECK(slack::check_signature(signed_body, {"1700000000", right_signature}, signing_secrets, request_time + skew) ==
          expected);
    const std::string forged = "v0=" + std::string(64, 'a');
    CHECK(slack::check_signature(signed_body, {"1700000000", forged}, signing_secrets, request_time + skew) ==
          authenticity::forged);
}

TEST_CASE("two secrets are good while one is being rotated, an empty one never is", "[slack]") {
    auto [what, secrets, expected] = GENERATE(table<const char*, std::vector<std::string>, authenticity>({
        {"the new one first", {"brand-new", "not-a-real-secret-0001"}, authenticity::genuine},
        {"the new one second", {"not-a-real-secret-0001", "brand-new"}, authenticity::genuine},
        {"neither", {"brand-new", "older"}, authenticity::forged},
        {"no secret at all", {}, authenticity::forged},
    }));
    INFO(what);
    CHECK(slack::check_signature(signed_body, {"1700000000", right_signature}, secrets, request_time) == expected);
    const std::string unkeyed = slack::signature_of(signed_body, "1700000000", "");
    CHECK(slack::check_signature(signed_body, {"1700000000", unkeyed}, std::vector<std::string>{""}, request_time) ==
          authenticity::forged);
}

TEST_CASE("Slack's signature covers every byte of the body", "[slack]") {
    std::string changed(signed_body);
    for (char& c : changed) {
        const char before = c;
        c = static_cast<char>(c ^ 1);
        CHECK(slack::check_signature(changed, {"1700000000", right_signature}, signing_secrets, request_time) ==
              authenticity::forged);
        c = before;
    }
    CHECK(slack::check_signature(changed, {"1700000000", right_signature}, signing_secrets, request_time) ==
          authenticity::genuine);
    CHECK(slack::check_signature("", {"1700000000", right_signature}, signing_secrets, request_time) ==
          authenticity::forged);
}
