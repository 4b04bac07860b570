// What the postings say of a few candidates: the impact of every term in each of them, gathered list by list. A short
// list is walked once; in a long one all candidates are searched together, so that no step waits for the one before.
#pragma once

#include "knowledge/match/inverted.hpp"
#include "knowledge/match/ranking.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace knowledge::match {

// The impacts of one term in one candidate, as the postings have them.
struct impacts_of_term {
    std::array<std::uint8_t, field_count> bytes{}; // by field; of the wording only when there is one, or one was chosen
    std::uint8_t unused = 0;
};

// Keeps its memory, which grows to the biggest index it was filled from.
class impact_table {
  public:
    static constexpr std::size_t most_rows = 64;

    // A row a document; `documents` ascend, at most `most_rows`.
    void fill(const inverted& index, const asked& question, std::span<const std::uint32_t> documents);

    [[nodiscard]] impacts_of_term of(std::size_t row, std::size_t term) const { return cells_[row * terms_ + term]; }

    // Calls `use(term, impacts)` for each term that is in the row, ascending: the question's own, then those of what
    // was said before.
    template <class Use>
    void each(std::size_t row, Use use) const {
        for (std::size_t word = 0; word < words_; ++word)
            for (std::uint64_t left = seen_[row * words_ + word]; left != 0; left &= left - 1) {
                const std::size_t term = word * 64 + static_cast<std::size_t>(std::countr_zero(left));
                use(term, of(row, term));
            }
    }

    // Of documents with several wordings the impacts in each of them: ascending by term, then by unit.
    struct in_wording {
        std::uint32_t term, unit;
        std::uint8_t row, impact;
    };
    [[nodiscard]] std::span<const in_wording> in_wordings() const { return in_wordings_; }

    // From now on that one stands for the wording of the row.
    void choose(const in_wording& one) { put(one.row, one.term, field::wording, one.impact); }

  private:
    class filling;
    void put(std::size_t row, std::size_t term, field which, std::uint8_t impact) {
        cells_[row * terms_ + term].bytes[static_cast<std::size_t>(which)] = impact;
        seen_[row * words_ + term / 64] |= std::uint64_t{1} << (term % 64);
    }

    std::size_t terms_ = 0, words_ = 0; // words: of 64 bits a row
    std::vector<impacts_of_term> cells_;
    std::vector<std::uint64_t> seen_; // one bit a term
    std::vector<in_wording> in_wordings_;

    // Where to look in long lists, the same for every term.
    struct place {
        field which;
        std::uint8_t row;
        std::uint32_t unit; // in the region of the field
    };
    unit_set units_;
    std::vector<place> places_; // of each unit
    std::array<bool, most_rows> several_wordings_{};
    std::vector<std::uint8_t> row_of_document_, row_of_wording_; // while it is filled: row + 1; otherwise 0
};

} // namespace knowledge::match
