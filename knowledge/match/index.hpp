// Finds the entries that may answer a question, with a calibrated confidence. An index is an immutable snapshot: built
// once from documents, then searched from any thread without locks.
#pragma once

#include "knowledge/match/features.hpp"
#include "knowledge/model.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::text {
class synonyms;
}

namespace knowledge::match {

// What the index knows of one entry. Every wording in `phrasings` (the question itself first) competes; the best
// decides.
struct document {
    entry_id id;
    std::string external_id;
    std::string collection = "default";
    std::vector<std::string> phrasings;
    std::string answer;
    std::vector<std::string> context; // earlier questions of its chain, oldest first
    entry_id previous;                // the entry before it in its chain
};

// What the index keeps of an entry, once its terms are counted. The views live as long as the index.
struct known_entry {
    entry_id id;
    std::string_view external_id, collection;
};

struct query {
    std::string text;
    std::vector<std::string> context; // earlier messages of the same person, oldest first; may be empty
    entry_id recent; // the entry this person was answered with last, may be none; without `context` its chain counts
    std::vector<std::string> collections; // searched ones; empty means all
    double for_us = 0;                    // what the group's own log says of the text (own_log.hpp); 0 without
};

struct candidate {
    entry_id id;
    std::string_view external_id; // lives as long as the index
    double confidence = 0;        // 0..100, calibrated: of candidates with 80, about 80 in 100 are right
    double score = 0;             // chance to be the best of the candidates; comparable only within one query
};

// A candidate and what its confidence is made of.
struct explanation {
    candidate what;
    std::size_t wording = 0; // place of the winning wording in the document's phrasings
    feature_vector features{};
};

inline constexpr std::size_t most_candidates = 24;

class image;
struct noted_words; // noted_words.hpp
struct read_term;   // trace.hpp

class index {
  public:
    using own_words = std::shared_ptr<const text::synonyms>; // nullptr: only the shipped glossary

    // Throws std::invalid_argument when two documents share an id.
    static std::shared_ptr<const index> build(std::vector<document> documents, own_words own = nullptr);

    // Of what was built before (snapshot.hpp), with these own words. Throws damaged.
    static std::shared_ptr<const index> open(image made, own_words own = nullptr);

    // The same knowledge with some entries made, changed or gone: `changed` are the documents of those in `ids` that
    // are still there. In time proportional to all changes since the index was built, not to its size. Such entries are
    // weighed by the statistics of the rest, and nothing is learnt from their wordings, until an index is built anew.
    [[nodiscard]] std::shared_ptr<const index> with_changes(std::vector<document> changed,
                                                            std::span<const entry_id> ids) const;
    // How many entries differ from what was built.
    [[nodiscard]] std::size_t changes() const;

    ~index();
    index(const index&) = delete;
    index& operator=(const index&) = delete;

    // At most `limit` candidates (and never more than `most_candidates`), best first, ties by entry id; empty when no
    // term of the query is known.
    [[nodiscard]] std::vector<candidate> search(const query& question, std::size_t limit = 10) const;

    // The same candidates in the same order, with their reasons. `noted`, where there is one, becomes what people are
    // told of the question's words.
    [[nodiscard]] std::vector<explanation> explain(const query& question, std::size_t limit = 10,
                                                   noted_words* noted = nullptr) const;

    // How it reads the terms of a question, heaviest first.
    [[nodiscard]] std::vector<read_term> read(std::string_view question) const;

    [[nodiscard]] std::optional<known_entry> find(entry_id id) const;

    // The entries that follow `id` directly in its chain, in order.
    [[nodiscard]] std::vector<entry_id> follow_ups(entry_id id) const;

    [[nodiscard]] std::size_t size() const;

    // In how many of the entries it was built of a term occurs, by the hash of its text (text/hash.hpp): what is rare
    // here is rare in what is asked here.
    [[nodiscard]] std::size_t entries_with(std::uint64_t term) const;

    // Those it was built with; nullptr for none.
    [[nodiscard]] const text::synonyms* synonyms() const;
    // Their fingerprint, 0 for none (text/synonyms.hpp).
    [[nodiscard]] std::uint64_t own_words_fingerprint() const;

    // All of it, as a snapshot keeps it; without changes.
    [[nodiscard]] std::span<const std::byte> bytes() const;

  private:
    struct implementation;
    explicit index(std::unique_ptr<implementation> impl);
    std::unique_ptr<const implementation> impl_;
};

// Confidences as shipped: at or above `answer_at` the bot answers, at or above `suggest_at` it asks "did you mean".
// A group may set its own.
struct thresholds {
    double answer_at;
    double suggest_at;
};

extern const thresholds shipped_thresholds; // in calibration.cpp, beside the coefficients they belong to

// The one place that turns a ranking into a decision.
[[nodiscard]] decision decide(std::span<const candidate> ranked, const thresholds& at);

} // namespace knowledge::match
