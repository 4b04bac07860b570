// Something for each lane, found by hash: names of lanes begin alike for thirty letters, so that a tree compares all of
// them again at each step, and lanes are looked up with every message.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace bot::delivery {

struct lane_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view lane) const { return std::hash<std::string_view>()(lane); }
};

template <class Value>
using lane_map = std::unordered_map<std::string, Value, lane_hash, std::equal_to<>>;

} // namespace bot::delivery
