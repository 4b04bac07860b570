#include "adapters/dingtalk/signature.hpp"

#include <catch2/catch.hpp>

using namespace adapters;
using namespace std::chrono_literals;
using chat::authenticity;

namespace {

const std::vector<std::string> app_secrets{"this is a secret"};
const std::string timestamp_header = "1577262236757";
// The example of DingTalk's own documents.
const std::string right_sign = "DJrE6qdyVGCQz9z5r2MDuNcNAhwYnuAkyj13cx169CA=";
constexpr std::chrono::sys_time<std::chrono::milliseconds> sent_at{1577262236757ms};

} // namespace

TEST_CASE("DingTalk's signature is as its documents say", "[dingtalk]") {
    CHECK(dingtalk::signature_of(timestamp_header, app_secrets[0]) == right_sign);
    CHECK(dingtalk::signature_of(timestamp_header, "this is secret") == "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM=");
}

TEST_CASE("a signature of DingTalk is judged", "[dingtalk]") {
    auto [what, time, sign, expected] = GENERATE(table<const char*, std::string, std::string, authenticity>({
        {"right", timestamp_header, right_sign, authenticity::genuine},
        {"for another time", "1577262236758", right_sign, authenticity::forged},
        {"one letter off", timestamp_header, "E" + right_sign.substr(1), authenticity::forged},
        {"URL-encoded", timestamp_header, "DJrE6qdyVGCQz9z5r2MDuNcNAhwYnuAkyj13cx169CA%3D", authenticity::malformed},
        {"missing", timestamp_header, "", authenticity::malformed},
        {"cut short", timestamp_header, right_sign.substr(0, 43), authenticity::malformed},
        {"with a tail", timestamp_header, right_sign + "=", authenticity::malformed},
        {"without a time", "", right_sign, authenticity::malformed},
        {"with words for a time", "now", right_sign, authenticity::malformed},
        {"with a blank behind the time", "1577262236757 ", right_sign, authenticity::malformed},
        {"with a line feed and more behind the time", "1577262236757\nx", right_sign, authenticity::malformed},
        {"with a negative time", "-1577262236757", right_sign, authenticity::malformed},
        {"with a time that overflows", "99999999999999999999", right_sign, authenticity::malformed},
    }));
    INFO(what);
    CHECK(dingtalk::check_signature({time, sign}, app_secrets, sent_at) == expected);
}

TEST_CASE("a signature of DingTalk is good for an hour either way, or what is configured", "[dingtalk]") {
    auto [what, skew, window, expected] =
        GENERATE(table<const char*, std::chrono::milliseconds, std::chrono::seconds, authenticity>({
            {"at once", 0ms, 1h, authenticity::genuine},
            {"exactly at the edge", 1h, 1h, authenticity::genuine},
            {"a millisecond too old", 3600001ms, 1h, authenticity::stale},
            {"the future's edge", -1h, 1h, authenticity::genuine},
            {"a millisecond too far in the future", -3600001ms, 1h, authenticity::stale},
            {"within a shorter window", 60s, 60s, authenticity::genuine},
            {"beyond a shorter window", 61s, 60s, authenticity::stale},
        }));
    INFO(what);
    CHECK(dingtalk::check_signature({timestamp_header, right_sign}, app_secrets, sent_at + skew, window) == expected);
}

TEST_CASE("DingTalk's secret can be rotated, an empty one is never good", "[dingtalk]") {
    auto [what, secrets, expected] = GENERATE(table<const char*, std::vector<std::string>, authenticity>({
        {"the new one first", {"brand-new", "this is a secret"}, authenticity::genuine},
        {"the new one second", {"this is a secret", "brand-new"}, authenticity::genuine},
        {"neither", {"brand-new", "older"}, authenticity::forged},
        {"no secret at all", {}, authenticity::forged},
    }));
    INFO(what);
    CHECK(dingtalk::check_signature({timestamp_header, right_sign}, secrets, sent_at) == expected);
    const std::string unkeyed = dingtalk::signature_of(timestamp_header, "");
    CHECK(dingtalk::check_signature({timestamp_header, unkeyed}, std::vector<std::string>{""}, sent_at) ==
          authenticity::forged);
}
