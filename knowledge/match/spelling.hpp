// Finds the known word a mistyped one was meant to be: "setea" → "seata", "follwer" → "follower". Latin words only;
// asked only for words the index has never seen.
#pragma once

#include "knowledge/match/vocabulary.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::match {

class spelling {
  public:
    struct suggestion {
        term_id term = unknown_term;
        double likeness = 0; // 0..1
    };

    // `word` is a stemmed Latin word that occurs in `entries` entries. Words of other sizes are left out.
    void add(std::string_view word, term_id term, std::uint32_t entries);

    // The known words that `word` may stand for, the likeliest first, at most `limit`; ties by the commoner word. Alike
    // means: one slip away (two for long words; a swap of neighbours is one slip), or sharing most of their
    // three-letter pieces.
    [[nodiscard]] std::vector<suggestion> suggest(std::string_view word, std::size_t limit) const;

  private:
    struct known_word {
        std::string text;
        term_id term;
        std::uint32_t entries;
        std::uint32_t letters; // which of a-z and digits occur, one bit each
    };
    std::vector<std::vector<known_word>> by_length_;
};

// Slips between two words: a letter left out, added, replaced, or swapped with its neighbour. Gives up above `most` and
// returns most + 1.
[[nodiscard]] std::size_t slips_between(std::string_view a, std::string_view b, std::size_t most);

} // namespace knowledge::match
