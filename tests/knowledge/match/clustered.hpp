// Many questions put into clusters at once, as they would be if they were asked one after the other.
#pragma once

#include "knowledge/match/open_questions.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tests {

// For each of `all` the place of the first one it belongs together with: its own when there is none before it. Each
// joins the cluster of the one it is closest to.
inline std::vector<std::size_t> clustered(std::span<const knowledge::match::asked_question> all,
                                          std::shared_ptr<const knowledge::match::index> knowledge) {
    knowledge::match::open_questions before(std::move(knowledge));
    std::vector<std::size_t> first(all.size());
    std::unordered_map<std::int64_t, std::size_t> place;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto near = before.nearest(all[i], 1, 1);
        first[i] = !near.empty() ? first[place.at(near.front().id.value)] : i;
        place.emplace(all[i].id.value, i);
        before.add(all[i]);
    }
    return first;
}

} // namespace tests
