// What the postings say of a few candidates: the impact of every term in each of them, gathered list by list, because
// walking a short list once costs less than searching it for each candidate.
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
    std::array<std::uint8_t, 4> bytes{}; // by field; the last is always 0

    [[nodiscard]] bool empty() const { return std::bit_cast<std::uint32_t>(bytes) == 0; }
};

// Keeps its memory, which grows to the biggest index it was filled from.
class impact_table {
  public:
    static constexpr std::size_t most_rows = 64;

    // A row a document; `documents` ascend, at most `most_rows`. Of each the impacts in answer and context, and in the
    // wording where it has only one.
    void fill(const inverted& index, const asked& question, std::span<const std::uint32_t> documents);
    // By term: the question's own, then those of what was said before.
    [[nodiscard]] std::span<impacts_of_term> row(std::size_t place) {
        return std::span(cells_).subspan(place * terms_, terms_);
    }

  private:
    class filling;

    std::size_t terms_ = 0;
    std::vector<impacts_of_term> cells_;
    std::vector<std::uint8_t> row_of_document_, row_of_wording_; // while it is filled: row + 1; otherwise 0
};

} // namespace knowledge::match
