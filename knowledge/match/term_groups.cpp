#include "knowledge/match/term_groups.hpp"

#include <utility>

namespace knowledge::match {

unsigned bits_for(std::size_t count) {
    unsigned bits = 0;
    while (std::size_t{1} << bits < count)
        ++bits;
    return bits;
}

void term_groups::group(std::span<const occurrence> piece, unsigned bits) {
    const bits_of_hash slot_of(bits, bits_for(piece.size() + piece.size() / 4 + 1));
    const std::size_t mask = slot_of.mask();
    next_of_.assign(mask + 1, 0);
    if (hash_of_.size() <= mask) hash_of_.resize(mask + 1);
    if (slot_of_.size() < piece.size()) {
        slot_of_.resize(piece.size());
        places_.resize(piece.size() + sooner);
    }
    for (std::size_t i = 0; i < piece.size(); ++i) {
        const std::uint64_t hash = piece[i].hash;
        std::size_t at = slot_of(hash);
        while (next_of_[at] != 0 && hash_of_[at] != hash)
            at = (at + 1) & mask;
        hash_of_[at] = hash;
        ++next_of_[at];
        slot_of_[i] = static_cast<std::uint32_t>(at);
    }
    // Without a branch: nobody foresees which slots are empty.
    order_.resize(mask + 1);
    std::size_t terms = 0;
    for (std::uint32_t at = 0; at <= mask; ++at) {
        order_[terms] = at;
        terms += next_of_[at] != 0 ? 1 : 0;
    }
    order_.resize(terms);
    sort_nearly_sorted();
    std::uint32_t behind = 0;
    for (const std::uint32_t at : order_)
        behind += std::exchange(next_of_[at], behind);
    for (std::size_t i = 0; i < piece.size(); ++i)
        places_[next_of_[slot_of_[i]]++] = piece[i].at;
}

void term_groups::sort_nearly_sorted() {
    for (std::size_t i = 1; i < order_.size(); ++i) {
        const std::uint32_t one = order_[i];
        std::size_t to = i;
        for (; to > 0 && hash_of_[order_[to - 1]] > hash_of_[one]; --to)
            order_[to] = order_[to - 1];
        order_[to] = one;
    }
}

} // namespace knowledge::match
