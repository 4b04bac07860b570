// A question as the index sees it: its terms with their weights, what of it the index has never seen, and how far it
// leans on what was said before.
#pragma once

#include "knowledge/match/inverted.hpp"
#include "knowledge/match/noted_words.hpp"
#include "knowledge/match/sketch.hpp"
#include "knowledge/text/cues.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace knowledge::match {

struct query_term {
    std::uint64_t hash = 0;    // of the word it stands for, when its spelling was corrected
    term_id id = unknown_term; // in the knowledge
    float weight = 0;          // kind weight x rarity, less for a corrected spelling
    float rarity = 0;
    text::token_kind kind = text::token_kind::word;
    bool known = false; // in the knowledge or among its changes
};

struct query_terms {
    std::vector<query_term> terms; // each term once, unseen ones included
    float weight = 0;              // sum over them
    float unseen_weight = 0;       // of those the index has never seen, not even misspelt
    int unseen_words = 0;          // Latin words and numbers among those
    bool in_han = false;           // it has Han characters
    float familiarity = 0;         // sum over content terms of kind weight x how common the term is in the index
    float content_weight = 0;      // sum of their kind weights
    sketch letters;                // empty until it is needed: only the question itself has one
};

// `changes` are entries newer than `index`, or nullptr. What is rare is reckoned by `index` alone. `noted`, where there
// is one, becomes what people are told of its words.
[[nodiscard]] query_terms analyse(const inverted& index, const inverted* changes, std::string_view text,
                                  noted_words* noted = nullptr);

// Where the terms occur, one list a term, empty for those that do not. `index` is the one they were analysed with.
[[nodiscard]] std::vector<posting_list> lists_of(const inverted& index, const query_terms& terms);
// The same in its changes.
[[nodiscard]] std::vector<posting_list> lists_in_changes(const inverted& changes, const query_terms& terms);

// How far a message leans on what was said before, 0 (stands alone) to 1 ("那呢?").
[[nodiscard]] double leaning(const text::message_cues& cues);

} // namespace knowledge::match
