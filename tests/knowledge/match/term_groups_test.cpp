#include "knowledge/match/term_groups.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <span>
#include <vector>

using namespace knowledge::match;

TEST_CASE("each term comes once, by its hash, with its places in the order they were found", "[match]") {
    auto [what, size, different, common_bits] = GENERATE(table<const char*, std::size_t, std::uint64_t, unsigned>({
        {"nothing", 0, 1, 1},
        {"one", 1, 1, 9},
        {"two terms", 2, 1000, 1},
        {"no term twice", 1000, 1ULL << 40U, 9},
        {"as many as a table has places, almost", 819, 1ULL << 40U, 9},
        {"one term all over", 1000, 1, 17},
        {"some often, some seldom", 5000, 700, 13},
    }));
    INFO(what);
    std::mt19937_64 random(4);
    const std::uint64_t common = 0xA5A5A5A5A5A5A5A5ULL >> (64U - common_bits) << (64U - common_bits);
    term_groups groups;
    // A table that was used is used again.
    for (const std::size_t now : {size, size / 2, size}) {
        std::vector<occurrence> piece;
        std::map<std::uint64_t, std::vector<std::uint32_t>> expected;
        for (std::uint32_t i = 0; i < now; ++i) {
            const std::uint64_t hash = common | (random() % different * 0x9E3779B97F4A7C15ULL) >> common_bits;
            piece.push_back({hash, place::of(field::answer, i, knowledge::text::token_kind::word)});
            expected[hash].push_back(i);
        }
        groups.group(piece, common_bits);
        auto next = expected.begin();
        groups.each([&](std::uint64_t hash, std::span<const place> places) {
            REQUIRE(next != expected.end());
            CHECK(hash == next->first);
            CHECK(std::ranges::equal(places, next->second, {}, &place::number));
            ++next;
        });
        CHECK(next == expected.end());
    }
}
