// A community's own words that mean the same: nicknames of its products, the abbreviations it uses, in both languages.
// The shipped glossary (glossary.hpp) has the general words of software; whoever shares a word with one of its rows
// joins that row. Texts of the knowledge and questions are read with the same synonyms, or they would miss each other.
#pragma once

#include "knowledge/text/first_character.hpp"
#include "knowledge/text/tokenise.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace knowledge::text {

// "" for a word that texts can be searched for: Chinese characters alone, or one English word as it is written
// ("sofa-rpc"), or two of them; otherwise what was expected.
[[nodiscard]] std::string wrong_synonym(std::string_view word);

class synonyms {
  public:
    // Words that wrong_synonym() refuses are passed over; a word of two rows counts in the first.
    explicit synonyms(std::span<const std::vector<std::string>> rows);
    synonyms(const synonyms&) = delete;
    synonyms& operator=(const synonyms&) = delete;

    // Adds the meaning of each word of the rows to the tokens of a text.
    void add_meanings(token_list& tokens) const;

    // A word of the rows as it stands in a text.
    struct in_text {
        std::uint64_t meaning;                // hash of the term that is added for it
        std::span<const std::uint64_t> terms; // hashes of those that the word itself is cut into
        bool general;                         // its row is one of the shipped glossary's, too
    };
    // In the order in which their meanings are added.
    [[nodiscard]] std::vector<in_text> words_in(const token_list& tokens) const;

    // Differs where the rows do; 0 for none.
    [[nodiscard]] std::uint64_t fingerprint() const { return fingerprint_; }

  private:
    struct known_word {
        std::string term;    // as the tokeniser makes it
        std::string meaning; // name of the row
        bool in_han = false;
        bool general = false;
        std::uint64_t hash_of_meaning = 0;
        std::vector<std::uint64_t> cut; // hashes of the terms it is cut into
    };
    static std::vector<known_word> read(std::span<const std::vector<std::string>> rows);
    explicit synonyms(std::vector<known_word> words);

    std::vector<known_word> words_;
    template <class Take>
    void each_word_in(const token_list& tokens, Take take) const; // with each known_word

    words_by_first_character<std::uint32_t> han_; // views of words_, and places there
    std::unordered_map<std::uint64_t, std::uint32_t>
        latin_; // places, by the hash of the term: not every token has a text
    std::uint64_t fingerprint_ = 0;
    bool any_han_ = false;
};

} // namespace knowledge::text
