// Reads the documents of which an index is built: what terms there are in which field, and how long the fields are.
#pragma once

#include "knowledge/match/hash_set.hpp"
#include "knowledge/match/index.hpp"
#include "knowledge/match/occurrences.hpp"
#include "knowledge/match/postings.hpp"
#include "knowledge/match/sketch.hpp"
#include "knowledge/text/tokenise.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::match {

// The length of fields that are not empty.
struct mean {
    double sum = 0;
    std::size_t count = 0;

    void add(std::size_t length) {
        if (length == 0) return;
        sum += static_cast<double>(length);
        ++count;
    }
    void add(const mean& other) {
        sum += other.sum;
        count += other.count;
    }
    [[nodiscard]] float value() const {
        return count == 0 ? 1.0F : static_cast<float>(sum / static_cast<double>(count));
    }
};

// Of all fields, in tokens.
struct lengths {
    std::vector<std::uint16_t> wordings, answers, contexts;
};

// Reads documents, of each its answer first, then what was asked before, then its wordings.
class document_reader {
  public:
    // What is known of a wording or document is written to its place in `tokens` and `letters`; several readers may do
    // so at once, each for its own documents. For many of them words are remembered.
    document_reader(unsigned bits, bool many, const text::synonyms* own, lengths& tokens, std::vector<sketch>& letters)
        : found(bits), own_words_(own), tokens_(tokens), letters_(letters) {
        if (many) list_.remember_words();
    }

    void read(const document& one, std::uint32_t number, std::uint32_t first_wording);

    struct word {
        std::uint64_t hash;
        std::string text;
    };

    occurrences found;
    std::array<mean, field_count> mean_length;
    std::vector<word> words; // Latin ones, each once, in order of appearance
    hash_set seen;           // their hashes

  private:
    std::uint16_t read(std::string_view field_text, field which, std::uint32_t number);
    [[nodiscard]] bool is_kept(const text::token_list::item& token) const;
    void keep(const text::token_list::item& token);

    const text::synonyms* own_words_; // may be null
    lengths& tokens_;
    std::vector<sketch>& letters_;
    std::string chain_, folded_;
    std::vector<bool> kept_; // by their number in the memory of the list: words that need not be looked for in `seen`
    text::token_list list_;
};

} // namespace knowledge::match
