// Proposes thresholds from labelled questions. Pure; where the labels come from is the caller's (the log of a
// community, evaluation sets).
#pragma once

#include "knowledge/match/index.hpp"
#include "knowledge/match/wilson.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace knowledge::match {

// A labelled question, as far as thresholds care.
struct judged {
    double confidence = 0;          // of the first candidate; 0 where there was none
    bool right = false;             // the first candidate is right
    std::optional<double> right_at; // confidence of the best right one among those a suggestion would list
    bool complete = true; // false: all that is known is that the first one is wrong, so a suggestion cannot be judged
    double weight = 1;    // how much of a label it is, 0..1
};

// What comes out with a pair of thresholds.
struct tuned {
    thresholds at{};
    std::size_t answers = 0, right = 0, wrong = 0; // questions
    std::size_t suggested = 0, useful = 0;         // lists shown, and those with a right entry among them
    std::size_t silent = 0;
    double precision = 0; // by weight; 0 without answers
    double proven = 0;    // at least this, with 95% (Wilson)
};

struct reliability_bin {
    std::size_t questions = 0;
    double confidence = 0, right = 0; // means by weight
    interval range;                   // of `right`, 95% within
};

struct tuning {
    std::size_t labels = 0;
    double weight = 0;
    tuned in_force;
    std::optional<tuned> proposed; // the lowest answer_at whose precision is proven; none: too few labels, or too many
                                   // wrong ones at every threshold
    std::optional<tuned> as_counted; // where the wanted precision is met, but may be luck
    bool suggest_proven = false;     // false: `proposed` keeps suggest_at as it is (or lowers it to answer_at)
    std::vector<tuned> ladder;       // answer_at from 10 to 90 in tens, suggest_at as in force
    std::array<reliability_bin, 10> bins;
};

// `precision` above 0 and below 1.
[[nodiscard]] tuning tune(std::span<const judged> labels, const thresholds& in_force, double precision);

[[nodiscard]] tuned at_thresholds(std::span<const judged> labels, const thresholds& at);

} // namespace knowledge::match
