// What became of words that were met before: in texts by the thousand each word is folded, stemmed and looked up once,
// not every time it occurs. For words of ASCII letters and digits. A word is known by the hash of its text, as terms
// are everywhere.
#pragma once

#include "knowledge/text/stem_pair.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::text {

class word_memory {
  public:
    // Half a line of the cache.
    struct word {
        std::uint64_t hash = 0; // of the word as it is written; 0: no word
        std::uint64_t stemmed_hash = 0;
        std::uint32_t from = 0; // in texts(): the word folded, stemmed, hash and text of the term of its meaning
        std::uint8_t size = 0, stemmed_size = 0, meaning_size = 0;
        bool is_whole : 1 = false;  // false: it is cut into several (StateMachine), and nothing else of this is known
        bool is_folded : 1 = false; // as it is written
        bool is_number : 1 = false, is_function : 1 = false;
        // In a pair of words: as its first, and as its second behind each of them (learnt when it is met there).
        word_beginning beginning = word_beginning::unknown;
        std::array<word_ending, word_beginnings> endings{};

        [[nodiscard]] std::size_t meaning_from() const {
            return std::size_t{from} + size + stemmed_size + sizeof(std::uint64_t);
        }
    };
    static_assert(sizeof(word) == 32);

    // The word with that hash, nullptr when it is not known.
    [[nodiscard]] word* find(std::uint64_t hash) {
        word& one = words_[place_of(hash)];
        return one.hash == hash ? &one : nullptr;
    }
    // To be found sooner a little later.
    void prepare(std::uint64_t hash) const { __builtin_prefetch(&words_[hash & (words_.size() - 1)]); }
    [[nodiscard]] bool is_full() const { return count_ >= most_words; }
    // Of ASCII letters and digits, at most 64; not known yet, and the memory not full.
    word& learn(std::string_view written, std::uint64_t hash, bool is_whole);

    [[nodiscard]] const char* texts() const { return texts_.data(); }

    [[nodiscard]] std::uint64_t meaning_hash(const word& one) const {
        std::uint64_t hash = 0;
        std::memcpy(&hash, texts_.data() + one.meaning_from() - sizeof hash, sizeof hash);
        return hash;
    }

  private:
    static constexpr std::size_t most_words = 1U << 17U; // some 10 MB; beyond, the words that come are seldom met again

    [[nodiscard]] std::size_t place_of(std::uint64_t hash) const {
        const std::size_t mask = words_.size() - 1;
        std::size_t at = hash & mask;
        while (words_[at].hash != 0 && words_[at].hash != hash)
            at = (at + 1) & mask;
        return at;
    }
    word& add(const word& one);

    std::vector<word> words_ = std::vector<word>(256); // linear probing, at most half full
    std::size_t count_ = 0;
    std::string texts_;
};

} // namespace knowledge::text
