// Tells which of the questions that wait for a person ask the same thing, so that one answer serves all who asked:
// closeness.hpp says when two do. Words are weighed by how rare they are in the knowledge and among the questions
// themselves.
#pragma once

#include "knowledge/match/index.hpp"
#include "knowledge/match/question_words.hpp"
#include "knowledge/model.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace knowledge::match {

struct asked_question {
    question_id id;
    std::string_view text;
    entry_id best; // what the matcher found for it, none for nothing
    double confidence = 0;
};

struct kin {
    question_id id;
    double closeness = 0; // from 1 on they ask the same; just below, a person may say so

    bool operator==(const kin&) const = default;
};

// The questions that wait. Not for several threads at once.
class open_questions {
  public:
    // What is rare is reckoned by `knowledge` too, which may be nullptr.
    explicit open_questions(std::shared_ptr<const index> knowledge);

    // From now on what is new is weighed by another state of the knowledge.
    void follow(std::shared_ptr<const index> knowledge);

    void add(const asked_question& one); // in place of the one with the same id
    void remove(question_id id);
    [[nodiscard]] bool contains(question_id id) const { return place_of_.contains(id.value); }
    [[nodiscard]] std::size_t size() const { return place_of_.size(); }

    // Those that are asked in the very words of `one`, the oldest first, at most so many; none where these say so
    // little that somebody else may be as close. Quicker than to compare, and very often the same is asked again.
    [[nodiscard]] std::vector<kin> in_the_same_words(const asked_question& one, std::size_t most) const;

    // The closest first, at most so many, nothing that has no word in common or is less close than `least`. Costs by
    // the words of `one`, not by how many questions there are: words that very many share are looked up last and only
    // up to a bound, and not at all where nobody would come close enough by them alone.
    [[nodiscard]] std::vector<kin> nearest(const asked_question& one, std::size_t most, double least = 0) const;

  private:
    struct reading; // of one question's terms

    struct term {
        std::vector<std::uint32_t> places; // of the wordings that have it, ascending
        std::uint32_t questions = 0;       // that are asked in them
        std::uint32_t in_knowledge = 0;
        float kind_weight = 0;
        bool name = false; // of something, or a number: what a question is about
        // What it weighs, reckoned when first needed after a change.
        mutable float weight = 0;
        mutable std::uint64_t weighed_at = 0;
    };
    // What is asked in the same words, for which the matcher found the same: as close to anything as one another, so
    // what many ask is looked at once.
    struct wording {
        std::vector<question_id> asked;   // ascending; none: all were removed
        std::vector<std::uint32_t> terms; // ascending
        entry_id best;
        double confidence = 0;
        bool leans = false; // says nothing without what was said before
    };

    [[nodiscard]] const question_words& words_of(std::string_view text) const;
    [[nodiscard]] reading read(std::string_view text) const;
    [[nodiscard]] float weight_of(const term& known) const;
    [[nodiscard]] float weight_of(std::size_t questions, std::uint32_t in_knowledge, float kind_weight) const;
    [[nodiscard]] std::uint32_t place_of(wording&& asked); // in wordings_, where it is put when it is new
    [[nodiscard]] std::vector<std::uint32_t> with_most_in_common(const reading& own, double least) const;
    [[nodiscard]] double closeness(const wording& other, const asked_question& one, const reading& own) const;
    void tidy();

    std::shared_ptr<const index> knowledge_;
    std::uint64_t changes_ = 1; // so many states of the knowledge and of the questions were there
    std::unordered_map<std::uint64_t, std::uint32_t> number_of_; // of a term, by its hash
    std::vector<term> terms_;
    std::vector<wording> wordings_;
    std::size_t in_use_ = 0;                                         // of them
    std::unordered_map<std::int64_t, std::uint32_t> place_of_;       // in wordings_, by a question's id
    std::unordered_multimap<std::uint64_t, std::uint32_t> by_terms_; // of those in use, by a hash
    std::unordered_map<std::int64_t, std::vector<std::uint32_t>> by_best_;
    // A question is compared first and added then.
    mutable std::string last_text_;
    mutable question_words last_words_;
    // Of a comparison, kept so that none asks for memory by how many questions and terms there are.
    mutable std::vector<float> shared_;             // by places in wordings_; zeros between comparisons
    mutable std::vector<std::uint32_t> own_place_;  // by terms: in what is compared; nowhere between comparisons
    mutable std::vector<std::uint64_t> shared_for_; // by own places: the closeness they were last in common for
    mutable std::uint64_t closenesses_ = 0;
};

} // namespace knowledge::match
