#include "knowledge/match/hash_set.hpp"

namespace knowledge::match {

void hash_set::grow() {
    std::vector<std::uint64_t> old(slots_.size() * 2, 0);
    old.swap(slots_);
    for (const std::uint64_t hash : old)
        if (hash != 0) slots_[place_of(hash)] = hash;
}

} // namespace knowledge::match
