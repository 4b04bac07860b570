// The loops that this processor is given come to the same as the plain ones, whatever lies in the memory.
#include "knowledge/match/scan.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

using namespace knowledge::match;

namespace {

class chance {
  public:
    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(engine_() % limit); }

    // Of all sizes about the 16 that are looked at together; high ones among them, the highest as well.
    std::vector<std::uint16_t> numbers(std::size_t most) {
        std::vector<std::uint16_t> values(below(static_cast<std::uint32_t>(most) + 1));
        const std::uint32_t limit = below(3) == 0 ? 0x10000 : 300;
        for (auto& value : values)
            value = static_cast<std::uint16_t>(below(20) == 0 ? 0xFFFF - below(2) : below(limit));
        return values;
    }

  private:
    std::mt19937_64 engine_{20261129};
};

constexpr int rounds = 2000;

} // namespace

TEST_CASE("a machine with other loops than the plain ones is tested with both", "[match][scan]") {
    if (scan::fastest().add_dense == scan::plain().add_dense) WARN("this machine has no other loops");
    chance any;
    for (int round = 0; round < rounds; ++round) {
        INFO("round " << round);

        // Sums that have room for what is added, as those of a search have.
        auto sums = any.numbers(200);
        for (auto& sum : sums)
            sum = static_cast<std::uint16_t>(sum % 0xF000);
        std::vector<std::uint8_t> impacts;
        for (std::size_t i = 0; i < sums.size(); ++i)
            impacts.push_back(static_cast<std::uint8_t>(any.below(3) == 0 ? 0 : any.below(256)));
        posting_list::block part{};
        part.count = static_cast<std::uint32_t>(sums.size());
        part.impacts = impacts.data();
        const auto multiplier = static_cast<std::uint16_t>(any.below(0x1000));
        auto expected = sums, got = sums;
        scan::plain().add_dense(part, multiplier, expected.data());
        scan::fastest().add_dense(part, multiplier, got.data());
        REQUIRE(got == expected);

        const auto values = any.numbers(200);
        REQUIRE(scan::fastest().highest(values) == scan::plain().highest(values));

        std::vector<std::uint16_t> first((values.size() + 15) / 16, 1), second(first.size(), 2);
        scan::plain().highest_of_16(values, first);
        scan::fastest().highest_of_16(values, second);
        REQUIRE(second == first);

        const auto one_of_them = any.below(static_cast<std::uint32_t>(std::max<std::size_t>(1, values.size())));
        const auto least = values.empty() ? std::uint16_t{7} : values[one_of_them];
        std::vector<std::uint32_t> places, same;
        scan::plain().at_least(values, least, places);
        scan::fastest().at_least(values, least, same);
        REQUIRE(same == places);
        REQUIRE(places.empty() == values.empty());

        // Parts of no unit up to many.
        std::vector<std::uint32_t> starts{0};
        while (starts.back() < values.size())
            starts.push_back(std::min(static_cast<std::uint32_t>(values.size()), starts.back() + any.below(9)));
        auto maxima = any.numbers(0);
        for (std::size_t i = 0; 16 * i + 1 < starts.size(); ++i)
            maxima.push_back(static_cast<std::uint16_t>(any.below(0x10000)));
        auto maxima_again = maxima;
        scan::plain().add_highest_of_parts(values, starts, maxima);
        scan::fastest().add_highest_of_parts(values, starts, maxima_again);
        REQUIRE(maxima_again == maxima);
    }
}

TEST_CASE("the plain loops add and find what they say", "[match][scan]") {
    const auto plain = scan::plain();
    const std::vector<std::uint8_t> impacts{0, 1, 255};
    posting_list::block part{};
    part.count = 3;
    part.impacts = impacts.data();
    std::vector<std::uint16_t> sums{5, 5, 5};
    plain.add_dense(part, 512, sums.data());
    CHECK(sums == std::vector<std::uint16_t>{5, 5 + 2 + 1, 5 + 510 + 1});
    CHECK(plain.highest(sums) == 516);
    CHECK(plain.highest({}) == 0);
    std::vector<std::uint32_t> places;
    plain.at_least(sums, 8, places);
    CHECK(places == std::vector<std::uint32_t>{1, 2});
    std::vector<std::uint16_t> maxima{0xFFF0};
    plain.add_highest_of_parts(sums, std::vector<std::uint32_t>{0, 3}, maxima);
    CHECK(maxima[0] == 0xFFFF);
}
