// Groups occurrences by term: some thousand at a time, so that all of it stays in the nearest cache.
#pragma once

#include "knowledge/match/occurrences.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace knowledge::match {

// Some bits of a hash, behind those that are the same in all of a part or piece.
class bits_of_hash {
  public:
    bits_of_hash(unsigned behind, unsigned count) : shift_(64 - behind - count), mask_((std::size_t{1} << count) - 1) {}
    [[nodiscard]] std::size_t operator()(std::uint64_t hash) const { return hash >> shift_ & mask_; }
    [[nodiscard]] std::size_t mask() const { return mask_; }

  private:
    unsigned shift_; // below 64
    std::size_t mask_;
};

// How many bits tell so many apart.
[[nodiscard]] unsigned bits_for(std::size_t count);

class term_groups {
  public:
    // `bits` of the hashes are the same in all of the piece, one at least.
    void group(std::span<const occurrence> piece, unsigned bits);

    // Calls `use(hash, places)` for each term, in the order of the hashes; places in the order of the piece. Behind
    // them `sooner` more can be read: those of the terms that come next, or any others that were there before.
    template <class Use>
    void each(Use use) const {
        const place* from = places_.data();
        for (const std::uint32_t slot : order_) {
            const place* const behind = places_.data() + next_of_[slot];
            use(hash_of_[slot], std::span(from, behind));
            from = behind;
        }
    }
    static constexpr std::size_t sooner = 16; // about as many as are dealt with while memory answers

  private:
    void sort_nearly_sorted();

    // Linear probing in a table with a fifth to spare, most of it empty: terms occur more than once. Its order is that
    // of the hashes but for those that had to move on.
    std::vector<std::uint64_t> hash_of_; // by slot
    std::vector<std::uint32_t> next_of_; // by slot: how many there are, later where the next one goes
    std::vector<std::uint32_t> order_;   // slots of terms, by hash
    std::vector<std::uint32_t> slot_of_; // by occurrence
    std::vector<place> places_;
};

} // namespace knowledge::match
