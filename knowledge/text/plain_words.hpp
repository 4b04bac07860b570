// The words of a text that a memory of words knows or may get to know: ASCII letters and digits without joiners. They
// are found and hashed some words before their turn, so that their places in the memory, which is large, are near by
// then.
#pragma once

#include "knowledge/text/word_memory.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace knowledge::text {

inline constexpr std::size_t longest_word_bytes = 64; // longer ones are keys or blobs

class plain_words {
  public:
    // Both outlive it. Behind the text `readable_behind` bytes can be read, whatever they are.
    plain_words(std::string_view text, const word_memory& memory) : text_(text), memory_(memory) {}

    struct word {
        std::size_t from = 0, size = 0; // 0: there is none
        std::uint64_t hash = 0;
    };

    // The word that begins there; no letter or digit stands before it.
    [[nodiscard]] word at(std::size_t from) {
        word here;
        if (known_ > 0 && ahead_[first_].from == from) {
            here = ahead_[first_];
            first_ = (first_ + 1) % depth;
            --known_;
        } else {
            known_ = 0;
            here = look(from);
        }
        look_ahead(here);
        return here;
    }

  private:
    static constexpr std::size_t depth = 4;

    [[nodiscard]] word look(std::size_t from) const;
    [[nodiscard]] bool goes_on(std::size_t at) const;

    void look_ahead(word last) {
        if (known_ > 0) last = ahead_[(first_ + known_ - 1) % depth];
        while (known_ < depth && last.size != 0) {
            const std::size_t behind = last.from + last.size;
            if (behind + 1 >= text_.size() || text_[behind] != ' ') return;
            last = ahead_[(first_ + known_++) % depth] = look(behind + 1);
        }
    }

    std::string_view text_;
    const word_memory& memory_;
    std::array<word, depth> ahead_; // a ring
    std::size_t first_ = 0, known_ = 0;
};

} // namespace knowledge::text
