#include "bot/delivery/retry.hpp"

#include <catch2/catch.hpp>

using namespace bot::delivery;
using std::chrono::milliseconds;

TEST_CASE("the wait before a retry doubles, is jittered, bounded, and never shorter than the platform asked",
          "[delivery]") {
    using asked = std::optional<milliseconds>;
    auto [what, attempts, retry_after, random, expected] =
        GENERATE(table<const char*, int, asked, double, milliseconds>({
            {"after the first attempt, least jitter", 1, std::nullopt, 0.0, milliseconds(500)},
            {"after the first attempt, most jitter", 1, std::nullopt, 1.0, milliseconds(1000)},
            {"after the second", 2, std::nullopt, 1.0, milliseconds(2000)},
            {"after the fifth", 5, std::nullopt, 1.0, milliseconds(16000)},
            {"never longer than the longest", 40, std::nullopt, 1.0, milliseconds(60000)},
            {"as long as the platform asked", 1, milliseconds(7000), 0.5, milliseconds(7000)},
            {"not shorter than our own when it asked for less", 3, milliseconds(100), 1.0, milliseconds(4000)},
            {"a senseless Retry-After is clamped", 1, milliseconds(86400000), 0.0, milliseconds(300000)},
        }));
    INFO(what);
    CHECK(delay_before_retry({}, attempts, retry_after, random) == expected);
}

TEST_CASE("an uncertain message is settled by asking, and an answer is never repeated on doubt", "[delivery]") {
    using adapters::chat::sighting;
    using knowledge::store::outbox_kind;
    auto [what, kind, seen, times, attempts, expected] =
        GENERATE(table<const char*, outbox_kind, sighting, int, int, settlement>({
            {"an answer that is there", outbox_kind::answer, sighting::there, 1, 1, settlement::sent},
            {"an answer that is not there", outbox_kind::answer, sighting::not_there, 1, 1, settlement::again},
            {"an answer the platform says nothing of", outbox_kind::answer, sighting::cannot_tell, 1, 1,
             settlement::ask_later},
            {"an answer it has said nothing of five times", outbox_kind::answer, sighting::cannot_tell, 5, 1,
             settlement::leave},
            {"an answer nobody can ask for", outbox_kind::answer, sighting::never_tells, 1, 1, settlement::leave},
            {"a notice that is there", outbox_kind::notice, sighting::there, 1, 1, settlement::sent},
            {"a notice it has said nothing of five times", outbox_kind::notice, sighting::cannot_tell, 5, 1,
             settlement::again},
            {"a notice nobody can ask for", outbox_kind::notice, sighting::never_tells, 1, 1, settlement::again},
            {"a notice nobody can ask for, sent twice", outbox_kind::notice, sighting::never_tells, 1, 2,
             settlement::leave},
        }));
    INFO(what);
    CHECK(settle(kind, seen, times, attempts) == expected);
}
