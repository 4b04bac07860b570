// What became of words that were met before: in texts by the thousand each word is folded, stemmed and looked up once,
// not every time it occurs. For words of ASCII letters and digits. A word is known by the hash of its text, as terms are
// everywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::text {

class word_memory {
  public:
    // Half a line of the cache.
    struct word {
        std::uint64_t hash = 0; // of the word as it is written; 0: no word
        std::uint64_t stemmed_hash = 0, meaning_hash = 0;
        std::uint32_t from = 0; // in texts(): the word folded, stemmed, and the term of its meaning
        std::uint8_t size = 0, stemmed_size = 0, meaning_size = 0;
        bool is_whole : 1 = false; // false: it is cut into several (StateMachine), and nothing else of this is known
        bool is_folded : 1 = false; // as it is written
        bool is_number : 1 = false, is_function : 1 = false;
    };
    static_assert(sizeof(word) == 32);

    // The word with that hash, nullptr when it is not known.
    [[nodiscard]] const word* find(std::uint64_t hash) const {
        const word& one = words_[place_of(hash)];
        return one.hash == hash ? &one : nullptr;
    }
    // To be found sooner a little later.
    void prepare(std::uint64_t hash) const { __builtin_prefetch(&words_[hash & (words_.size() - 1)]); }
    [[nodiscard]] bool is_full() const { return count_ >= most_words; }
    // It must not be known, nor the memory full.
    const word& add(const word& one) {
        if (2 * (count_ + 1) > words_.size()) grow();
        ++count_;
        return words_[place_of(one.hash)] = one;
    }

    [[nodiscard]] std::string& texts() { return texts_; }

  private:
    static constexpr std::size_t most_words = 1U << 17U; // some 10 MB; beyond, the words that come are seldom met again

    [[nodiscard]] std::size_t place_of(std::uint64_t hash) const {
        const std::size_t mask = words_.size() - 1;
        std::size_t at = hash & mask;
        while (words_[at].hash != 0 && words_[at].hash != hash)
            at = (at + 1) & mask;
        return at;
    }
    void grow() {
        std::vector<word> old(words_.size() * 2);
        old.swap(words_);
        for (const word& one : old)
            if (one.hash != 0) words_[place_of(one.hash)] = one;
    }

    std::vector<word> words_ = std::vector<word>(256); // linear probing, at most half full
    std::size_t count_ = 0;
    std::string texts_;
};

} // namespace knowledge::text
