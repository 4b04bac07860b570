// Learns how the questions of an entry are worded, where there are many wordings to learn from: one linear classifier
// per entry, "this entry or any other", over the words, pairs of words and pieces of words. It weighs words by what
// they decide and not by how rare they are ("freeze" against "card"), which no formula over counts does: of 100
// questions asked of entries with 100 wordings it puts the right entry first in 93 cases, BM25F in 88.
//
// Trained when the index is built: squared hinge loss, stochastic gradient descent in a fixed order, so the same
// documents give the same classifier. The work is bounded (classifier.cpp).
#pragma once

#include "knowledge/match/inverted.hpp"
#include "knowledge/match/query_terms.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace knowledge::match {

// An entry is learnt from this many wordings on.
inline constexpr std::size_t fewest_wordings_to_learn = 5;

class classifier {
  public:
    classifier() = default; // has learnt no entry
    // A view of an image that holds this index. Throws damaged.
    classifier(const image& from, const inverted& index);

    // Learns the documents with enough wordings, when there are at least two, and writes the arrays. `index` is made
    // from the same documents.
    static void train(std::span<const document> documents, const inverted& index, image_writer& to);

    // The documents it has learnt, ascending.
    [[nodiscard]] std::span<const std::uint32_t> learnt() const { return learnt_; }

    // How many wordings a learnt entry has on average; 0 when none is learnt.
    [[nodiscard]] double wordings_each() const { return wordings_each_; }

    // Sets one margin per learnt document: about 1 when the question is worded as its wordings are, -1 when it is not.
    // `text` is the question `own` was made from.
    void judge(const query_terms& own, std::string_view text, std::vector<float>& margins) const;

    struct weight {
        std::uint32_t entry; // place in learnt()
        float value;
    };

  private:
    void add(std::uint32_t feature, float value, std::vector<float>& margins) const;

    std::span<const std::uint32_t> learnt_;
    double wordings_each_ = 0;
    std::span<const float> biases_;                // per learnt entry
    std::span<const std::uint32_t> terms_;         // of the index, ascending; the feature is the place
    term_table pieces_;                            // the pieces of words that were seen
    std::span<const std::uint32_t> piece_feature_; // per piece: its feature, or unknown_term
    std::span<const std::uint32_t> starts_;        // per feature: where its weights begin, and one past the last
    std::span<const weight> weights_;
};

} // namespace knowledge::match
