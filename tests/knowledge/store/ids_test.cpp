#include "knowledge/store/ids.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <thread>
#include <vector>

using namespace knowledge::store;
using namespace std::chrono_literals;
using knowledge::timestamp;

namespace {

const timestamp noon = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 12h;

} // namespace

TEST_CASE("ids rise with time, and within one moment", "[store]") {
    id_sequence sequence;
    const auto first = sequence.next(noon, 0xffffffff);
    const auto second = sequence.next(noon, 0);
    const auto later = sequence.next(noon + 1ms, 0);
    CHECK(first > 0);
    CHECK(second == first + 1);
    CHECK(later > second);
    CHECK(made_at(first) == noon);
    CHECK(made_at(later) == noon + 1ms);
}

TEST_CASE("ids rise although the clock steps back", "[store]") {
    id_sequence sequence;
    const auto first = sequence.next(noon, 7);
    CHECK(sequence.next(noon - 1h, 9) == first + 1);
    CHECK(made_at(sequence.next(noon + 1ms, 9)) == noon + 1ms);
}

TEST_CASE("ids of two processes in one moment differ by their random start", "[store]") {
    id_sequence here;
    id_sequence there;
    CHECK(here.next(noon, 1'000) != there.next(noon, 500'000));
}

TEST_CASE("there is room for ids until 2093", "[store]") {
    id_sequence sequence;
    CHECK(sequence.next(std::chrono::sys_days{std::chrono::year{2093} / 1 / 1}, 0xffffffff) > 0);
}

TEST_CASE("threads do not get the same id", "[store]") {
    constexpr std::size_t threads = 4;
    constexpr std::size_t each = 2000;
    std::vector<std::vector<std::int64_t>> made(threads);
    {
        std::vector<std::jthread> running;
        for (auto& mine : made) {
            running.emplace_back([&mine] {
                for (std::size_t at = 0; at < each; ++at)
                    mine.push_back(next_id());
            });
        }
    }
    std::set<std::int64_t> all;
    for (const auto& mine : made) {
        CHECK(std::ranges::is_sorted(mine));
        all.insert(mine.begin(), mine.end());
    }
    CHECK(all.size() == threads * each);
}
