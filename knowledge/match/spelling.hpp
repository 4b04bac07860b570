// Finds the known word a mistyped one was meant to be: "setea" → "seata", "follwer" → "follower". Latin words only;
// asked only for words the index has never seen.
#pragma once

#include "knowledge/match/image.hpp"
#include "knowledge/match/term_table.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::match {

inline constexpr std::size_t shortest_corrected = 4; // "mosn"; of shorter ones too many are one slip apart (rpc, rps)
inline constexpr std::size_t longest_corrected = 32;

class spelling {
  public:
    struct suggestion {
        term_id term = unknown_term;
        std::uint64_t hash = 0;  // of its text
        double likeness = 0;     // 0..1
        std::string_view text{}; // lives as long as the image
    };

    spelling() = default;
    // A view of an image whose terms are so many. Throws damaged.
    spelling(const image& from, std::size_t terms);

    // The known words that `word` may stand for, the likeliest first, at most `limit`; ties by the commoner word. Alike
    // means: one slip away (two for long words; a swap of neighbours is one slip), or sharing most of their
    // three-letter pieces.
    [[nodiscard]] std::vector<suggestion> suggest(std::string_view word, std::size_t limit) const;

  private:
    [[nodiscard]] std::string_view text(std::uint32_t word) const {
        return {texts_.data() + starts_[word], texts_.data() + starts_[word + 1]};
    }

    // Of all known words, shorter ones first.
    std::span<const std::uint32_t> starts_;
    std::span<const char> texts_;
    std::span<const std::uint32_t> terms_, entries_;
    std::span<const std::uint32_t> letters_; // which of a-z and digits occur, one bit each
    std::span<const std::uint64_t> pieces_;  // which three-letter pieces may occur, one bit of 64 each
    std::array<std::uint32_t, longest_corrected + 2> first_of_length_{};
};

class spelling_writer {
  public:
    // `word` is a stemmed Latin word that occurs in `entries` entries. Words of other sizes are left out.
    void add(std::string_view word, term_id term, std::uint32_t entries);
    void write(image_writer& to);

  private:
    struct known_words { // of one length
        std::string texts;
        std::vector<term_id> terms;
        std::vector<std::uint32_t> entries;
    };
    std::array<known_words, longest_corrected + 1> of_length_;
};

// Slips between two words: a letter left out, added, replaced, or swapped with its neighbour. Gives up above `most` and
// returns most + 1.
[[nodiscard]] std::size_t slips_between(std::string_view a, std::string_view b, std::size_t most);

} // namespace knowledge::match
