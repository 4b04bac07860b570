// Term → where it occurs and how much that counts, in three fields: the wordings of an entry, each a unit of its own,
// its answer, and the earlier questions of its chain. Built once (invert.cpp), then read from any thread.
#pragma once

#include "knowledge/match/image.hpp"
#include "knowledge/match/impact.hpp"
#include "knowledge/match/index.hpp"
#include "knowledge/match/postings.hpp"
#include "knowledge/match/sketch.hpp"
#include "knowledge/match/spelling.hpp"
#include "knowledge/match/term_table.hpp"
#include "knowledge/text/synonyms.hpp"
#include "knowledge/text/tokenise.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace knowledge::match {

// Of the whole knowledge: what is rare, and how long fields usually are.
struct statistics {
    std::uint64_t entries = 0; // what rarity is reckoned by
    std::array<float, field_count> mean_length{1, 1, 1};
    std::uint32_t unused = 0;

    // ln(1 + (N - n + 0.5) / (n + 0.5)) of a term in n entries.
    [[nodiscard]] float rarity(std::uint32_t n) const;
};

// The terms of a text, with the meanings that `own` adds.
void read_text(std::string_view text, const text::synonyms* own, text::token_list& into);

// A view of an image.
class inverted {
  public:
    inverted() = default;
    // Throws damaged. `own` are the synonyms its texts were read with, nullptr for none; they outlive it.
    explicit inverted(const image& from, const text::synonyms* own = nullptr);

    // Cuts a text as the texts of the knowledge were cut.
    void tokenise(std::string_view text, text::token_list& into) const { read_text(text, own_words_, into); }

    term_table terms;
    posting_lists lists; // by the number of the term
    spelling words;
    statistics counted;
    float unseen_rarity = 0; // of a term that occurs nowhere
    unit_space space;

    std::span<const std::uint32_t> first_wording;  // per document, and one past the last
    std::span<const float> wording_weight;         // per wording: sum of kind weight x rarity of its terms
    std::span<const sketch> wording_letters;       // per wording
    std::span<const std::uint16_t> answer_tokens;  // per document
    std::span<const std::uint16_t> context_tokens; // per document

    [[nodiscard]] std::uint32_t documents() const { return space.documents; }
    [[nodiscard]] bool has_one_wording(std::uint32_t document) const {
        return first_wording[document + 1] - first_wording[document] == 1;
    }
    [[nodiscard]] bool in_han(std::uint32_t wording) const { return (wording_tokens_[wording] & han_flag) != 0; }
    [[nodiscard]] std::uint32_t tokens_of(std::uint32_t wording) const {
        return wording_tokens_[wording] & ~std::uint32_t{han_flag};
    }
    // What one occurrence is worth in that unit of the field.
    [[nodiscard]] float worth(field which, std::uint32_t number) const;

    static constexpr std::uint16_t han_flag = 0x8000; // beside the number of tokens: the wording has Han characters

    // A term of a community's word, and the meaning of that word, by their hashes.
    struct said_otherwise {
        std::uint64_t term, meaning;
    };
    // Adds the terms of those words of a text whose meaning its own texts say, be it in others.
    void add_said_otherwise(const text::token_list& tokens, std::vector<said_otherwise>& into) const;

  private:
    std::span<const std::uint16_t> wording_tokens_;
    const text::synonyms* own_words_ = nullptr;
};

// How much a term of this kind counts, before rarity. A pair of Han characters is what a word is in English; a Latin
// word among Chinese is mostly a name, and names decide. The values were found on the evaluation sets, one at a time;
// around them the measures change little.
[[nodiscard]] inline float kind_weight(text::token_kind kind) {
    //                                                      number  pair        han_pair
    //                                                 word   compound    han         function  meaning
    constexpr std::array<float, text::kind_count> weights{2.4F, 0.5F, 1.2F, 0.9F, 0.4F, 1.0F, 0.35F, 1.0F};
    return weights[static_cast<std::size_t>(kind)];
}

// Writes the arrays of `inverted`. With a `base`, rarity and lengths are reckoned by it: a few changed entries are
// weighed as the many they join.
void invert(std::span<const document> documents, const inverted* base, image_writer& to,
            const text::synonyms* own = nullptr);

} // namespace knowledge::match
