// A fixed table of words, each with a value, found by the hash the caller has computed anyway.
#pragma once

#include "knowledge/text/hash.hpp"

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace knowledge::text {

// Tells of nearly all words of a text that they are not in a table, without looking into it: 8 KiB that stay near.
class hash_filter {
  public:
    [[nodiscard]] bool may_have(std::uint64_t hash) const { return bits_[place_of(hash)]; }
    void add(std::uint64_t hash) { bits_[place_of(hash)] = true; }

  private:
    static std::size_t place_of(std::uint64_t hash) { return static_cast<std::size_t>(hash >> 48U); }
    std::bitset<0x10000> bits_;
};

template <class Value>
class hashed_words {
  public:
    // `fill` is handed a function add(std::string word, std::uint64_t hash, Value value); of a word added twice the
    // first counts.
    template <class Fill>
    explicit hashed_words(Fill fill) {
        std::vector<word> words;
        fill([&](std::string text, std::uint64_t hash, Value value) {
            words.push_back({hash, std::move(text), std::move(value)});
        });
        std::size_t size = 64;
        while (size < words.size() * 2)
            size *= 2;
        slots_.resize(size);
        for (const word& one : words)
            filter_.add(one.hash);
        for (word& one : words) {
            word& slot = slots_[place_of(one.text, one.hash)];
            if (slot.text.empty()) slot = std::move(one);
        }
    }

    // nullptr when there is no such word.
    [[nodiscard]] const Value* find(std::string_view text, std::uint64_t hash) const {
        if (!filter_.may_have(hash)) return nullptr;
        const word& slot = slots_[place_of(text, hash)];
        return slot.text.empty() ? nullptr : &slot.value;
    }

    [[nodiscard]] const hash_filter& filter() const { return filter_; }

  private:
    struct word {
        std::uint64_t hash = 0;
        std::string text; // empty: nothing is here
        Value value{};
    };

    [[nodiscard]] std::size_t place_of(std::string_view text, std::uint64_t hash) const {
        const std::size_t mask = slots_.size() - 1;
        std::size_t at = hash & mask;
        while (!slots_[at].text.empty() && (slots_[at].hash != hash || slots_[at].text != text))
            at = (at + 1) & mask;
        return at;
    }

    hash_filter filter_;
    std::vector<word> slots_; // a power of two, less than half full, linear probing
};

} // namespace knowledge::text
