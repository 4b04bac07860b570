#include "knowledge/match/ranking.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

using namespace knowledge;
using namespace knowledge::match;

namespace {

// Entries that share most of their words, as those of one community do; some with many wordings, some with none.
std::vector<document> alike(std::size_t count) {
    constexpr std::array words{"cache", "registry", "timeout", "reset",    "node",
                               "缓存",  "配置",     "超时",    "注册中心", "怎么"};
    std::vector<document> all(count);
    std::uint32_t luck = 1;
    const auto word = [&] {
        luck = luck * 1664525 + 1013904223;
        return std::string(words[(luck >> 16) % words.size()]) + ' ';
    };
    for (std::size_t i = 0; i < count; ++i) {
        all[i].id = entry_id{static_cast<std::int64_t>(i) + 1};
        for (std::size_t wordings = i % 7 == 0 ? 11 : i % 4; wordings > 0; --wordings)
            all[i].phrasings.push_back(word() + word() + word() + (i % 50 == 0 ? "zookeeper" : ""));
        all[i].answer = word() + word() + word() + word() + word();
        if (i % 3 == 0) all[i].context = {word() + word()};
    }
    return all;
}

} // namespace

// With room for every entry none is passed over: that is what a search for the best few must agree with.
TEST_CASE("the best few are the first of all", "[match]") {
    const auto count = GENERATE(std::size_t{5}, std::size_t{24}, std::size_t{100}, std::size_t{1003});
    const auto* question = GENERATE("reset the registry cache", "缓存超时怎么配置", "zookeeper", "timeout",
                                    "nothing of it", "怎么 reset 注册中心 node timeout cache registry 配置 超时");
    const bool some_only = GENERATE(false, true);
    INFO(question << ", " << count << " entries, " << (some_only ? "every third" : "all") << " wanted");
    const auto documents = alike(count);
    const auto index = invert(documents);
    const auto own = analyse(index, question);
    const said_before before{analyse(index, "node timeout"), 0.3};
    std::vector<bool> wanted;
    for (std::size_t i = 0; some_only && i < count; ++i)
        wanted.push_back(i % 3 == 0);

    std::vector<bonus> bonuses;
    for (std::uint32_t i = 0; i < count; i += 7)
        bonuses.push_back({.document = i, .score = static_cast<float>(i % 5)});

    for (const said_before* const heard : {static_cast<const said_before*>(nullptr), &before}) {
        auto all = rank(index, own, heard, bonuses, wanted, count + 1);
        for (const std::size_t limit : {std::size_t{1}, std::size_t{3}, std::size_t{24}}) {
            const auto few = rank(index, own, heard, bonuses, wanted, limit);
            REQUIRE(few.size() == std::min(limit, all.size()));
            for (std::size_t i = 0; i < few.size(); ++i) {
                CHECK(few[i].document == all[i].document);
                CHECK(few[i].wording == all[i].wording);
                CHECK(few[i].score == all[i].score);
                CHECK(few[i].agreement == all[i].agreement);
            }
        }
    }
}
