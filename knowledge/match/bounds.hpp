// What each entry can score at most, reckoned for all of them at once: term at a time over the postings, with impacts
// rounded up to bytes, in 16 bits an entry. Who cannot be among the best need not be looked at exactly.
#pragma once

#include "knowledge/match/ranking.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace knowledge::match {

// Of one question; keeps the memory of one thread busy, so there is one at a time in each. Scores are in units of its
// own, as small as 16 bits allow.
class bounds {
  public:
    // All are kept by reference. `limit` is how many of the best are looked for; `few_postings` as in ranking.hpp.
    bounds(const inverted& index, const asked& question, std::span<const bonus> bonuses, const wanted_documents& wanted,
           std::size_t limit, std::uint64_t few_postings);

    struct promise {
        std::uint32_t document, most;
    };
    // As many wanted entries as are looked for, or all with a term of the question: those that promise most, ascending.
    [[nodiscard]] std::vector<std::uint32_t> most_promising();
    // All wanted entries that may score as much as `least`, ascending. To be asked once.
    [[nodiscard]] std::vector<promise> that_may_reach(double least);
    [[nodiscard]] bool may_reach(const promise& one, double least) const { return one.most >= units(least); }

  private:
    using multipliers = std::array<std::uint16_t, field_count>; // of a list, what a whole share adds by field

    // Grows to the biggest index its thread has searched.
    struct scratch {
        std::vector<std::uint16_t> wordings, documents; // sums, by unit
        std::vector<std::uint16_t> blocks;              // the most of 16 documents each
        std::vector<std::uint32_t> high_blocks;         // while they are looked at
        unit_set units;                                 // of the few that are made up for
        std::vector<std::uint32_t> places;              // of those, in the sums of their field
    };
    static scratch& of_this_thread();

    void choose_unit();
    [[nodiscard]] multipliers multipliers_of(std::size_t term) const;
    void add_all(std::uint64_t few_postings);
    struct weighed_list {
        posting_list postings;
        multipliers by;
        std::uint32_t most_added; // to one sum
        std::uint32_t cost;       // how long it takes to add, in postings
    };
    void add(const weighed_list& weighed);
    void add_what_matters(std::vector<weighed_list> lists);
    [[nodiscard]] std::uint32_t sum_of_best();
    void add_to(std::span<const promise> few, const weighed_list& list);
    void reckon_blocks();
    [[nodiscard]] std::uint32_t least_of_best_blocks() const;
    void find_blocks(std::uint32_t least);
    // The entry's sum comes to no more; where it does not reach `least`, any number below that will do.
    [[nodiscard]] std::uint32_t most_of(std::uint32_t d, std::uint32_t least) const {
        const std::uint32_t own = sums_.documents[d];
        if (merged_) return own;
        std::uint16_t highest = 0;
        for (std::uint32_t unit = index_.first_wording[d]; unit < index_.first_wording[d + 1]; ++unit)
            highest = std::max(highest, sums_.wordings[unit]);
        const std::uint32_t most = own + highest;
        return most < least || index_.has_one_wording(d) ? most : own + pooled_of(d);
    }
    [[nodiscard]] std::uint32_t pooled_of(std::uint32_t document) const;
    // The sum that an entry must have to score as much.
    [[nodiscard]] std::uint32_t units(double score) const {
        const auto needed = static_cast<std::uint32_t>(score * per_score_ * (1 - rounding));
        return needed > left_out_ ? needed - left_out_ : 1;
    }

    // Calls `use(document, sum)` for each wanted one of the block whose sum may be `least` or more.
    template <class Use>
    void each_in_block(std::uint32_t block, const std::uint32_t& least, Use use) const {
        const std::uint32_t to = std::min((block + 1) * block_size, index_.space.documents);
        for (std::uint32_t d = block * block_size; d < to; ++d) {
            const std::uint32_t most = most_of(d, least);
            if (most >= least && wanted_.has(d)) use(d, most);
        }
    }

    // How many entries are passed over together when none of them comes near the best: more, and the best wording of
    // one and the best answer of another promise what neither has.
    static constexpr std::uint32_t block_size = 16;
    static constexpr double rounding = 1e-6; // of sums of floats, in shares

    const inverted& index_;
    const asked& question_;
    std::span<const bonus> bonuses_;
    const wanted_documents& wanted_;
    std::size_t limit_;
    scratch& sums_;
    bool merged_; // every entry has one wording: one sum an entry is enough
    double per_score_ = 0;
    std::vector<weighed_list> waiting_; // not added
    std::uint32_t left_out_ = 0;        // the most that those can add to a sum
};

} // namespace knowledge::match
