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
    image_writer writer;
    invert(documents, nullptr, writer);
    const image all_of_it = writer.finish();
    const inverted index(all_of_it);
    const auto own = analyse(index, nullptr, question);
    const said_before before{analyse(index, nullptr, "node timeout"), 0.3};
    std::vector<std::uint32_t> collection_of;
    for (std::size_t i = 0; i < count; ++i)
        collection_of.push_back(i % 3 == 0 ? 1 : 0);
    wanted_documents wanted;
    if (some_only) wanted = {collection_of, {false, true}, {}};

    std::vector<bonus> bonuses;
    for (std::uint32_t i = 0; i < count; i += 7)
        bonuses.push_back({.document = i, .score = static_cast<float>(i % 5)});

    for (const said_before* const heard : {static_cast<const said_before*>(nullptr), &before}) {
        const asked asked{own, heard, lists_of(index, own),
                          heard == nullptr ? std::vector<posting_list>() : lists_of(index, heard->terms)};
        const auto all = rank(index, asked, bonuses, wanted, count + 1).best;
        for (const std::size_t limit : {std::size_t{1}, std::size_t{3}, std::size_t{24}}) {
            const auto few = rank(index, asked, bonuses, wanted, limit).best;
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
