#include "knowledge/match/young.hpp"

#include "knowledge/match/dealing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

namespace knowledge::match {

namespace {

constexpr std::uint64_t draws_of_a_size = 6;
constexpr std::size_t fewest_unanswerable = 30;

// 0 … n-1 in an order that is another for each draw.
std::vector<std::size_t> shuffled(std::size_t n, std::uint64_t draw) {
    return deal(n, 1, draw + 1).order;
}

std::set<entry_id> known_entries(const eval_set& whole, std::size_t entries, std::uint64_t draw) {
    std::set<entry_id> known;
    for (const std::size_t i : shuffled(whole.queries.size(), draw))
        for (const entry_id right : whole.queries[i].gold)
            if (known.size() < (entries + 1) / 2) known.insert(right);
    for (const std::size_t i : shuffled(whole.documents.size(), draw))
        if (known.size() < entries) known.insert(whole.documents[i].id);
    return known;
}

young_set drawn(const eval_set& whole, std::size_t entries, std::uint64_t draw) {
    const auto known = known_entries(whole, entries, draw);
    young_set young;
    young.entries = entries;
    young.set.name = fmt::format("{}, {} entries", whole.name, entries);
    for (const document& one : whole.documents) {
        if (!known.contains(one.id)) continue;
        young.set.documents.push_back(one);
        if (!known.contains(one.previous)) young.set.documents.back().previous = {};
    }
    const auto add = [&](std::size_t i, std::vector<entry_id> gold) {
        young.set.queries.push_back(whole.queries[i]);
        young.set.queries.back().gold = std::move(gold);
        young.of_whole.push_back(i);
    };
    std::vector<std::size_t> others;
    for (const std::size_t i : shuffled(whole.queries.size(), draw)) {
        std::vector<entry_id> gold = whole.queries[i].gold;
        std::erase_if(gold, [&](entry_id id) { return !known.contains(id); });
        if (gold.empty())
            others.push_back(i);
        else
            add(i, std::move(gold));
    }
    others.resize(std::min(others.size(), std::max(young.set.queries.size(), fewest_unanswerable)));
    for (const std::size_t i : others)
        add(i, {});
    return young;
}

} // namespace

std::vector<young_set> young_sets(const eval_set& whole) {
    std::vector<young_set> result;
    const bool names_entries = std::ranges::none_of(whole.queries, [](const labelled_query& one) { return one.any; });
    if (!names_entries) return result;
    for (const std::size_t entries : young_sizes)
        for (std::uint64_t draw = 0; draw < draws_of_a_size && entries * 2 <= whole.documents.size(); ++draw)
            result.push_back(drawn(whole, entries, draw));
    return result;
}

} // namespace knowledge::match
