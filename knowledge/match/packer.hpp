// Packs occurrences into lists of postings, terms in the order of their hashes (invert.cpp).
#pragma once

#include "knowledge/match/document_reader.hpp"
#include "knowledge/match/inverted.hpp"
#include "knowledge/match/occurrences.hpp"
#include "knowledge/match/term_groups.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace knowledge::match {

// One run of parts. What it is given outlives it.
class packer {
  public:
    // With a `base`, rarity is that of the base; nullptr for none.
    packer(const statistics& counted, const inverted* base, const unit_space& space,
           std::span<const std::uint32_t> document_of, const lengths& tokens);

    // The parts [from, to) of 2^bits, of what two readers found: the first one in documents before the other's.
    void pack(const occurrences& first, const occurrences& second, unsigned bits, std::size_t from, std::size_t to);

    struct term {
        std::uint64_t hash;
        std::uint32_t size, entries; // bytes of its list, entries it is in
    };
    std::vector<term> terms; // ascending by hash
    std::vector<std::byte> bytes;
    std::vector<float> weights;       // per wording: what the terms of these parts add to its weight
    std::vector<std::uint8_t> in_han; // per wording

  private:
    unsigned deal(const occurrences& first, const occurrences& second, std::size_t part, unsigned bits);
    void expect_as_much_again(std::size_t parts);
    void pack_single(std::uint64_t hash, const place* at);
    void pack(std::uint64_t hash, std::span<const place> places);
    posting posting_of(field which, std::uint32_t number, std::uint32_t times, std::uint32_t times_in_answer,
                       std::uint32_t times_in_context);
    void add_weight(std::uint32_t wording, text::token_kind kind, float weight);
    float rarity_of(std::uint64_t hash, std::uint32_t in_entries);
    float rarity_in(std::uint32_t n);
    [[nodiscard]] float x(field in, std::uint32_t tokens, std::uint32_t times) const;
    [[nodiscard]] std::uint32_t document_of(field which, std::uint32_t number) const;
    [[nodiscard]] std::uint32_t tokens_of(field which, std::uint32_t number) const;
    void fetch_what_is_known_of(const place& there) const;

    const statistics& counted_;
    const inverted* base_;
    const unit_space& space_;
    std::span<const std::uint32_t> document_of_; // by wording
    const lengths& tokens_;
    bool one_each_; // each document has one wording, of the document's number
    std::array<std::uint32_t, field_count> first_unit_{};

    std::vector<std::size_t> pieces_, next_; // where each begins, and one past the last; where its next one goes
    std::vector<occurrence> dealt_;
    term_groups groups_;
    std::array<std::vector<posting>, field_count> postings_; // of one term
    static constexpr std::size_t lengths_remembered = 512;
    std::array<std::array<std::uint8_t, lengths_remembered>, field_count> of_one_{}; // impacts; 0: not known yet
    std::array<float, 256> rarities_{};                                              // 0: not known yet
};

} // namespace knowledge::match
