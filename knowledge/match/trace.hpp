// Why a question was decided as it was, short enough to be kept with every question: the first two candidates with what
// their confidence was made of, what was in force, and the few words of the question that the knowledge has not or that
// were read as others: so it is deleted when the question is.
#pragma once

#include "knowledge/match/index.hpp"
#include "knowledge/match/noted_words.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::match {

// What a feature added to the confidence, in log-odds; together with `base` they make it.
struct contribution {
    std::string name;            // of feature_descriptions
    std::optional<double> value; // not kept of a runner-up
    double amount = 0;

    bool operator==(const contribution&) const = default;
};

struct traced_candidate {
    entry_id id;
    std::size_t wording = 0; // place of the winning wording: 0 the question itself, then its phrasings
    double confidence = 0;
    double base = 0;                 // log-odds before any feature
    std::vector<contribution> parts; // biggest first

    bool operator==(const traced_candidate&) const = default;
};

struct trace {
    std::int64_t revision = 0; // of the knowledge
    thresholds at{};
    // What was said before and leant on: a question of the log, or (leant, but no question) a quoted message.
    bool leant = false;
    question_id before;
    entry_id recent;
    noted_words words;
    std::vector<traced_candidate> candidates; // the best and the runner-up, where there were any
};

inline constexpr std::size_t most_traced = 2, most_parts = 10;

// The biggest of what the confidence is made of, at most so many.
[[nodiscard]] std::vector<contribution> contributions(const feature_vector& features, std::size_t most);
[[nodiscard]] traced_candidate traced(const explanation& what, std::size_t most_parts_of_it);

// As JSON in one line, numbers rounded; about 550 bytes. Written while a message is taken, so without a
// tree of JSON: a few microseconds (docs/matching.md).
[[nodiscard]] std::string to_json(const trace& head, std::span<const explanation> ranked);
// nullopt for what to_json() does not write: an empty text, or that of a version to come.
[[nodiscard]] std::optional<trace> trace_from_json(std::string_view text);

// How the index reads a term of a question.
struct read_term {
    std::string text; // folded and stemmed
    std::string_view kind;
    double weight = 0;
    bool known = false;
    std::string meant; // the known word it was taken for; empty unless its spelling was corrected
};

} // namespace knowledge::match
