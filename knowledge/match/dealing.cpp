#include "knowledge/match/dealing.hpp"

#include <algorithm>

namespace knowledge::match {

namespace {

// SplitMix64.
std::uint64_t mixed(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

} // namespace

dealt deal(std::size_t questions, std::size_t folds, std::uint64_t dealing) {
    dealt result{std::vector<std::size_t>(questions), std::vector<std::size_t>(questions)};
    for (std::size_t i = 0; i < questions; ++i)
        result.order[i] = i;
    const std::uint64_t turned = dealing == 0 ? 0 : mixed(dealing);
    std::sort(result.order.begin(), result.order.end(),
              [turned](std::size_t a, std::size_t b) { return mixed(a ^ turned) < mixed(b ^ turned); });
    for (std::size_t i = 0; i < questions; ++i)
        result.fold[result.order[i]] = i % folds;
    return result;
}

} // namespace knowledge::match
