// How good a ranking and its decisions were. Pure arithmetic over outcomes, no files; reading and asking is
// evaluation.hpp.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace knowledge::match {

// What became of one labelled question.
struct outcome {
    bool answerable = false;     // there is an answer (a named entry, or "any")
    bool names_entry = false;    // a particular entry is right; false for "any" and for unanswerable ones
    std::size_t rank = 0;        // of the first right entry, from 1; 0: not among the candidates. Only with names_entry
    std::optional<double> score; // of the first candidate; none when there was no candidate: then it is never answered

    // Answering it would be right. For "any", every answer is.
    [[nodiscard]] bool right_if_answered() const { return answerable && (!names_entry || rank == 1); }
};

// An answer or two that happen to be right are no proof of a precision.
inline constexpr std::size_t fewest_answers = 5;

// A value is absent where it means nothing: no question names an entry, or one of the two kinds of question is missing.
struct metrics {
    std::size_t n_answerable = 0;
    std::size_t n_none = 0;
    std::optional<double> hit1, hit3, mrr10; // over answerable questions that name an entry
    double threshold = 0;                    // precision, recall, f1 and false_answers are at score >= threshold
    double precision = 0;                    // right answers / answers, 0 without answers
    double recall = 0;                       // right answers / answerable questions
    double f1 = 0;
    double best_f1 = 0;                  // over all thresholds, on the same questions: optimistic
    std::optional<double> auroc;         // first scores of answerable against unanswerable questions, ties count half
    double cov95 = 0;                    // largest share of answerable questions answered at a precision of 0.95
    std::optional<double> false_answers; // share of unanswerable questions answered
};

[[nodiscard]] metrics measure(std::span<const outcome> outcomes, double threshold);

} // namespace knowledge::match
