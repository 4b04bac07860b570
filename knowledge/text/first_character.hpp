// Words found by the character they begin with, for the longest one at a place of a text: the lexicon and the glossary.
#pragma once

#include "knowledge/text/utf8.hpp"

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace knowledge::text {

// Which characters words begin with. Nearly all characters of a text begin none, and one look tells.
class beginnings {
  public:
    // True also for a few that begin none: rare ones.
    [[nodiscard]] bool may_have(char32_t c) const { return c >= common || bits_[c]; }
    void add(char32_t c) {
        if (c < common) bits_[c] = true;
    }

  private:
    static constexpr char32_t common = 0xA000; // nearly all Chinese
    std::bitset<common> bits_;
};

// `Value` goes with each word.
template <class Value>
class words_by_first_character {
  public:
    struct word {
        std::string_view text;
        Value value;
    };

    explicit words_by_first_character(std::vector<word> words) : words_(std::move(words)) {
        // Of those with one character the longest first; of equal ones the first that was given.
        std::stable_sort(words_.begin(), words_.end(), [](const word& a, const word& b) {
            const char32_t of_a = first_of(a.text), of_b = first_of(b.text);
            return of_a != of_b ? of_a < of_b : a.text.size() > b.text.size();
        });
        std::size_t size = 64;
        while (size < words_.size() * 2)
            size *= 2;
        slots_.resize(size);
        for (std::uint32_t from = 0; from < words_.size();) {
            const char32_t first = first_of(words_[from].text);
            std::uint32_t to = from;
            while (to < words_.size() && first_of(words_[to].text) == first)
                ++to;
            slots_[place_of(first)] = {first, from, to};
            first_.add(first);
            from = to;
        }
    }

    // The longest word at `at`, nullptr when there is none.
    [[nodiscard]] const word* longest(std::string_view text, std::size_t at) const {
        std::size_t behind = at;
        const char32_t first = next_code_point(text, behind);
        if (!first_.may_have(first)) return nullptr;
        const slot& found = slots_[place_of(first)];
        for (std::uint32_t i = found.from; i < found.to; ++i)
            if (text.substr(at).starts_with(words_[i].text)) return &words_[i];
        return nullptr;
    }

    [[nodiscard]] const beginnings& first_characters() const { return first_; }

  private:
    struct slot {
        char32_t first = 0;
        std::uint32_t from = 0, to = 0; // in words_
    };

    static char32_t first_of(std::string_view text) {
        std::size_t at = 0;
        return next_code_point(text, at);
    }
    // Its slot, or the empty one where it would go.
    [[nodiscard]] std::size_t place_of(char32_t first) const {
        const std::size_t mask = slots_.size() - 1;
        std::size_t at = (first * 0x9E3779B1U >> 16U) & mask;
        while (slots_[at].to != 0 && slots_[at].first != first)
            at = (at + 1) & mask;
        return at;
    }

    beginnings first_;
    std::vector<word> words_;
    std::vector<slot> slots_; // a power of two, less than half full, linear probing
};

} // namespace knowledge::text
